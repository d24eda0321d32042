import Kernel
import KernelTesting
import Testing
import Units

/// For how long the exchange knows a command again.
@Suite("Command memory")
struct CommandMemoryTests {
    static let ann = ID<Member>(1)
    static let first = CommandID(high: 0, low: 1)
    static let start = at(1_793_583_000)

    /// A venue in which Ann has given one command, at the start.
    private static func venue() -> TestVenue {
        var venue = TestVenue(Probe.self, Echo.self)
        venue.enrol(ann, .dataProvider, .venueOperator)
        venue.give(Probe.self, .note(text: "a"), by: ann, at: start, id: first)
        return venue
    }

    /// Another command by Ann, so long after the start.
    private static func other(_ venue: inout TestVenue, after span: Span, _ number: UInt64) {
        let id = CommandID(high: 0, low: number)
        venue.give(Probe.self, .note(text: "b"), by: ann, at: start + span, id: id)
    }

    private static func isKnown(_ venue: TestVenue) -> Bool {
        venue.machine.world.record(of: first, by: .member(ann)) != nil
    }

    @Test("A command is known for an hour at least, and for two hours at most after the next one")
    func forgotten() {
        var venue = Self.venue()
        let hour = World.commandMemory
        Self.other(&venue, after: Span(microseconds: hour.microseconds - 1), 2)
        #expect(Self.isKnown(venue))
        Self.other(&venue, after: hour, 3)
        #expect(Self.isKnown(venue))
        Self.other(&venue, after: Span(microseconds: 2 * hour.microseconds - 1), 4)
        #expect(Self.isKnown(venue))
        Self.other(&venue, after: Span(microseconds: 2 * hour.microseconds), 5)
        #expect(!Self.isKnown(venue))
        // The others are younger.
        for number: UInt64 in 3...5 {
            let id = CommandID(high: 0, low: number)
            #expect(venue.machine.world.record(of: id, by: .member(Self.ann)) != nil)
        }
    }

    @Test("Moving a test venue's clock forgets nothing: signatures go by the real one")
    func advancedClock() {
        var venue = Self.venue()
        let days: Int64 = 300 * 86_400
        venue.give(House.self, .advanceClock(seconds: days), by: Self.ann, at: Self.start)
        for number: UInt64 in 2...9 {
            Self.other(&venue, after: .seconds(days + Int64(number)), number)
        }
        #expect(Self.isKnown(venue))
    }

    @Test("What was forgotten is in the snapshot, so that every copy forgets the same")
    func restored() throws {
        var venue = Self.venue()
        Self.other(&venue, after: World.commandMemory, 2)
        var restored = venue.machine
        try restored.restore(venue.machine.snapshot)
        #expect(restored.snapshot == venue.machine.snapshot)
        #expect(restored.world.record(of: Self.first, by: .member(Self.ann)) != nil)
    }
}
