import Kernel
import KernelTesting
import Testing
import Units

@Suite("Roster")
struct RosterTests {
    static let ann = ScenarioTests.ann
    static let key = ScenarioTests.key
    static let enrolment = ScenarioTests.enrolment
    static let enrolled = ScenarioTests.enrolled

    @Test("RO-1: a role named twice is refused")
    func rejected() {
        let twice = Roster.Command.enrol(
            key: Self.key,
            member: Self.ann,
            roles: [.auditor, .auditor],
            isActive: true
        )
        let scenario = Scenario(Roster.self)
        #expect(scenario.rejection(twice, by: .system, at: noon) == .roleRepeated)
        #expect(scenario.rejection(Self.enrolment, by: .system, at: noon) == nil)
    }

    @Test("RO-1: what was last said of a key is what is known of its holder")
    func standing() {
        let suspended = Roster.Event.enrolled(
            key: Self.key,
            member: Self.ann,
            roles: [],
            isActive: false
        )
        func standing(_ events: [Roster.Event]) -> Standing? {
            let world = Scenario(House.self).given(Roster.self, events).world
            return Roster.standing(of: Self.key, in: world[Roster.self])
        }
        #expect(standing([]) == nil)
        #expect(
            standing([Self.enrolled])
                == Standing(member: Self.ann, roles: [.registrar], isActive: true)
        )
        #expect(
            standing([Self.enrolled, suspended])
                == Standing(member: Self.ann, roles: [], isActive: false)
        )
    }
}

private let noon = Instant(microseconds: 1_793_592_000_000_000)
