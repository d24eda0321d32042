public import Journal
public import Kernel
public import Transparency
public import Wire

/// Why a sequencer refuses to start, or had to stop.
public enum SequencerError: Error, Equatable, Sendable {
    /// The journal failed, or isn't as it was written.
    case journal(JournalError)
    /// A snapshot or a file of the log can't be written or read.
    case files(FileError)
    /// The stored hashes don't make up the tree.
    case tree(TreeError)
    /// The checkpoint can't be read or signed.
    case note(NoteError)
    /// The records don't fit a bundle.
    case bundle(TileError)

    /// The bytes with this number aren't the canonical form of a record.
    case malformed(sequence: Int64, WireError)
    /// The record doesn't follow the one before, or names what this machine doesn't have.
    case notReplayable(ReplayError)
    /// The record isn't later than the one before.
    case timeNotLater(sequence: Int64)
    /// There is a snapshot after more records than the journal has: it lost some.
    case snapshotAhead(snapshot: Int64, journal: Int64)
    /// The journal states another digest of the state after this record than the snapshot has.
    case snapshotNotAttested(sequence: Int64)
    /// The tree over the first `size` records hasn't the root that was signed, or that was
    /// computed when they were appended.
    case rootMismatch(size: Int64)
    /// The venue was opened under another origin than the log's key has.
    case originMismatch(venue: String, log: String)
    /// The last checkpoint, of this size, isn't signed by the key that the log has now.
    case foreignCheckpoint(size: Int64, key: String)
    /// A checkpoint was served that is larger than the last one the journal knows: the journal is
    /// an older copy.
    case logAhead(served: Int64, journal: Int64)
}

/// Does what may fail, and makes each failure ours.
func failing<Value, Cause: Error>(
    as wrap: (Cause) -> SequencerError,
    _ work: () throws(Cause) -> Value
) throws(SequencerError) -> Value {
    do throws(Cause) {
        return try work()
    } catch {
        throw wrap(error)
    }
}
