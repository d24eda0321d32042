public import Kernel
public import Units
public import Wire

/// What the API says to an accepted command.
@Wire
public struct CommandReply: Equatable, Sendable {
    /// How final the record is by now.
    public let finality: Finality
    /// What the command caused.
    public let outcome: Outcome
    /// Whether the command had been given before, and this is what it caused then.
    public let `repeat`: Bool
    /// The number of its record in the journal.
    public let sequence: Int64
    /// Exchange time of the record.
    public let time: Instant
}
