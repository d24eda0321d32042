import Contracts
import ExchangeTesting
import Kernel
import KernelTesting
import Ledgers
import Registry
import Testing
import Units

/// Whole deals on the whole exchange: what the capabilities do together and by themselves.
@Suite("Deals")
struct DealTests {
    static let noon = Instant.november(17)

    static func status(_ venue: TestVenue) -> Contract.Status? {
        venue.machine.world[Contract.self].contract(ID(1))?.status
    }

    static func balances(_ venue: TestVenue) -> [Account: Int64] {
        let all = venue.machine.world.money.all.map { ($0.account, $0.balance.amount) }
        return Dictionary(uniqueKeysWithValues: all)
    }

    @Test("Every step of a deal is accepted, from registration to delivery")
    func steps() {
        let venue = TestVenue.deal(until: .delivered)
        let rejected = venue.journal.filter {
            if case .rejected = $0.outcome { true } else { false }
        }
        #expect(rejected.map(\.path) == [])
        #expect(Self.status(venue) == .delivered)
    }

    @Test("CT-6: a delivery that nobody objects to is accepted by itself, and paid")
    func deemedAccepted() {
        var venue = TestVenue.deal(until: .delivered)
        venue.pass(to: Instant(microseconds: Instant.november(24).microseconds - 1))
        #expect(Self.status(venue) == .delivered)
        venue.pass(to: .november(24, hour: 13))
        #expect(Self.status(venue) == .completed)
        #expect(
            Self.balances(venue) == [
                .bank: -100_000_000, .cash(ID(2)): 20_000_000, .cash(ID(1)): 78_000_000,
                .house: 2_000_000,
            ]
        )
        #expect(venue.machine.world.nextDue == nil)
    }

    @Test(
        "CT-2: a contract that nobody pays lapses by itself",
        arguments: [DealStep.taken, .signed]
    )
    func lapse(step: DealStep) {
        var venue = TestVenue.deal(until: step)
        venue.pass(to: Self.noon + .days(11))
        #expect(Self.status(venue) == .lapsed)
        #expect(venue.machine.world.nextDue == nil)
    }

    @Test("CT-8: a term that ends without delivery refunds the whole price by itself")
    func refund() {
        var venue = TestVenue.deal(until: .funded)
        #expect(Self.balances(venue)[.escrow(ID(1))] == 80_000_000)
        venue.pass(to: Self.noon + .days(31))
        #expect(Self.status(venue) == .ended)
        #expect(
            Self.balances(venue) == [.bank: -100_000_000, .cash(ID(2)): 100_000_000]
        )
    }

    @Test("CT-7, CT-8: a term that ends refunds the calls that weren't made")
    func partialRefund() {
        var venue = TestVenue.deal(until: .funded, plan: .calls())
        let settle = Contract.Command.settleUsage(.example(150))
        venue.give(Contract.self, settle, by: .supplier, at: Self.noon)
        venue.pass(to: Self.noon + .days(31))
        #expect(Self.status(venue) == .ended)
        #expect(
            Self.balances(venue) == [
                .bank: -100_000_000, .cash(ID(1)): 49, .cash(ID(2)): 99_999_950, .house: 1,
            ]
        )
    }

    @Test("CT-3: a freeze between signing and funding blocks the step that would move the right")
    func freeze() {
        var venue = TestVenue.deal(until: .signed)
        let order = Court.Command.restrict(resource: ID(1), kind: .freeze, basis: "京01执1号")
        venue.give(Court.self, order, signedBy: nil, at: Self.noon)
        let before = venue.machine.world
        venue.fund()
        let report = RejectionReport(code: "kernel.restricted", facts: [], kind: .conflict)
        #expect(venue.journal.last?.outcome == .rejected(report))
        #expect(Self.status(venue) == .signed)
        #expect(Self.balances(venue)[.escrow(ID(1))] == nil)
        #expect(venue.machine.world.rights == before.rights)
        let lift = Court.Command.lift(RestrictionKey(resource: ID(1), number: 1))
        venue.give(Court.self, lift, signedBy: nil, at: Self.noon)
        venue.fund()
        #expect(Self.status(venue) == .performing)
    }

    @Test("RG-6: a freeze during publicity blocks the registration until it is lifted")
    func freezeDuringPublicity() {
        var venue = TestVenue.market()
        let id = ID<RegistrationCase>(1)
        let submit = Registration.Command.submit(.example())
        venue.give(Registration.self, submit, by: .supplier, at: .november(2))
        venue.pass(to: .november(6))
        let examine = Registration.Command.examine(registration: id)
        venue.give(Registration.self, examine, by: .registrar, at: .november(9))
        let order = Court.Command.restrict(resource: ID(1), kind: .objection, basis: "异议")
        venue.give(Court.self, order, signedBy: nil, at: .november(10))
        venue.pass(to: .november(17))
        #expect(venue.machine.world[Registration.self].file(id)?.status == .publicised)
        let lift = Court.Command.lift(RestrictionKey(resource: ID(1), number: 1))
        venue.give(Court.self, lift, signedBy: nil, at: .november(17))
        let close = Registration.Command.closePublicity(registration: id)
        venue.give(Registration.self, close, by: .registrar, at: .november(17))
        #expect(venue.machine.world[Registration.self].file(id)?.status == .registered)
    }

    @Test("The same data isn't registered twice while its registration stands")
    func registeredOnce() {
        var venue = TestVenue.deal(until: .registered)
        let submit = Registration.Command.submit(.example())
        venue.give(Registration.self, submit, by: .supplier, at: Self.noon)
        let report = RejectionReport(
            code: "registry.registration.alreadyRegistered",
            facts: [Fact("registration", "RC-1")],
            kind: .conflict
        )
        #expect(venue.journal.last?.outcome == .rejected(report))
    }
}
