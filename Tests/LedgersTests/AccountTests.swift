import KernelTesting
import Ledgers
import Testing
import Units
import Wire

@Suite("Account")
struct AccountTests {
    static let accounts: [Account] = [
        .cash(ID(1)), .cash(ID(20)), .outgoing(ID(3)), .escrow(ID(WireInteger.limit)),
        .house, .bank,
    ]

    @Test("An account's text reads back, and near misses don't", arguments: accounts)
    func text(account: Account) throws {
        #expect(Account(text: account.text) == account)
        #expect(try Account(wire: account.wire) == account)
        #expect(account.text.count <= Account.format.maximumLength ?? 0)
        let pattern = try Regex(Account.format.pattern ?? "")
        #expect(try pattern.wholeMatch(in: account.text) != nil)
        for miss in account.text.nearMisses() {
            guard let other = Account(text: miss) else { continue }
            #expect(Array(other.text.utf8) == Array(miss.utf8))
            #expect(try pattern.wholeMatch(in: miss) != nil)
        }
    }

    @Test(
        "Any other text is none",
        arguments: [
            "", ":", "cash", "cash:", ":cash:M-1", "cash::M-1", "cash:M-0", "cash:TC-1",
            "escrow:M-1",
            "cash:M-1:", "house:", ":house", "bank:M-1", "House", "cash:M-01",
        ]
    )
    func refused(text: String) { #expect(Account(text: text) == nil) }

    @Test("Accounts are in order of kind, then of whose they are")
    func order() {
        let sorted: [Account] = [
            .cash(ID(1)), .cash(ID(2)), .outgoing(ID(1)), .escrow(ID(1)), .house, .bank,
        ]
        #expect(sorted.shuffled().sorted() == sorted)
    }
}
