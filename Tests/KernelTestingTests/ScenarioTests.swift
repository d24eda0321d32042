import Kernel
import KernelTesting
import Ledgers
import Testing
import Units

@Suite("Scenario and test venue")
struct ScenarioTests {
    static let ann = ID<Member>(1)
    static let key = TestVenue.key(of: ann)
    static let enrolment = Roster.Command.enrol(
        key: key,
        member: ann,
        roles: [.registrar],
        isActive: true
    )
    static let enrolled = Roster.Event.enrolled(
        key: key,
        member: ann,
        roles: [.registrar],
        isActive: true
    )

    @Test("A command is decided, whole, on what was given")
    func decided() throws {
        let decision = try Scenario(Roster.self).when(Self.enrolment, by: .system, at: noon)
        #expect(decision == Decision(Self.enrolled))
    }

    @Test("Money, rights and the rule book of a scenario are what was given, and only there")
    func given() {
        let before = Scenario(Roster.self)
        let grant = RightGrant(
            resource: ID(7),
            holder: Self.ann,
            number: 1,
            right: .usage,
            scope: RightScope(purposes: [], isSublicensable: false, isDerivable: false),
            basis: "SJ1112026110001"
        )
        let rules = RuleBook(
            version: 2,
            calendar: RuleBook.example.calendar,
            registration: RuleBook.example.registration,
            trading: RuleBook.example.trading,
            fees: .init(tiers: [])
        )
        let after = before.holding(.fen(70), in: .cash(Self.ann)).given([.grant(grant)])
            .under(rules)

        #expect(after.world.money.balance(.cash(Self.ann)) == .fen(70))
        #expect(after.world.money.balance(.bank) == .fen(-70))
        #expect(after.world.rights.grants(on: ID(7)) == [grant])
        #expect(after.world.rules == rules)
        #expect(before.world.money == MoneyLedger() && before.world.rights == RightsLedger())
        #expect(before.world.rules == .example)
    }

    @Test("A venue's commands are signed by members and recorded in its journal")
    func venue() {
        var venue = TestVenue()
        venue.enrol(Self.ann, .venueOperator)
        venue.give(House.self, .advanceClock(seconds: 60), by: Self.ann, at: noon)
        venue.give(House.self, .advanceClock(seconds: 60), by: ID(2), at: noon)

        #expect(venue.journal.map(\.actor) == [.system, .system, .member(Self.ann)])
        #expect(venue.machine.world.clockOffset == .seconds(60))
        #expect(venue.machine.world.time == noon)
    }
}

private let noon = Instant(microseconds: 1_793_592_000_000_000)
