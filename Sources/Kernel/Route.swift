import Units
package import Wire

/// What one decision causes, with its types hidden.
package struct Step: Sendable {
    package var effects: Effects
    /// What `effects` has recorded of the events, decoded.
    package var events: [any WireEnum]
    var then: [FollowOn]
}

/// One capability with its types hidden.
///
/// What the casts cast is made only by `decodeCommand`, `decide` and `FollowOn.init`, generic over
/// the same capability, so a failed cast is a kernel bug and not an input error.
struct Route: Sendable {
    let name: String
    let cases: [Schema.Case]
    let refusals: [(reason: String, refusal: Refusal)]
    let genesis: any Sendable
    let slot: ObjectIdentifier
    let decodeCommand: @Sendable (_ verb: String, RawJSON) throws(WireError) -> any WireEnum
    let authority: @Sendable (any WireEnum) -> Authority
    let attestations: @Sendable (any WireEnum) -> [Attested]
    let decide: @Sendable (any WireEnum, Context, World) throws(RejectionReport) -> Step
    let decodeEvent: @Sendable (RawJSON) throws(WireError) -> any WireEnum
    let evolve: @Sendable (inout World, any WireEnum) -> Void
    let readers: @Sendable (any WireEnum) -> [ID<Member>]
    let writeState: @Sendable (World, inout JSONWriter) -> Void
    let readState: @Sendable (inout World, inout JSONReader) throws(WireError) -> Void

    var function: String { String(name.prefix { $0 != "." }) }

    init<C: Capability>(_: C.Type) {
        name = C.name
        cases = C.Command.cases
        refusals = C.Reason.allCases.map { ($0.rawValue, $0.refusal) }
        genesis = C.genesis
        slot = ObjectIdentifier(C.self)
        decodeCommand = { verb, body throws(WireError) in
            var reader = JSONReader(body.bytes)
            let command = try C.Command(case: verb, from: &reader)
            try reader.end()
            return command
        }
        authority = { C.authority(for: Self.cast($0)) }
        attestations = { C.attestations(in: Self.cast($0)) }
        decide = { command, context, world throws(RejectionReport) in
            do throws(Rejection<C.Reason>) {
                return Step(try C.decide(Self.cast(command), context, in: world))
            } catch {
                throw RejectionReport(
                    code: "\(C.name).\(error.reason.rawValue)",
                    facts: error.facts,
                    kind: error.reason.refusal.kind
                )
            }
        }
        decodeEvent = { event throws(WireError) in try C.Event(wire: event.bytes) }
        evolve = { world, event in world.modify(C.self) { C.evolve(&$0, on: Self.cast(event)) } }
        readers = { C.readers(of: Self.cast($0)) }
        writeState = { world, writer in world[C.self].write(to: &writer) }
        readState = { world, reader throws(WireError) in
            world.slots[ObjectIdentifier(C.self)] = try C.State(from: &reader)
        }
    }

    private static func cast<T>(_ value: any WireEnum) -> T {
        guard let value = value as? T else { preconditionFailure("\(value) isn't a \(T.self)") }
        return value
    }
}

extension Step {
    fileprivate init<C: Capability>(_ decision: Decision<C>) {
        effects = Effects(
            due: decision.alarms.map(DueChange.init),
            events: decision.events.map { event in
                RecordedEvent(capability: C.name, event: RawJSON(event))
            },
            rights: decision.rights,
            transfers: decision.moving
        )
        events = decision.events
        then = decision.then
    }
}

extension DueChange {
    fileprivate init<C: Capability>(_ alarm: Alarm<C>) {
        switch alarm {
        case .set(let command, let subject, let at):
            let key = AlarmKey(
                capability: C.name,
                subject: subject,
                verb: "\(command.caseName)"
            )
            var writer = JSONWriter()
            command.writePayload(to: &writer)
            let payload = RawJSON(canonical: writer.bytes)
            self = .set(Due(at: at, command: payload, key: key))
        case .cancel(let verb, let subject):
            self = .cancel(AlarmKey(capability: C.name, subject: subject, verb: verb))
        }
    }
}
