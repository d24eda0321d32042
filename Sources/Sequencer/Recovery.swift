import AllCores
import Journal
import Kernel
import Logging
import Transparency
import Units
import Wire

/// Finds the state and the tree again that the journal's records lead to.
struct Recovery {
    /// The state and the tree after the journal's last record.
    private(set) var point: DurableState.Point
    /// Where the journal ends.
    let head: JournalHead
    /// The tiles that are stored.
    private(set) var edge = TileEdge()
    /// The last signed checkpoint.
    let checkpoint: StoredCheckpoint?
    /// The number of records that the newest snapshot comes from.
    private(set) var kept: Int64 = 0

    private let origin: String
    private let logger: Logger
    private var signedRoot: Digest?
    private var snapshotDigest: Digest?

    /// Recovers, from a machine with every capability and no records.
    init(
        _ machine: StateMachine,
        journal: any Journal,
        snapshots: SnapshotStore,
        tiles: TileStore,
        origin: String,
        logger: Logger
    ) throws(SequencerError) {
        self.origin = origin
        self.logger = logger
        point = DurableState.Point(machine: machine, tree: Frontier())
        (head, checkpoint) = try failing(as: SequencerError.journal) { () throws(JournalError) in
            (try journal.head(), try journal.checkpoint(of: origin))
        }
        try restoreState(snapshots)
        try restoreTree(tiles)
        try replay(journal)
        try checkAgainstVenue()
    }

    /// Takes the newest snapshot, unless it was written by a version that this one can't read.
    private mutating func restoreState(_ snapshots: SnapshotStore) throws(SequencerError) {
        let search = try failing(as: SequencerError.files) { () throws(FileError) in
            try snapshots.newest()
        }
        for name in search.skipped {
            logger.warning("snapshot isn't whole", metadata: ["name": "\(name)"])
        }
        guard let snapshot = search.snapshot else { return }
        guard snapshot.sequence <= head.next else {
            throw .snapshotAhead(snapshot: snapshot.sequence, journal: head.next)
        }
        do throws(WireError) {
            guard snapshot.format == Keeper.format else { return }
            var restored = point.machine
            try restored.restore(snapshot.body)
            guard restored.world.sequence == snapshot.sequence else { return }
            point.machine = restored
            snapshotDigest = snapshot.digest
            kept = snapshot.sequence
        } catch {
            logger.warning(
                "snapshot can't be read; replaying everything",
                metadata: ["sequence": "\(snapshot.sequence)", "error": "\(error)"]
            )
        }
    }

    /// Takes the tree of the last checkpoint from its tiles, if they lead to the signed root.
    private mutating func restoreTree(_ tiles: TileStore) throws(SequencerError) {
        guard let checkpoint else { return }
        let signed = try failing(as: SequencerError.note) { () throws(NoteError) in
            try Transparency.SignedCheckpoint(parsing: checkpoint.note).checkpoint
        }
        guard Int64(signed.size) == checkpoint.size else {
            throw .rootMismatch(size: checkpoint.size)
        }
        signedRoot = signed.root
        let stored = tiles.tree(size: signed.size)
        do throws(TreeError) {
            let tree = try Frontier(of: stored, size: signed.size)
            guard tree.root == signed.root else {
                logger.warning("tiles don't have the signed root; computing the tree anew")
                return
            }
            edge = try TileEdge(of: stored, size: signed.size)
            point.tree = tree
        } catch {
            logger.warning(
                "tiles can't be read; computing the tree anew",
                metadata: ["error": "\(error)"]
            )
        }
    }

    /// Replays the records that the state or the tree lacks.
    ///
    /// Three stretches are under way at a time, on all cores: one is taken from the journal, one
    /// decoded and hashed, which needs nothing of the records before, and one replayed.
    private mutating func replay(_ journal: any Journal) throws(SequencerError) {
        let begin = (state: point.machine.world.sequence, tree: Int64(point.tree.size))
        let machine = point.machine
        var taken = Taken(from: journal.records(in: min(begin.state, begin.tree)..<head.next))
        var decoded: [Stored] = []
        while true {
            guard !taken.records.isEmpty || !decoded.isEmpty else {
                if let failure = taken.failure { throw failure }
                return
            }
            let decoding = ParallelMap(taken.records) {
                Stored($0.sequence, $0.bytes, begin, machine)
            }
            let taking = ParallelMap([taken]) { $0.next }
            let replaying = ParallelMap([decoded]) { [self] in self.replaying($0) }
            onAllCores(replaying.tasks + taking.tasks + decoding.tasks)
            for replayed in replaying.results { point = try replayed.get() }
            for next in taking.results { taken = next }
            decoded = decoding.results
        }
    }

    /// The state and the tree with these records, too.
    private func replaying(
        _ stretch: [Stored]
    ) -> Result<DurableState.Point, SequencerError> {
        Result { () throws(SequencerError) in
            var point = point
            for stored in stretch {
                if let leaf = stored.leaf {
                    point.tree.append(leafHash: leaf)
                    try checkRoot(of: point.tree)
                }
                guard let read = try stored.read?.get() else { continue }
                guard read.time > point.machine.world.time else {
                    throw .timeNotLater(sequence: stored.sequence)
                }
                do throws(ReplayError.Problem) {
                    try point.machine.replay(read)
                } catch {
                    throw .notReplayable(ReplayError(sequence: read.sequence, problem: error))
                }
            }
            return point
        }
    }

    /// Checks the signed root when the tree has the size that was signed.
    private func checkRoot(of tree: Frontier) throws(SequencerError) {
        guard let checkpoint, let signedRoot, Int64(tree.size) == checkpoint.size else { return }
        guard tree.root == signedRoot else { throw .rootMismatch(size: checkpoint.size) }
    }

    private func checkAgainstVenue() throws(SequencerError) {
        let house = point.machine.world[House.self]
        guard !house.isOpen || house.origin == origin else {
            throw .originMismatch(venue: house.origin, log: origin)
        }
        if let attestation = house.lastAttestation, let snapshotDigest,
            attestation.sequence == kept - 1, attestation.digest != snapshotDigest
        {
            throw .snapshotNotAttested(sequence: attestation.sequence)
        }
    }
}

/// A stretch of the journal.
private struct Taken: Sendable {
    /// How many records are taken at once.
    private static let limit = 4_096

    private(set) var records: [(sequence: Int64, bytes: [UInt8])] = []
    /// Why there are no more.
    private(set) var failure: SequencerError?
    private var cursor: RecordCursor

    /// The stretch that the cursor gives; none after a failure.
    init(from cursor: RecordCursor, after failure: SequencerError? = nil) {
        self.cursor = cursor
        self.failure = failure
        guard failure == nil else { return }
        do throws(JournalError) {
            while records.count < Self.limit, let record = try self.cursor.next() {
                records.append(record)
            }
        } catch {
            self.failure = .journal(error)
        }
    }

    /// The stretch after this.
    var next: Taken { Taken(from: cursor, after: failure) }
}

/// What the tree and the state lack of one stored record.
private struct Stored: Sendable {
    let sequence: Int64
    let leaf: Digest?
    let read: Result<ReadRecord, SequencerError>?

    init(
        _ sequence: Int64,
        _ bytes: [UInt8],
        _ begin: (state: Int64, tree: Int64),
        _ machine: StateMachine
    ) {
        self.sequence = sequence
        leaf = sequence < begin.tree ? nil : TreeHash.leaf(bytes)
        guard sequence >= begin.state else {
            read = nil
            return
        }
        do throws(ReplayError.Problem) {
            read = .success(try machine.read(bytes))
        } catch .malformed(let error) {
            read = .failure(.malformed(sequence: sequence, error))
        } catch {
            read = .failure(.notReplayable(ReplayError(sequence: sequence, problem: error)))
        }
    }
}
