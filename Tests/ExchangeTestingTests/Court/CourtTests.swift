import ExchangeTesting
import Kernel
import KernelTesting
import Ledgers
import Testing
import Units

@Suite("Court")
struct CourtTests {
    private static let resource = ID<DataResource>(7)
    private static let now = Instant(microseconds: 1)

    private static func restriction(_ number: Int64) -> Restriction {
        Restriction(resource: resource, number: number, kind: .freeze, basis: "2026-1")
    }

    @Test("CO-1: restrictions of one resource are numbered 1, 2, 3")
    func numbers() throws {
        let order = Court.Command.restrict(resource: Self.resource, kind: .freeze, basis: "2026-1")
        for number in 1...3 as ClosedRange<Int64> {
            let given = (1..<number).map { Court.Event.restricted(Self.restriction($0)) }
            let decision = try Scenario(Court.self, given: given)
                .when(order, by: .system, at: Self.now)
            let restriction = Self.restriction(number)
            #expect(
                decision
                    == Decision(.restricted(restriction), rights: [.restrict(restriction)])
            )
        }
    }

    @Test("CO-2: lifting is left to the rights ledger, which knows what stands")
    func lift() throws {
        let key = RestrictionKey(resource: Self.resource, number: 1)
        let decision = try Scenario(Court.self).when(.lift(key), by: .system, at: Self.now)
        #expect(decision == Decision(.lifted(key), rights: [.lift(key)]))
        #expect(throws: RightsError.notPosted) { try RightsLedger().check(decision.rights) }
    }

    @Test("An order without a basis is refused")
    func noBasis() {
        let order = Court.Command.restrict(resource: Self.resource, kind: .freeze, basis: "")
        #expect(Scenario(Court.self).rejection(order, by: .system, at: Self.now) == .noBasis)
    }
}
