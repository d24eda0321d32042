import Kernel
import KernelTesting
import Ledgers
import Testing
import Units
import Wire

/// Snapshots and replay lead to the state that deciding led to.
@Suite("Recovery")
struct RecoveryTests {
    static let members = (1...4).map { ID<Member>($0) }

    /// A random history: accepted and rejected commands of every kind, alarms, follow-ons.
    static func history(seed: UInt64, count: Int) -> TestVenue {
        var generator = SplitMix64(seed: seed)
        var venue = TestVenue(Probe.self, Echo.self)
        for member in members { venue.enrol(member, .dataProvider) }
        var now: Int64 = 10
        while venue.journal.count < count {
            now += generator.number(in: 0...5)
            venue.pass(to: at(now))
            let member = generator.element(of: members) ?? ID(1)
            venue.give(
                Probe.self,
                .cause(cause(&generator, now)),
                by: member,
                at: at(now),
                id: CommandID(high: 0, low: generator.next())
            )
            if generator.oneIn(7) {
                venue.give(Probe.self, .note(text: ""), by: member, at: at(now))
            }
        }
        return venue
    }

    private static func cause(_ generator: inout SplitMix64, _ now: Int64) -> Probe.Cause {
        var cause = Probe.Cause()
        let accounts: [Account] = [.bank, .cash(ID(1)), .cash(ID(2)), .escrow(ID(1)), .house]
        for _ in 0..<generator.number(in: 0...2) {
            let amount = Money.fen(generator.number(in: 1...50))
            let from = generator.element(of: accounts) ?? .bank
            let to = generator.element(of: accounts) ?? .bank
            cause.moving.append(Transfer(amount, from: from, to: to, for: .price))
        }
        if generator.oneIn(2) { cause.notes = ["n\(now)"] }
        if generator.oneIn(3) {
            let holder = generator.element(of: members) ?? ID(1)
            let grant = RightGrant(
                resource: ID(generator.number(in: 1...5)),
                holder: holder,
                number: generator.number(in: 1...3),
                right: generator.element(of: RightType.allCases) ?? .usage,
                scope: RightScope(purposes: [], isSublicensable: false, isDerivable: true),
                basis: "contract"
            )
            cause.rights = [generator.oneIn(3) ? .revoke(grant.key) : .grant(grant)]
        }
        if generator.oneIn(3) {
            let subject = generator.number(in: 1...20)
            let time = at(now + generator.number(in: 1...30))
            let again = generator.oneIn(3) ? time + .seconds(7) : nil
            cause.alarms = [
                .init(subject: subject, at: time, again: again, isWanted: !generator.oneIn(4))
            ]
        }
        if generator.oneIn(6) { cause.cancelled = [generator.number(in: 1...20)] }
        if generator.oneIn(4) { cause.then = ["e", "→f"] }
        if generator.oneIn(20) { cause.then = [""] }
        return cause
    }

    static func fresh() -> StateMachine {
        var machine = StateMachine(directory: Roster.self)
        machine.register(Probe.self)
        machine.register(Echo.self)
        return machine
    }

    @Test("Replaying the journal gives the state that deciding gave", arguments: 0..<10)
    func replay(seed: UInt64) throws {
        let venue = Self.history(seed: seed, count: 200)
        var machine = Self.fresh()
        for record in venue.journal { try machine.replay(try Record(wire: record.wire)) }
        #expect(machine.snapshot == venue.machine.snapshot)
        let outcomes = venue.journal.map { if case .accepted = $0.outcome { true } else { false } }
        #expect(outcomes.contains(true) && outcomes.contains(false))
        #expect(venue.journal.contains { $0.due != nil })
    }

    @Test(
        "Deciding the journal's commands again gives its records, byte for byte",
        arguments: 0..<10
    )
    func audit(seed: UInt64) throws {
        let venue = Self.history(seed: seed, count: 200)
        var machine = Self.fresh()
        for record in venue.journal {
            let call = try machine.call(
                record.path,
                body: record.body,
                id: record.command,
                signature: record.signature,
                due: record.due
            )
            let applied = machine.apply(call, now: record.time, salt: record.salt)
            guard case .recorded(let again, let bytes) = applied else { throw Unexpected(applied) }
            #expect(again == record && bytes == record.wire)
        }
        #expect(machine.snapshot == venue.machine.snapshot)
    }

    @Test(
        "A machine restored from a snapshot has it, and goes on as the first would",
        arguments: 0..<5
    )
    func restore(seed: UInt64) throws {
        let venue = Self.history(seed: seed, count: 200)
        var machine = Self.fresh()
        for record in venue.journal[..<120] { try machine.replay(record) }
        var restored = Self.fresh()
        try restored.restore(machine.snapshot)
        #expect(restored.snapshot == machine.snapshot)
        #expect(restored.world.sequence == 120 && restored.world.time == machine.world.time)
        for record in venue.journal[120...] { try restored.replay(record) }
        #expect(restored.snapshot == venue.machine.snapshot)
        #expect(restored.world.money == venue.machine.world.money)
        #expect(restored.world.rights == venue.machine.world.rights)
        #expect(restored.world[Probe.self] == venue.machine.world[Probe.self])
        #expect(restored.world.nextDue == venue.machine.world.nextDue)
    }

    @Test("A snapshot that was cut or changed is refused whole, or is another state")
    func corrupted() {
        let machine = Self.history(seed: 1, count: 40).machine
        let snapshot = machine.snapshot
        var generator = SplitMix64(seed: 9)
        for index in snapshot.indices where index % 17 == 0 || index < 300 {
            var target = machine
            #expect(throws: WireError.self) { try target.restore(Array(snapshot[..<index])) }
            #expect(target.snapshot == snapshot)

            var changed = snapshot
            changed[index] ^= UInt8(generator.number(in: 1...255))
            if (try? target.restore(changed)) != nil {
                #expect(target.snapshot == changed)
            } else {
                #expect(target.snapshot == snapshot)
            }
        }
    }

    @Test("A snapshot of other capabilities is refused")
    func otherCapabilities() {
        var machine = StateMachine(directory: Roster.self)
        let snapshot = Self.fresh().snapshot
        #expect(throws: WireError.self) { try machine.restore(snapshot) }
        var all = Self.fresh()
        #expect(throws: WireError.self) { try all.restore(machine.snapshot) }
    }

    @Test("A snapshot whose alarms nobody could give is refused", arguments: ["ring", "rong"])
    func alarms(verb: String) throws {
        var venue = TestVenue(Probe.self, Echo.self)
        let cause = Probe.Cause(alarms: [.init(subject: 1, at: at(60))])
        venue.give(Probe.self, .cause(cause), signedBy: nil, at: at(1))
        let text = String(decoding: venue.machine.snapshot, as: UTF8.self)
        let changed = Array(text.replacing(#""verb":"ring""#, with: #""verb":"\#(verb)""#).utf8)
        var machine = Self.fresh()
        if verb == "ring" {
            try machine.restore(changed)
            #expect(machine.dueCall(at: at(60)) != nil)
        } else {
            #expect(throws: WireError.self) { try machine.restore(changed) }
        }
    }

    private static func record(_ effects: Effects, sequence: Int64 = 0, format: Int64 = 1) -> Record
    {
        Record(
            actor: .system,
            body: RawJSON(canonical: Array("{}".utf8)),
            format: format,
            outcome: .accepted(effects),
            path: "/v1/testing/cause",
            rules: 1,
            salt: Salt(high: 0, low: 0),
            sequence: sequence,
            time: at(1)
        )
    }

    private static func effects(
        _ capability: String,
        _ event: String,
        due: [DueChange] = []
    ) -> Effects {
        let noted = RecordedEvent(
            capability: Probe.name,
            event: RawJSON(Probe.Event.noted(text: "good"))
        )
        let bad = RecordedEvent(
            capability: capability,
            event: RawJSON(canonical: Array(event.utf8))
        )
        let transfer = Transfer(.fen(1), from: .bank, to: .house, for: .fee)
        return Effects(due: due, events: [noted, bad], rights: [], transfers: [transfer])
    }

    private static let badAlarm = Due(
        at: at(9),
        command: RawJSON(canonical: Array("{}".utf8)),
        key: AlarmKey(capability: Probe.name, subject: 1, verb: "rong")
    )
    private static let good = #"{"noted":{"text":"b"}}"#

    static let problems: [(Record, ReplayError.Problem)] = [
        (record(effects(Probe.name, good), sequence: 1), .gap(expected: 0)),
        (
            record(effects(Probe.name, good), format: 2),
            .malformed(WireError(.outOfRange("format 1"), at: 37))
        ),
        (record(effects("testing.none", good)), .unknownCapability("testing.none")),
        (
            record(effects(Probe.name, #"{"noted":{}}"#)),
            .malformed(WireError(.missingMember("text"), at: 194))
        ),
        (
            record(effects(Probe.name, good, due: [.set(badAlarm)])),
            .malformed(WireError(.unknownCase("rong"), at: 0))
        ),
    ]

    @Test("A record that can't be replayed is named, and changes nothing", arguments: problems)
    func unreadable(record: Record, problem: ReplayError.Problem) {
        var machine = Self.fresh()
        let before = machine.snapshot
        #expect(throws: ReplayError(sequence: record.sequence, problem: problem)) {
            try machine.replay(record)
        }
        #expect(machine.snapshot == before)
        #expect(machine.readers(of: record) == [])
    }
}
