public import Units
public import Wire

/// What one decision causes, with its types hidden.
@usableFromInline
package struct Step: Sendable {
    @usableFromInline package var effects: Effects
    /// What `effects` has recorded of the events, decoded.
    @usableFromInline package var events: [any WireEnum]
    /// Whether the journal can hold every event and alarm.
    @usableFromInline var isReadable = true
    @usableFromInline var then: [FollowOn]
}

/// One capability with its types hidden.
///
/// What the casts cast is made only by `decodeCommand`, `decide` and `FollowOn.init`, generic over
/// the same capability, so a failed cast is a kernel bug and not an input error.
///
/// What is generic here is inlinable, so that each capability's route is compiled for its own types
/// where it is registered. It is a class because it goes around with every command, and copying a
/// dozen closures costs more than calling one.
@usableFromInline
final class Route: Sendable {
    @usableFromInline let name: String
    @usableFromInline let cases: [Schema.Case]
    @usableFromInline let refusals: [(reason: String, refusal: Refusal)]
    @usableFromInline let genesis: any AnySlot
    @usableFromInline let slot: ObjectIdentifier
    @usableFromInline let decodeCommand:
        @Sendable (_ verb: String, RawJSON) throws(WireError) -> any WireEnum
    @usableFromInline let authority: @Sendable (any WireEnum) -> Authority
    @usableFromInline let attestations: @Sendable (any WireEnum) -> [Attested]
    @usableFromInline let decide:
        @Sendable (any WireEnum, Context, World) throws(RejectionReport) -> Step
    @usableFromInline let readEvent: @Sendable (inout JSONReader) throws(WireError) -> any WireEnum
    @usableFromInline let evolve: @Sendable (inout World, any WireEnum) -> Void
    @usableFromInline let readers: @Sendable (any WireEnum) -> [ID<Member>]
    @usableFromInline let writeState: @Sendable (World, inout JSONWriter) -> Void
    @usableFromInline let readState:
        @Sendable (inout World, inout JSONReader) throws(WireError) -> Void

    var function: String { String(name.prefix { $0 != "." }) }

    @inlinable
    init<C: Capability>(_: C.Type) {
        name = C.name
        cases = C.Command.cases
        refusals = C.Reason.allCases.map { ($0.rawValue, $0.refusal) }
        genesis = Slot(C.genesis)
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
        readEvent = { reader throws(WireError) in try C.Event(from: &reader) }
        evolve = { world, event in world.modify(C.self) { C.evolve(&$0, on: Self.cast(event)) } }
        readers = { C.readers(of: Self.cast($0)) }
        writeState = { world, writer in world[C.self].write(to: &writer) }
        readState = { world, reader throws(WireError) in
            world.slots[ObjectIdentifier(C.self)] = Slot(try C.State(from: &reader))
        }
    }

    @inlinable
    static func cast<T>(_ value: any WireEnum) -> T {
        guard let value = value as? T else { preconditionFailure("\(value) isn't a \(T.self)") }
        return value
    }
}

extension Step {
    @inlinable
    init<C: Capability>(_ decision: Decision<C>) {
        effects = Effects(due: [], events: [], rights: decision.rights, transfers: decision.moving)
        events = decision.events
        then = decision.then
        for alarm in decision.alarms {
            switch alarm {
            case .set(let command, let subject, let at):
                var writer = JSONWriter()
                command.writePayload(to: &writer)
                isReadable = isReadable && writer.isReadable
                let key = AlarmKey(
                    capability: C.name,
                    subject: subject,
                    verb: "\(command.caseName)"
                )
                let payload = RawJSON(canonical: writer.bytes)
                effects.due.append(.set(Due(at: at, command: payload, key: key)))
            case .cancel(let verb, let subject):
                let key = AlarmKey(capability: C.name, subject: subject, verb: verb)
                effects.due.append(.cancel(key))
            }
        }
        for event in decision.events {
            var writer = JSONWriter()
            event.write(to: &writer)
            isReadable = isReadable && writer.isReadable
            let form = RawJSON(canonical: writer.bytes)
            effects.events.append(RecordedEvent(capability: C.name, event: form))
        }
    }
}
