import Kernel
import KernelTesting
import Testing
import Units
import Wire

@Suite("Alarms")
struct AlarmTests {
    typealias Setting = Probe.Setting

    private func venue(_ causes: Probe.Cause...) -> TestVenue {
        var venue = TestVenue(Probe.self, Echo.self)
        for cause in causes { venue.give(Probe.self, .cause(cause), signedBy: nil, at: at(1)) }
        return venue
    }

    private func set(_ settings: Setting...) -> Probe.Cause { Probe.Cause(alarms: settings) }

    @Test("An alarm fires at its time, not before, and once")
    func fires() {
        var venue = venue(set(Setting(subject: 5, at: at(60))))
        #expect(venue.machine.dueCall(at: Instant(microseconds: 59_999_999)) == nil)
        venue.pass(to: at(59))
        #expect(venue.machine.world[Probe.self].rung == [])
        venue.pass(to: at(60))
        venue.pass(to: at(1_000))
        #expect(venue.machine.world[Probe.self].rung == [5])
        #expect(venue.machine.world.nextDue == nil)

        let record = venue.journal.last
        #expect(record?.actor == .system && record?.time == at(60))
        #expect(record?.path == "/v1/testing/ring")
        #expect(record?.due == AlarmKey(capability: Probe.name, subject: 5, verb: "ring"))
    }

    @Test("Setting an alarm again moves it, forwards or back", arguments: [30, 90] as [Int64])
    func moves(second: Int64) {
        let again = set(Setting(subject: 5, at: at(second)))
        var venue = venue(set(Setting(subject: 5, at: at(60))), again)
        #expect(venue.machine.world.nextDue == at(second))
        venue.pass(to: at(1_000))
        #expect(venue.machine.world[Probe.self].rung == [5])
        #expect(venue.journal.last?.time == at(second))
    }

    @Test("A cancelled alarm never fires; cancelling one that isn't set does nothing")
    func cancels() {
        var venue = venue(
            set(Setting(subject: 5, at: at(60)), Setting(subject: 6, at: at(70))),
            Probe.Cause(cancelled: [5, 99])
        )
        venue.pass(to: at(1_000))
        #expect(venue.machine.world[Probe.self].rung == [6])
    }

    @Test("Within one step the last change of an alarm stands")
    func order() {
        // Cancelling comes after setting in a probe's decision.
        let cause = Probe.Cause(alarms: [Setting(subject: 5, at: at(60))], cancelled: [5])
        #expect(venue(cause).machine.world.nextDue == nil)
        let twice = set(Setting(subject: 5, at: at(60)), Setting(subject: 5, at: at(50)))
        #expect(venue(twice).machine.world.nextDue == at(50))
    }

    @Test("An alarm that sets itself again while it fires, fires again")
    func again() {
        var venue = venue(set(Setting(subject: 5, at: at(60), again: at(90))))
        venue.pass(to: at(60))
        #expect(venue.machine.world[Probe.self].rung == [5])
        #expect(venue.machine.world.nextDue == at(90))
        venue.pass(to: at(1_000))
        #expect(venue.machine.world[Probe.self].rung == [5, 5])
        #expect(venue.machine.world.nextDue == nil)
    }

    @Test(
        "An alarm may set itself again for a time that has passed: it is the next thing to happen"
    )
    func againInThePast() {
        var venue = venue(set(Setting(subject: 5, at: at(60), again: at(2))))
        venue.pass(to: at(60))
        #expect(venue.machine.world[Probe.self].rung == [5, 5])
        #expect(venue.machine.world.time == at(60) + Span(microseconds: 1))
    }

    @Test("An alarm whose command is rejected is over, and the rejection is recorded")
    func rejected() throws {
        var venue = venue(set(Setting(subject: 5, at: at(60), again: nil, isWanted: false)))
        venue.pass(to: at(1_000))
        #expect(venue.machine.world.nextDue == nil)
        let record = try #require(venue.journal.last)
        guard case .rejected(let report) = record.outcome else { throw Unexpected(record) }
        #expect(report.code == "testing.probe.unwanted")
    }

    @Test("An alarm is never refused without a record, so that it can't block the next")
    func recorded() {
        let text = String(repeating: "x", count: 10_000)
        var venue = TestVenue(Probe.self, Echo.self, Chatterbox.self)
        venue.give(Chatterbox.self, .promise(text: text), signedBy: nil, at: at(1))
        venue.give(
            Probe.self,
            .cause(set(Setting(subject: 5, at: at(60)))),
            signedBy: nil,
            at: at(2)
        )
        venue.pass(to: at(60))
        #expect(venue.journal.suffix(2).map(\.due?.verb) == ["talk", "ring"])
        #expect(venue.machine.world[Probe.self].rung == [5])
        #expect(venue.machine.world[Chatterbox.self].count == 0)
    }

    @Test("Alarms fire in order of time, then of capability, verb and subject")
    func sorted() {
        var venue = venue(
            set(
                Setting(subject: 10, at: at(60)),
                Setting(subject: 9, at: at(60)),
                Setting(subject: 11, at: at(59)),
                Setting(subject: -1, at: at(61))
            )
        )
        venue.pass(to: at(1_000))
        #expect(venue.machine.world[Probe.self].rung == [11, 9, 10, -1])
        let keys = [
            AlarmKey(capability: "a.a", subject: 9, verb: "a"),
            AlarmKey(capability: "a.a", subject: 10, verb: "a"),
            AlarmKey(capability: "a.a", subject: 1, verb: "b"),
            AlarmKey(capability: "a.b", subject: 1, verb: "a"),
        ]
        #expect(keys.reversed().sorted() == keys)
    }

    @Test("The due list is what a list sorted after every change would be", arguments: 0..<20)
    func twin(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var venue = TestVenue(Probe.self, Echo.self)
        var twin: [Int64: Int64] = [:]
        var rung: [Int64] = []
        var now: Int64 = 10
        for _ in 0..<100 {
            var cause = Probe.Cause()
            for _ in 0..<generator.number(in: 0...3) {
                let subject = generator.number(in: 1...12)
                let time = now + generator.number(in: 1...40)
                cause.alarms.append(Setting(subject: subject, at: at(time)))
                twin[subject] = time
            }
            for _ in 0..<generator.number(in: 0...1) {
                let subject = generator.number(in: 1...12)
                cause.cancelled.append(subject)
                twin[subject] = nil
            }
            venue.give(Probe.self, .cause(cause), signedBy: nil, at: at(now))
            now += generator.number(in: 1...15)
            let due = twin.filter { $0.value <= now }
            rung += due.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
            twin = twin.filter { $0.value > now }
            venue.pass(to: at(now))
            #expect(venue.machine.world.nextDue == twin.values.min().map(at))
        }
        #expect(venue.machine.world[Probe.self].rung == rung)
    }
}

/// Promises a short command later whose record is too large for a leaf.
private enum Chatterbox: Capability {
    static let name = "testing.chatterbox"
    static let genesis = State()

    @Wire
    enum Command: Equatable {
        case promise(text: String)
        case talk
    }

    @Wire
    enum Event: Equatable {
        case promised(text: String)
        case talked(text: String)
    }

    typealias Reason = Echo.Reason

    @Wire
    struct State: Equatable, Sendable {
        var text: String = ""
        var count: Int64 = 0
    }

    static func authority(for command: Command) -> Authority { .anyone }

    static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        switch command {
        case .promise(let text):
            return Decision(
                .promised(text: text),
                alarms: [.set(.talk, subject: 1, at: at(60))]
            )
        case .talk:
            let text = String(repeating: world[Self.self].text, count: 7)
            return Decision(.talked(text: text))
        }
    }

    static func evolve(_ state: inout State, on event: Event) {
        switch event {
        case .promised(let text): state.text = text
        case .talked: state.count += 1
        }
    }

    static func readers(of event: Event) -> [ID<Member>] { [] }
}
