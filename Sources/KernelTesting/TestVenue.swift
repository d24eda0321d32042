public import Kernel
public import Units
import Wire

/// A whole exchange in memory: commands go through the kernel as they do in production, and the
/// journal is an array.
public struct TestVenue: Sendable {
    /// The state machine.
    public private(set) var machine: StateMachine
    /// The journal so far.
    public private(set) var journal: [Record] = []

    /// A venue on `machine`, which nothing has happened to.
    public init(_ machine: StateMachine) { self.machine = machine }

    /// An open test venue with these capabilities, whose members a `Roster` knows.
    public init(_ capabilities: any Capability.Type...) {
        machine = StateMachine(directory: Roster.self)
        for capability in capabilities { machine.register(capability) }
        give(House.self, .open(.example), signedBy: nil, at: Instant(microseconds: 0))
    }

    /// The key with which a member signs here.
    public static func key(of member: ID<Member>) -> KeyID {
        KeyID(high: 0, low: UInt64(bitPattern: member.number))
    }

    /// Tells the roster of a member.
    public mutating func enrol(_ member: ID<Member>, _ roles: Role..., isActive: Bool = true) {
        let key = Self.key(of: member)
        give(
            Roster.self,
            .enrol(key: key, member: member, roles: roles, isActive: isActive),
            signedBy: nil,
            at: machine.world.time
        )
    }

    /// Gives a command as its endpoint takes it; `nil` signs as the exchange itself.
    @discardableResult
    public mutating func give<C: Capability>(
        _: C.Type,
        _ command: C.Command,
        signedBy key: KeyID?,
        at now: Instant,
        id: CommandID? = nil
    ) -> StateMachine.Applied {
        let verb = "\(command.caseName)"
        let endpoint = machine.endpoints.first { $0.capability == C.name && $0.verb == verb }
        guard let endpoint else { preconditionFailure("\(C.name) isn't registered") }
        var writer = JSONWriter()
        command.writePayload(to: &writer)
        let signature = key.map { MessageSignature(input: "()", key: $0, value: "00") }
        do throws(CallError) {
            let body = RawJSON(canonical: writer.bytes)
            let call = try machine.call(endpoint.path, body: body, id: id, signature: signature)
            return apply(call, at: now)
        } catch {
            preconditionFailure("\(command) has no canonical form: \(error)")
        }
    }

    /// Gives a command as a member.
    @discardableResult
    public mutating func give<C: Capability>(
        _: C.Type,
        _ command: C.Command,
        by member: ID<Member>,
        at now: Instant,
        id: CommandID? = nil
    ) -> StateMachine.Applied {
        give(C.self, command, signedBy: Self.key(of: member), at: now, id: id)
    }

    /// Lets time pass: gives every command that is due by `now`, each at its own time.
    public mutating func pass(to now: Instant) {
        while let due = machine.world.nextDue, due <= now, let call = machine.dueCall(at: now) {
            apply(call, at: due)
        }
    }

    /// Applies one call and keeps its record.
    @discardableResult
    public mutating func apply(_ call: Call, at now: Instant) -> StateMachine.Applied {
        let salt = Salt(high: 0, low: UInt64(bitPattern: machine.world.sequence))
        let applied = machine.apply(call, now: now, salt: salt)
        if case .recorded(let record, _) = applied { journal.append(record) }
        return applied
    }
}
