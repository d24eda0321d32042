import Kernel
import KernelTesting
import Ledgers
import Testing
import Units
import Wire

/// What one command causes, it causes whole or not at all.
@Suite("Step")
struct StepTests {
    static let ann = ID<Member>(1)
    static let deposit = Transfer(.fen(100), from: .bank, to: .cash(ann), for: .deposit)
    static let overdraft = Transfer(.fen(101), from: .cash(ann), to: .house, for: .fee)
    static let grant = RightGrant(
        resource: ID(7),
        holder: ann,
        number: 1,
        right: .usage,
        scope: RightScope(purposes: [], isSublicensable: false, isDerivable: false),
        basis: "SJ1112026110001"
    )
    static let freeze = Restriction(resource: ID(7), number: 1, kind: .freeze, basis: "order 1")

    /// A venue with a step already taken, so that undoing has something to keep.
    static func venue() -> TestVenue {
        var venue = TestVenue(Probe.self, Echo.self)
        venue.enrol(ann)
        venue.give(
            Probe.self,
            .cause(.init(notes: ["first"], moving: [deposit])),
            by: ann,
            at: at(1)
        )
        return venue
    }

    static let everything = Probe.Cause(
        notes: ["one", "two"],
        moving: [Transfer(.fen(100), from: .cash(ann), to: .house, for: .fee)],
        rights: [.grant(grant), .restrict(freeze)],
        alarms: [.init(subject: 5, at: at(60), again: nil)],
        cancelled: [6],
        then: ["three", "→four"]
    )

    @Test("A command's events, postings, alarms and follow-ons are one record, in order")
    func whole() throws {
        var venue = Self.venue()
        let applied = venue.give(Probe.self, .cause(Self.everything), by: Self.ann, at: at(2))
        guard case .recorded(let record, let bytes) = applied,
            case .accepted(let effects) = record.outcome
        else { throw Unexpected(applied) }

        let ring = Probe.Command.ring(again: nil, isWanted: true, subject: 5)
        var payload = JSONWriter()
        ring.writePayload(to: &payload)
        let key = AlarmKey(capability: Probe.name, subject: 5, verb: "ring")
        let other = AlarmKey(capability: Probe.name, subject: 6, verb: "ring")
        let due = Due(at: at(60), command: RawJSON(canonical: payload.bytes), key: key)
        func probe(_ text: String) -> RecordedEvent {
            .init(capability: Probe.name, event: RawJSON(Probe.Event.noted(text: text)))
        }
        func echo(_ text: String) -> RecordedEvent {
            .init(capability: Echo.name, event: RawJSON(Echo.Event.said(text: text, heard: 3)))
        }
        #expect(
            effects
                == Effects(
                    due: [.set(due), .cancel(other)],
                    events: [
                        probe("one"), probe("two"), echo("three"), echo("→four"), probe("four"),
                    ],
                    rights: Self.everything.rights,
                    transfers: Self.everything.moving
                )
        )
        #expect(bytes == record.wire)
        let world = venue.machine.world
        #expect(world[Probe.self].notes == ["first", "one", "two", "four"])
        #expect(world[Echo.self].said == ["three", "→four"])
        #expect(world.money.balance(.house) == .fen(100))
        #expect(world.rights.grants(on: ID(7)) == [Self.grant])
        #expect(world.nextDue == at(60))
    }

    static let failures: [(Probe.Cause, String)] = [
        (changed { $0.moving.append(overdraft) }, "kernel.insufficientFunds"),
        (
            changed { $0.moving = [Transfer(.fen(0), from: .bank, to: .house, for: .fee)] },
            "kernel.notPositive"
        ),
        (
            changed {
                let amount = Money.fen(WireInteger.limit)
                $0.moving = [Transfer(amount, from: .bank, to: .cash(ann), for: .fee)]
            }, "kernel.outOfRange"
        ),
        (changed { $0.rights = [.restrict(freeze), .grant(grant)] }, "kernel.restricted"),
        (changed { $0.rights.append(.restrict(freeze)) }, "kernel.alreadyPosted"),
        (changed { $0.rights = [.revoke(grant.key)] }, "kernel.notPosted"),
        (changed { $0.then = [""] }, "testing.echo.silence"),
        (changed { $0.then = ["three", ""] }, "testing.echo.silence"),
        (changed { $0.then = ["→four", "→"] }, "testing.probe.blank"),
        (changed { $0.then = ["three", "∞"] }, "kernel.recordTooLarge"),
    ]

    private static func changed(_ change: (inout Probe.Cause) -> Void) -> Probe.Cause {
        var cause = everything
        change(&cause)
        return cause
    }

    @Test("Whatever fails, nothing of the step has happened but its record", arguments: failures)
    func nothing(cause: Probe.Cause, code: String) throws {
        var venue = Self.venue()
        let before = venue.machine
        let applied = venue.give(Probe.self, .cause(cause), by: Self.ann, at: at(2))
        guard case .recorded(let record, _) = applied, case .rejected(let report) = record.outcome
        else { throw Unexpected(applied) }
        #expect(report.code == code)
        #expect(venue.machine.refusal(code)?.kind == report.kind)

        // A machine that only replays the rejection arrives at the same state.
        var expected = before
        try expected.replay(record)
        #expect(venue.machine.snapshot == expected.snapshot)
        #expect(venue.machine.world[Probe.self] == before.world[Probe.self])
        #expect(venue.machine.world[Echo.self] == before.world[Echo.self])
        #expect(venue.machine.world.money == before.world.money)
        #expect(venue.machine.world.rights == before.world.rights)
        #expect(venue.machine.world.nextDue == before.world.nextDue)
    }

    @Test("A rejection's facts are in its record")
    func facts() throws {
        var venue = Self.venue()
        let applied = venue.give(Probe.self, .note(text: ""), by: Self.ann, at: at(2))
        guard case .recorded(let record, _) = applied else { throw Unexpected(applied) }
        let report = RejectionReport(
            code: "testing.probe.blank",
            facts: [Fact("length", "0")],
            kind: .invalid
        )
        #expect(record.outcome == .rejected(report))
    }

    @Test("A copy of the machine is a what-if: the original doesn't change")
    func copies() {
        let venue = Self.venue()
        let before = venue.machine.snapshot
        var copy = venue
        copy.give(Probe.self, .cause(Self.everything), by: Self.ann, at: at(2))
        #expect(venue.machine.snapshot == before && copy.machine.snapshot != before)
    }

    @Test("A follow-on to a capability that isn't there is a programmer's error")
    func unknownFollowOn() async {
        await #expect(processExitsWith: .failure) {
            var venue = TestVenue(Probe.self)
            venue.give(Probe.self, .cause(.init(then: ["x"])), signedBy: nil, at: at(1))
        }
    }

    @Test("Two capabilities of one name, or two verbs at one path, are a programmer's error")
    func twice() async {
        await #expect(processExitsWith: .failure) {
            var machine = StateMachine(directory: Roster.self)
            machine.register(Probe.self)
            machine.register(Probe.self)
        }
        await #expect(processExitsWith: .failure) {
            var machine = StateMachine(directory: Roster.self)
            machine.register(Echo.self)
            machine.register(Parrot.self)
        }
    }
}

/// Another capability with a verb that `Echo` has, in the same function.
private enum Parrot: Capability {
    static let name = "testing.parrot"
    static let genesis = Echo.State()
    typealias Command = Echo.Command
    typealias Event = Echo.Event
    typealias Reason = Echo.Reason

    static func authority(for command: Command) -> Authority { .system }

    static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> { throw .because(.silence) }

    static func evolve(_ state: inout Echo.State, on event: Event) {}
    static func readers(of event: Event) -> [ID<Member>] { [] }
}
