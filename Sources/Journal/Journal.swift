/// The append-only record of what happened, in order, as bytes that the journal never looks into.
///
/// One thread appends; any thread may read. A call returns only when its work is done: `append`
/// and `swapCheckpoint` when it is durable, so that what is acknowledged is never lost.
///
/// A refusal (`JournalError.isFatal` is false) leaves everything as it was. After a failed write or
/// sync nobody knows what the disk holds, so the journal refuses any further use with the same
/// error: the process exits, and the next one verifies what it finds.
public protocol Journal: AnyObject, Sendable {
    /// Where the next record goes.
    func head() throws(JournalError) -> JournalHead

    /// Stores `records` after `head`, all in one step.
    ///
    /// - Parameters:
    ///   - records: at most `JournalLimit.batch`, each of 1 to `JournalLimit.record` bytes.
    ///   - head: where the caller believes the journal ends.
    /// - Returns: the new head, once the records are durable.
    /// - Throws: `headMoved` when the journal ends elsewhere, so that there's never a gap, a
    ///   double or a second history; `recordLength`, `batchLength`; a fatal error.
    @discardableResult
    func append(
        _ records: [[UInt8]],
        after head: JournalHead
    ) throws(JournalError) -> JournalHead

    /// The records from number `sequence` on, each checked against the chain.
    ///
    /// At most `limit` of them and at most `JournalLimit.slice`, so that a reader never holds the
    /// writer up for longer; none at the end of the journal or past it.
    ///
    /// - Throws: `corrupt` with the number of the first record that isn't as it was written.
    func read(from sequence: Int64, limit: Int) throws(JournalError) -> [[UInt8]]

    /// The last checkpoint signed for `origin`.
    func checkpoint(of origin: String) throws(JournalError) -> SignedCheckpoint?

    /// Makes `new` the last signed checkpoint of its origin if `expected` is it now.
    ///
    /// A signer stores its checkpoint here before showing it to anyone, and shows it only if this
    /// returns: so no two checkpoints of one size are ever seen, even if two signers run.
    ///
    /// - Throws: `noteLength`; `checkpointMoved` when another one is stored; `checkpointSize`
    ///   unless `new` is larger than `expected` and covers only records that are here; a fatal
    ///   error.
    func swapCheckpoint(
        expected: SignedCheckpoint?,
        new: SignedCheckpoint
    ) throws(JournalError)
}

extension Journal {
    /// The record with number `sequence`.
    ///
    /// - Throws: `noRecord` when the journal ends before it, `corrupt`.
    public func record(at sequence: Int64) throws(JournalError) -> [UInt8] {
        guard let record = try read(from: sequence, limit: 1).first else {
            throw .noRecord(sequence)
        }
        return record
    }

    /// Reads a range of records one by one, holding a slice of them in memory.
    public func records(in range: Range<Int64>) -> RecordCursor {
        RecordCursor(self, range)
    }

    /// Reads every record and checks it against the chain.
    ///
    /// - Throws: `corrupt` with the number of the first record that isn't as it was written.
    public func verify() throws(JournalError) {
        var cursor = records(in: 0..<(try head().next))
        while try cursor.next() != nil {}
    }
}

/// What a journal takes and gives at once.
public enum JournalLimit {
    /// The longest record in bytes: the longest entry of a tlog-tiles bundle
    /// (c2sp.org/tlog-tiles), whose length takes two bytes.
    public static let record = 65_535
    /// The most records in one batch.
    public static let batch = 16_384
    /// The longest checkpoint in bytes, its origin included; far above any with its signatures.
    public static let note = 1 << 20
    /// The most records that one call of `read` returns.
    public static let slice = 128
}

/// The last checkpoint that the log's key signed for an origin: a signed note, kept as bytes.
public struct SignedCheckpoint: Hashable, Sendable {
    /// The log's name, as in the note's first line.
    public let origin: String
    /// How many records the checkpoint covers.
    public let size: Int64
    /// The note, signature included.
    public let note: [UInt8]

    /// A checkpoint of an origin's log.
    public init(origin: String, size: Int64, note: [UInt8]) {
        self.origin = origin
        self.size = size
        self.note = note
    }
}
