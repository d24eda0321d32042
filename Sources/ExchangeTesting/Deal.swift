import Clearing
import Contracts
import Kernel
public import KernelTesting
import Ledgers
public import Products
import Registry
import Trading
import Units

/// How far an example deal has come.
public enum DealStep: Int, CaseIterable, Comparable, Sendable {
    case registered, listed, taken, signed, funded, delivered

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

extension TestVenue {
    /// A market in which the example product has come this far, each step by who takes it.
    ///
    /// The file costs 800,000.00 yuan, of which the buyer has one million; DR-1 is registered on 16
    /// November, and everything after happens at noon of the 17th.
    public static func deal(until step: DealStep, plan: Plan = .file()) -> TestVenue {
        var venue = market()
        venue.register(.example())
        guard step >= .listed else { return venue }
        venue.list(.example(plans: [plan]))
        guard step >= .taken else { return venue }
        venue.take(plan)
        guard step >= .signed else { return venue }
        venue.sign()
        guard step >= .funded else { return venue }
        venue.fund()
        guard step >= .delivered else { return venue }
        let confirm = Contract.Command.confirmDelivery(.example(1))
        venue.give(Contract.self, confirm, by: .supplier, at: .november(17))
        return venue
    }

    private mutating func register(_ disclosure: Disclosure) {
        let id = ID<RegistrationCase>(1)
        give(Registration.self, .submit(disclosure), by: .supplier, at: .november(2))
        pass(to: .november(6))
        give(Registration.self, .examine(registration: id), by: .registrar, at: .november(9))
        pass(to: .november(17))
    }

    private mutating func list(_ specification: Specification) {
        let noon = Instant.november(17)
        give(ProductLibrary.self, .draft(specification), by: .supplier, at: noon)
        let opinion = Opinion.example(on: specification)
        give(ProductLibrary.self, .opine(opinion), by: .assessor, at: noon)
        give(ProductLibrary.self, .list(product: ID(1)), by: .supplier, at: noon)
    }

    private mutating func take(_ plan: Plan) {
        let order = Listing.Order(
            product: ID(1),
            version: 1,
            plan: plan.code,
            scenario: "暴露评估",
            price: plan.pricing.total ?? .fen(0)
        )
        give(Listing.self, .take(order), by: .buyer, at: .november(17))
    }

    private mutating func sign() {
        guard let digest = machine.world[Contract.self].contract(ID(1))?.digest else { return }
        for party in [Founder.supplier, .buyer] {
            let sign = Contract.Command.sign(contract: ID(1), terms: digest)
            give(Contract.self, sign, by: party, at: .november(17))
        }
    }

    /// The buyer pays TC-1 into escrow, of a million yuan that it brings in when it has nothing.
    public mutating func fund() {
        let noon = Instant.november(17)
        if !machine.world.money.balance(.cash(Founder.buyer.id)).isPositive {
            let million = Money.fen(100_000_000)
            let deposit = Payments.Command.requestDeposit(amount: million, account: "6222")
            give(Payments.self, deposit, by: .buyer, at: noon)
            let confirm = Payments.Command.confirm(instruction: ID(1), reference: "B-1")
            give(Payments.self, confirm, by: .bank, at: noon)
        }
        let fund = Contract.Command.fund(contract: ID(1), accessKey: .example(200))
        give(Contract.self, fund, by: .buyer, at: noon)
    }
}
