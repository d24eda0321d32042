/// Why a journal refuses or fails.
public enum JournalError: Error, Hashable, Sendable {
    /// The journal doesn't end where the caller believes.
    case headMoved(actual: JournalHead)
    /// A record is empty or longer than `JournalLimit.record`.
    case recordLength(Int)
    /// A batch holds more records than `JournalLimit.batch`.
    case batchLength(Int)
    /// The journal ends before this number.
    case noRecord(Int64)
    /// A checkpoint is longer than `JournalLimit.note`.
    case noteLength(Int)
    /// The last signed checkpoint isn't the expected one.
    case checkpointMoved(actual: SignedCheckpoint?)
    /// A checkpoint isn't larger than the last one, or covers more than the journal holds.
    case checkpointSize(Int64)

    /// The first record that is missing or isn't as it was written.
    case corrupt(Int64)
    /// A signed checkpoint covers records that are no longer here.
    case tailLost(next: Int64, signed: Int64)
    /// The store didn't take a setting that durability depends on.
    case misconfigured(setting: String, wanted: String, found: String?)
    /// The file is no journal, or one of another format.
    case unreadable(String)
    /// The disk has no room: nothing of the batch was acknowledged. (A user's share that is used up
    /// shows as `failed`: SQLite doesn't tell it.)
    case diskFull
    /// A write, sync or read failed; whether the batch is stored is unknown.
    case failed(String)

    /// Whether the process has to exit: what is stored can't be relied on any more.
    public var isFatal: Bool {
        switch self {
        case .headMoved, .recordLength, .batchLength, .noRecord, .noteLength, .checkpointMoved,
            .checkpointSize:
            false
        case .corrupt, .tailLost, .misconfigured, .unreadable, .diskFull, .failed:
            true
        }
    }
}
