import Kernel
import Ledgers
import Units
import Wire

/// A capability that does what it is told, to show what the kernel makes of it.
enum Probe: Capability {
    static let name = "testing.probe"
    static let genesis = State()

    @Wire
    enum Command: Equatable {
        case bySystem
        case byRegistrar
        case byMember
        case byAnyone
        /// Notes a text; refused when it is empty.
        case note(text: String)
        /// Notes, posts, sets alarms and tells `Echo`, in that order.
        case cause(Cause)
        /// What an alarm gives: counts, and sets itself again when told to.
        case ring(again: Instant?, isWanted: Bool, subject: Int64)
        /// Records a member's number, which for the exchange itself is none.
        case sign(count: Int64)
    }

    @Wire
    enum Event: Equatable {
        case noted(text: String)
        case rang(subject: Int64)
        case signed(by: ID<Member>, count: Int64)
    }

    enum Reason: String, RejectionReason {
        case blank
        case unwanted

        var refusal: Refusal {
            switch self {
            case .blank: .invalid("空白", "The text is empty")
            case .unwanted: .conflict("不需要", "The alarm isn't wanted")
            }
        }
    }

    @Wire
    struct Cause: Equatable, Sendable {
        var notes: [String] = []
        var moving: [Transfer] = []
        var rights: [RightsPosting] = []
        var alarms: [Setting] = []
        var cancelled: [Int64] = []
        /// What `Echo` is told.
        var then: [String] = []
    }

    @Wire
    struct Setting: Equatable, Sendable {
        var subject: Int64
        var at: Instant
        var again: Instant?
        var isWanted: Bool = true
    }

    @Wire
    struct State: Equatable, Sendable {
        var notes: [String] = []
        var rung: [Int64] = []
        var signatures: Int64 = 0
    }

    static func authority(for command: Command) -> Authority {
        switch command {
        case .bySystem, .ring: .system
        case .byRegistrar: .role([.registrar, .venueOperator])
        case .byMember: .member
        case .byAnyone, .note, .cause, .sign: .anyone
        }
    }

    static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        switch command {
        case .bySystem, .byRegistrar, .byMember, .byAnyone:
            return Decision(.noted(text: "\(command.caseName)"))
        case .note(let text):
            guard !text.isEmpty else { throw .because(.blank, Fact("length", 0)) }
            return Decision(.noted(text: text))
        case .cause(let cause):
            var decision = Decision<Self>(moving: cause.moving, rights: cause.rights)
            decision.events = cause.notes.map { .noted(text: $0) }
            decision.alarms = cause.alarms.map { setting in
                .set(
                    .ring(
                        again: setting.again,
                        isWanted: setting.isWanted,
                        subject: setting.subject
                    ),
                    subject: setting.subject,
                    at: setting.at
                )
            }
            decision.alarms += cause.cancelled.map { .cancel(verb: "ring", subject: $0) }
            decision.then = cause.then.map { FollowOn(Echo.self, .say(text: $0)) }
            return decision
        case .ring(let again, let isWanted, let subject):
            guard isWanted else { throw .because(.unwanted) }
            var decision = Decision<Self>(.rang(subject: subject))
            if let again {
                let next = Command.ring(again: nil, isWanted: true, subject: subject)
                decision.alarms = [.set(next, subject: subject, at: again)]
            }
            return decision
        case .sign(let count):
            return Decision(.signed(by: context.member, count: count))
        }
    }

    static func evolve(_ state: inout State, on event: Event) {
        switch event {
        case .noted(let text): state.notes.append(text)
        case .rang(let subject): state.rung.append(subject)
        case .signed: state.signatures += 1
        }
    }

    static func readers(of event: Event) -> [ID<Member>] {
        switch event {
        case .noted, .rang: []
        case .signed(let member, _): [member, ID(70), ID(71), ID(70)]
        }
    }
}

/// Repeats what it is told, refuses silence, and passes on what begins with an arrow.
enum Echo: Capability {
    static let name = "testing.echo"
    static let genesis = State()

    @Wire
    enum Command: Equatable {
        case say(text: String)
    }

    @Wire
    enum Event: Equatable {
        case said(text: String, heard: Int64)
    }

    enum Reason: String, RejectionReason {
        case silence

        var refusal: Refusal { .invalid("沉默", "There is nothing to say") }
    }

    @Wire
    struct State: Equatable, Sendable {
        var said: [String] = []
    }

    static func authority(for command: Command) -> Authority { .system }

    static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        guard case .say(let text) = command, !text.isEmpty else { throw .because(.silence) }
        // What the probe noted in the same step is seen here.
        let heard = Int64(world[Probe.self].notes.count)
        switch text.first {
        case "→":
            let rest = String(text.dropFirst())
            return Decision(
                .said(text: text, heard: heard),
                then: [FollowOn(Probe.self, .note(text: rest))]
            )
        case "∞":
            return Decision(then: [FollowOn(Echo.self, .say(text: text))])
        default: return Decision(.said(text: text, heard: heard))
        }
    }

    static func evolve(_ state: inout State, on event: Event) {
        switch event {
        case .said(let text, _): state.said.append(text)
        }
    }

    static func readers(of event: Event) -> [ID<Member>] { [] }
}
