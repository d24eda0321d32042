import Ledgers
public import Units
public import Wire

/// The deterministic core: sequenced commands in, records out, one at a time.
///
/// It knows no capability by name. Each is registered once and reached by its wire name, so adding
/// a capability changes nothing here.
public struct StateMachine: Sendable {
    /// The exchange as it is after the last record.
    public internal(set) var world = World()
    var routes: [String: Route] = [:]
    private var paths: [String: (capability: String, verb: String)] = [:]
    /// Every command, in order of path.
    public private(set) var endpoints: [Endpoint] = []
    private let standing: @Sendable (KeyID, World) -> Standing?
    /// How commands are decided instead: a simulation plants faults with it and must find them.
    package var interposed: Interposer?

    /// A machine whose members and keys are those that `directory` knows.
    @inlinable
    public init<D: Directory>(directory: D.Type) {
        self.init { key, world in D.standing(of: key, in: world[D.self]) }
        register(House.self)
        register(directory)
    }

    @usableFromInline
    init(standing: @escaping @Sendable (KeyID, World) -> Standing?) {
        self.standing = standing
    }

    /// Adds a capability.
    ///
    /// Two of one name, or two verbs at one path, are a programmer's error.
    @inlinable
    public mutating func register<C: Capability>(_: C.Type) {
        add(Route(C.self))
    }

    @usableFromInline
    mutating func add(_ route: Route) {
        precondition(routes[route.name] == nil, "\(route.name) is registered twice")
        routes[route.name] = route
        world.slots[route.slot] = route.genesis
        for verb in route.cases {
            let endpoint = Endpoint(route, verb)
            precondition(paths[endpoint.path] == nil, "\(endpoint.path) is taken")
            paths[endpoint.path] = (route.name, verb.name)
            endpoints.append(endpoint)
        }
        endpoints.sort { $0.path < $1.path }
    }

    /// The names of all capabilities, in order.
    public var capabilities: [String] { routes.keys.sorted() }

    /// The reason's kind and sentences, for a code that the journal or the API gave.
    public func refusal(_ code: String) -> Refusal? {
        guard let dot = code.lastIndex(of: ".") else { return nil }
        let reason = String(code[code.index(after: dot)...])
        if code.hasPrefix("kernel.") { return KernelReason(rawValue: reason)?.refusal }
        return routes[String(code[..<dot])]?.refusals.first { $0.reason == reason }?.refusal
    }

    /// Who holds `key` now.
    public func holder(of key: KeyID) -> Standing? { standing(key, world) }

    // MARK: Calls

    /// Reads a command; decides nothing.
    public func call(
        _ path: String,
        body: RawJSON,
        id: CommandID? = nil,
        signature: MessageSignature? = nil,
        due: AlarmKey? = nil
    ) throws(CallError) -> Call {
        guard let (capability, verb) = paths[path], let route = routes[capability] else {
            throw .unknownPath(path)
        }
        do throws(WireError) {
            let command = try route.decodeCommand(verb, body)
            return Call(
                path: path,
                body: body,
                id: id,
                signature: signature,
                due: due,
                attestations: route.attestations(command),
                capability: capability,
                command: command
            )
        } catch {
            throw .malformed(error)
        }
    }

    /// The command that is due at `now`, if one is.
    public func dueCall(at now: Instant) -> Call? {
        guard let due = world.due.next, due.at <= now, let route = routes[due.key.capability],
            let command = try? command(of: due)
        else { return nil }
        return Call(
            path: Endpoint.path(function: route.function, verb: due.key.verb),
            body: due.command,
            id: nil,
            signature: nil,
            due: due.key,
            attestations: [],
            capability: due.key.capability,
            command: command
        )
    }

    // MARK: Applying

    /// What became of a call.
    public enum Applied: Sendable {
        /// It is the journal's next record, with its canonical form; accepted or rejected.
        case recorded(Record, bytes: [UInt8])
        /// It is refused before it is decided, and leaves no record.
        case refused(RejectionReport)
    }

    /// Decides one call and does all it causes, or nothing.
    ///
    /// `now` is exchange time; when it isn't later than the last record's, one microsecond after
    /// that is meant, so that time always grows. An alarm is always recorded: refused, it would
    /// stay due.
    public mutating func apply(_ call: Call, now: Instant, salt: Salt) -> Applied {
        let now = max(now, world.time + Span(microseconds: 1))
        guard let route = routes[call.capability] else {
            return .refused(KernelReason.notPermitted.report())
        }
        let actor: Actor
        do throws(RejectionReport) {
            actor = try identify(call, route.authority(call.command))
        } catch {
            return .refused(error)
        }
        let context = Context(actor: actor, now: now, sequence: world.sequence)
        var draft = Draft()
        do throws(RejectionReport) {
            let outcome: Outcome
            do throws(RejectionReport) {
                try perform(call.command, route, context, in: &draft)
                outcome = .accepted(draft.effects)
            } catch {
                if case .stranger = actor { throw error }
                discard(&draft)
                outcome = .rejected(error)
            }
            let record = (draft.undo ?? world).record(call, context, outcome, salt)
            let bytes = try form(of: record, draft)
            draft.undo = nil
            settle(&draft)
            world.close(record.head, record.effects?.due ?? [])
            return .recorded(record, bytes: bytes)
        } catch {
            discard(&draft)
            guard call.due != nil else { return .refused(error) }
            let record = world.record(call, context, .rejected(error), salt)
            world.close(record.head, record.effects?.due ?? [])
            return .recorded(record, bytes: record.wire)
        }
    }

    /// The canonical form of a record that fits into a leaf and can be replayed.
    private func form(of record: Record, _ draft: Draft) throws(RejectionReport) -> [UInt8] {
        var writer = JSONWriter(reserving: 2_048)
        record.write(to: &writer)
        guard writer.count <= Record.sizeLimit else {
            throw KernelReason.recordTooLarge.report(Fact("bytes", writer.count))
        }
        guard writer.isReadable, draft.isReadable else { throw KernelReason.unreadable.report() }
        return writer.bytes
    }

    /// Who gives the call, when they may.
    private func identify(
        _ call: Call,
        _ authority: Authority
    ) throws(RejectionReport) -> Actor {
        guard let key = call.signature?.key else {
            // Without a signature a call can only come from the exchange's own process.
            return .system
        }
        guard authority != .system else { throw KernelReason.notPermitted.report() }
        guard let holder = standing(key, world) else {
            guard authority == .anyone else { throw KernelReason.unknownKey.report() }
            return .stranger(key)
        }
        guard authority != .anyone else { return .member(holder.member) }
        guard holder.isActive else { throw KernelReason.memberInactive.report() }
        if case .role(let roles) = authority {
            guard roles.contains(where: holder.roles.contains) else {
                throw KernelReason.notPermitted.report(
                    Fact("needs", roles.map(\.rawValue).joined(separator: ", "))
                )
            }
        }
        return .member(holder.member)
    }

    /// How many commands may follow on from one another: more is a circle.
    private static let chainLimit = 16

    /// What a command and those that follow on from it have caused so far.
    private struct Draft {
        var effects = Effects(due: [], events: [], rights: [], transfers: [])
        var isReadable = true
        /// The last step, which isn't done yet: a command of one step, as most are, changes the
        /// world only when its record is certain, and nothing has to be kept for undoing it.
        var last: (step: Step, route: Route)?
        /// The world before the command, once a step of it is done.
        var undo: World?
    }

    /// Decides a command and the commands it causes, each on what the one before has changed.
    private mutating func perform(
        _ command: any WireEnum,
        _ route: Route,
        _ context: Context,
        in draft: inout Draft,
        depth: Int = 0
    ) throws(RejectionReport) {
        guard depth < Self.chainLimit else {
            throw KernelReason.recordTooLarge.report(Fact("commands", depth))
        }
        if draft.last != nil {
            draft.undo = draft.undo ?? world
            settle(&draft)
        }
        let step = try decide(command, route, context)
        do { try world.money.check(step.effects.transfers) } catch {
            throw RejectionReport(error)
        }
        do { try world.rights.check(step.effects.rights) } catch {
            throw KernelReason(error).report()
        }
        draft.effects.append(step.effects)
        draft.isReadable = draft.isReadable && step.isReadable
        draft.last = (step, route)
        let system = Context(actor: .system, now: context.now, sequence: context.sequence)
        for next in step.then {
            guard let route = routes[next.capability] else {
                preconditionFailure("\(next.capability) isn't registered")
            }
            try perform(next.command, route, system, in: &draft, depth: depth + 1)
        }
    }

    /// Does the last step.
    private mutating func settle(_ draft: inout Draft) {
        guard let (step, route) = draft.last else { return }
        draft.last = nil
        world.post(step.effects)
        for event in step.events { route.evolve(&world, event) }
    }

    /// Undoes all that was done.
    private mutating func discard(_ draft: inout Draft) {
        if let undo = draft.undo { world = undo }
        draft = Draft()
    }

    private func decide(
        _ command: any WireEnum,
        _ route: Route,
        _ context: Context
    ) throws(RejectionReport) -> Step {
        guard let interposed else { return try route.decide(command, context, world) }
        return try interposed(command, world) { command throws(RejectionReport) in
            try route.decide(command, context, world)
        }
    }
}

/// Decides a command in place of its capability, which it may ask.
package typealias Interposer =
    @Sendable (
        _ command: any WireEnum,
        _ world: World,
        _ decide: (any WireEnum) throws(RejectionReport) -> Step
    ) throws(RejectionReport) -> Step
