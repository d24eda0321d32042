public import Kernel
public import Transparency
public import Units

/// What the gateway needs of the running exchange.
public protocol ExchangeService: Sendable {
    /// The state that readers see: nothing in it can be lost any more.
    var state: StateMachine { get }

    /// Gives a command its turn; returns when what became of it is durable.
    func submit(_ call: Call) async -> Submission

    /// Durable records from number `sequence` on, in order: at most `limit`, and none only where
    /// there are none.
    func records(from sequence: Int64, limit: Int) async throws -> [StoredRecord]

    /// The number of durable records, each time it has grown; only the newest waits.
    func growth() -> AsyncStream<Int64>

    /// A record with the proof that a signed checkpoint covers it (C2SP tlog-proof), once one does.
    func receipt(for sequence: Int64) async throws -> String?

    /// The newest signed checkpoint, if there is one.
    var checkpoint: PublishedCheckpoint? { get }

    /// How final a record is by now.
    func finality(of sequence: Int64) -> Finality

    /// The bytes of a published tile of the log, or of an entry bundle.
    func tile(_ tile: TileCoordinate) async throws -> [UInt8]?
}

/// A record as the journal has it, read and as bytes.
public struct StoredRecord: Sendable {
    /// The record.
    public let record: Record
    /// Its canonical form, as it is hashed into the log.
    public let bytes: [UInt8]

    /// A record and its canonical form.
    public init(_ record: Record, bytes: [UInt8]) {
        self.record = record
        self.bytes = bytes
    }
}

/// What became of a command.
public enum Submission: Sendable {
    /// It is in the journal, accepted or rejected; `isRepeat` if it was before it came again.
    case recorded(Record, isRepeat: Bool)
    /// It was refused before it was decided, and left no record.
    case refused(RejectionReport)
    /// Another command of the same member has its ID.
    case reusedID(sequence: Int64)
    /// Too many commands wait.
    case busy
    /// No command is taken any more.
    case stopped
}

/// A signed checkpoint of the log (C2SP tlog-checkpoint).
public struct PublishedCheckpoint: Sendable {
    /// How many records it covers.
    public let size: Int64
    /// The signed note.
    public let note: [UInt8]

    /// A checkpoint of so many records, and its note.
    public init(size: Int64, note: [UInt8]) {
        self.size = size
        self.note = note
    }
}
