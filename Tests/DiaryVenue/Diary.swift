public import Kernel
import Tables
public import Units
public import Wire

/// A diary that members keep together: the smallest capability with every kind of step.
///
/// ## Rules
///
/// - **DI-1** A line isn't empty.
/// - **DI-2** A reminder rings once, at its time, and writes its line then.
/// - **DI-3** Whoever vouches signs the line for the purpose `line`.
public enum Diary: Capability {
    public static let name = "diary.lines"
    public static let genesis = State()

    @Wire
    public enum Command: Equatable {
        /// Writes a line.
        case write(line: String)
        /// Writes a line later, as often as asked; 0 seconds for as soon as possible.
        case remind(line: String, number: Int64, seconds: Int64, times: Int64)
        /// Writes the line of a reminder.
        case ring(line: String, times: Int64)
        /// Writes a line that somebody else vouches for.
        case vouched(line: String, key: PublicKeyText, signature: SignatureText)
        /// Writes a line as often as asked: its record may grow too large.
        case multiply(line: String, times: Int64)
    }

    @Wire
    public enum Event: Equatable {
        case written(line: String, at: Instant)
    }

    public enum Reason: String, RejectionReason {
        /// The line is empty (DI-1).
        case empty

        public var refusal: Refusal { .invalid("内容为空", "The line is empty") }
    }

    @Wire
    public struct State: Equatable, Sendable {
        var lines: Table<Int64, String> = Table()
    }

    public static func authority(for command: Command) -> Authority {
        if case .ring = command { .system } else { .member }
    }

    public static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        switch command {
        case .write(let line), .vouched(let line, _, _):
            guard !line.isEmpty else { throw .because(.empty) }
            return Decision(.written(line: line, at: context.now))
        case .remind(let line, let number, let seconds, let times):
            let time = context.now + .seconds(seconds)
            let ring = Command.ring(line: line, times: times)
            return Decision(alarms: [.set(ring, subject: number, at: time)])
        case .ring(let line, let times), .multiply(let line, let times):
            var decision = Decision<Self>()
            for _ in 0..<min(max(times, 0), 10_000) {
                decision.events.append(.written(line: line, at: context.now))
            }
            return decision
        }
    }

    public static func evolve(_ state: inout State, on event: Event) {
        switch event {
        case .written(let line, _):
            state.lines[(state.lines.last?.key ?? 0) + 1] = line
        }
    }

    public static func readers(of event: Event) -> [ID<Member>] { [] }

    public static func attestations(in command: Command) -> [Attested] {
        guard case .vouched(let line, let key, let signature) = command else { return [] }
        let bytes = Array(line.utf8)
        return [Attested(key: key, purpose: "line", bytes: bytes, signature: signature)]
    }
}

extension Diary.State {
    /// The lines, in order.
    public var all: [String] { lines.map(\.value) }
}
