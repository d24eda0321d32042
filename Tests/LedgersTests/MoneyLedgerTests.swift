import KernelTesting
import Ledgers
import Testing
import Units
import Wire

@Suite("Money ledger")
struct MoneyLedgerTests {
    static let ann = Account.cash(ID(1))
    static let bob = Account.cash(ID(2))
    static let escrow = Account.escrow(ID(1))

    /// Ann has 100, Bob all that an account can hold but 50.
    static let funded: MoneyLedger = {
        var ledger = MoneyLedger()
        ledger.post([
            Transfer(.fen(100), from: .bank, to: ann, for: .deposit),
            Transfer(.fen(WireInteger.limit - 150), from: .bank, to: bob, for: .deposit),
        ])
        return ledger
    }()

    private func refusal(_ transfers: [Transfer], in ledger: MoneyLedger = funded) -> MoneyError? {
        do throws(MoneyError) {
            try ledger.check(transfers)
            return nil
        } catch {
            return error
        }
    }

    static func short(_ account: Account, _ available: Int64, _ needed: Int64) -> MoneyError {
        .insufficientFunds(account: account, available: .fen(available), needed: .fen(needed))
    }

    /// Each row mends the mistake of the row above, so the order proves the precedence.
    @Test(
        "Why transfers are refused, by precedence",
        arguments: [
            ([(Int64.min, ann, bob)], .notPositive),
            ([(-1, ann, bob)], .notPositive),
            ([(0, ann, bob)], .notPositive),
            ([(.max, ann, bob)], short(ann, 100, .max)),
            ([(WireInteger.limit, ann, bob)], short(ann, 100, WireInteger.limit)),
            ([(101, ann, bob)], short(ann, 100, 101)),
            ([(1, escrow, bob)], short(escrow, 0, 1)),
            ([(1, .house, bob)], short(.house, 0, 1)),
            ([(.max, .bank, ann)], .outOfRange),
            ([(51, .bank, escrow)], .outOfRange),
            ([(50, .bank, ann), (1, .bank, ann), (151, ann, bob)], .outOfRange),
            ([(50, .bank, ann), (151, ann, bob)], short(ann, 150, 151)),
            ([(50, .bank, ann), (150, ann, bob)], nil),
            ([(100, ann, ann)], nil),
            ([], nil),
        ] as [([(Int64, Account, Account)], MoneyError?)]
    )
    func refused(transfers: [(Int64, Account, Account)], error: MoneyError?) {
        let transfers = transfers.map { Transfer(.fen($0), from: $1, to: $2, for: .price) }
        #expect(refusal(transfers) == error)
    }

    @Test("Transfers are checked in order and together: what comes in may go out again")
    func together() {
        let incoming = Transfer(.fen(10), from: Self.ann, to: Self.escrow, for: .escrow)
        let outgoing = Transfer(.fen(10), from: Self.escrow, to: .house, for: .fee)
        #expect(refusal([incoming, outgoing]) == nil)
        #expect(refusal([outgoing, incoming]) == Self.short(Self.escrow, 0, 10))
    }

    @Test("Currencies don't mix: dollars pay nothing in renminbi")
    func currencies() throws {
        let usd = try #require(Currency(text: "USD"))
        var ledger = MoneyLedger()
        let dollars = Money(amount: 5, currency: usd)
        ledger.post([Transfer(dollars, from: .bank, to: Self.ann, for: .deposit)])
        let payment = Transfer(.fen(1), from: Self.ann, to: Self.bob, for: .price)
        #expect(refusal([payment], in: ledger) == Self.short(Self.ann, 0, 1))
        #expect(ledger.balance(Self.ann, usd) == dollars)
        #expect(ledger.balance(Self.ann) == .fen(0))
    }

    @Test("A check leaves no trace")
    func noTrace() {
        let ledger = Self.funded
        _ = refusal([Transfer(.fen(1), from: Self.ann, to: Self.bob, for: .price)], in: ledger)
        _ = refusal([Transfer(.fen(101), from: Self.ann, to: Self.bob, for: .price)], in: ledger)
        #expect(ledger == Self.funded && ledger.wire == Self.funded.wire)
    }

    /// The obvious ledger: a dictionary of balances, checked transfer by transfer.
    @Test("After random postings balances are the twin's, and sum to zero", arguments: 0..<20)
    func random(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let accounts: [Account] = [
            Self.ann, Self.bob, .outgoing(ID(1)), Self.escrow, .house, .bank,
        ]
        let currencies = [Currency.cny] + ["EUR", "USD"].compactMap(Currency.init(text:))
        var ledger = MoneyLedger()
        var twin: [[Int64]] = accounts.map { _ in currencies.map { _ in 0 } }
        for _ in 0..<500 {
            var draft = twin
            var isGood = true
            let transfers = (0..<generator.number(in: 1...4)).map { _ in
                let from = Int(generator.number(in: 0...5))
                let to = Int(generator.number(in: 0...5))
                let currency = Int(generator.number(in: 0...2))
                let amount = generator.number(in: generator.oneIn(20) ? -1...0 : 1...300)
                draft[from][currency] -= amount
                isGood = isGood && amount > 0 && (draft[from][currency] >= 0 || from == 5)
                draft[to][currency] += amount
                return Transfer(
                    Money(amount: amount, currency: currencies[currency]),
                    from: accounts[from],
                    to: accounts[to],
                    for: .price
                )
            }
            #expect((refusal(transfers, in: ledger) == nil) == isGood)
            guard isGood else { continue }
            ledger.post(transfers)
            twin = draft
        }
        for (account, row) in zip(accounts, twin) {
            #expect(currencies.map { ledger.balance(account, $0).amount } == row)
        }
        for currency in currencies {
            let all = ledger.all.filter { $0.balance.currency == currency }
            #expect(all.reduce(0) { $0 + $1.balance.amount } == 0)
            #expect(all.allSatisfy { $0.balance.amount != 0 })
        }
    }

    @Test("Even transfers that nobody checked sum to zero, whatever their amounts")
    func unchecked() {
        var ledger = MoneyLedger()
        for amount in [Int64.max, .min, -1, 3] {
            ledger.post([
                Transfer(.fen(amount), from: Self.ann, to: Self.bob, for: .price),
                Transfer(.fen(.max), from: Self.ann, to: .house, for: .price),
            ])
        }
        #expect(ledger.all.reduce(0) { $0 &+ $1.balance.amount } == 0)
    }

    @Test("A ledger is its balances in order, and reads back")
    func wire() throws {
        var ledger = MoneyLedger()
        ledger.post([Transfer(.fen(7), from: .bank, to: Self.bob, for: .deposit)])
        let text =
            #"[{"key":{"account":"cash:M-2","currency":"CNY"},"value":7},"#
            + #"{"key":{"account":"bank","currency":"CNY"},"value":-7}]"#
        #expect(String(decoding: ledger.wire, as: UTF8.self) == text)
        #expect(try MoneyLedger(wire: ledger.wire) == ledger)
        ledger.post([Transfer(.fen(7), from: Self.bob, to: .bank, for: .withdrawal)])
        #expect(ledger == MoneyLedger() && ledger.wire == Array("[]".utf8))
    }
}
