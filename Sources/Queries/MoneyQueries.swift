import Clearing
import Gateway
import Kernel
public import Ledgers
public import Units
public import Wire

/// An account and what is in it.
@Wire
public struct AccountBalance: Equatable, Sendable {
    /// Which account.
    public let account: Account
    /// What is in it.
    public let balance: Money
}

let moneyQueries: [Query] = [
    .list(
        "/v1/accounts",
        "Lists balances: one's own for a member, all for the venue and its overseers.",
        audience: .viewer(
            "Overseers see all accounts, a member its own and those of its contracts."
        )
    ) { machine, viewer, arguments throws(QueryError) -> Page<AccountBalance> in
        let world = machine.world
        return try Page(of: world.money.all, by: \.account, arguments) { account, balance in
            viewer.mayRead(account, in: world)
                ? AccountBalance(account: account, balance: balance) : nil
        }
    },
    .list(
        "/v1/payments",
        "Lists payment instructions: one's own for a member, all for the bank and overseers.",
        parameters: [
            Parameter("pending", Bool.self, "Only those that the bank hasn't answered.")
        ],
        audience: .viewer("The settlement bank and overseers see all, a member its own.")
    ) { machine, viewer, arguments throws(QueryError) -> Page<Payments.Instruction> in
        let isPending: Bool? = arguments.optional("pending")
        let all = machine.world[Payments.self].all()
        return try Page(of: all, by: \.id, arguments) { instruction in
            let isReadable =
                viewer.readsAll || viewer.hasRole(.settlementBank)
                || viewer.isOne(of: instruction.member)
            let isWanted = isPending.map { $0 == (instruction.status == .pending) } ?? true
            return isReadable && isWanted ? instruction : nil
        }
    },
]
