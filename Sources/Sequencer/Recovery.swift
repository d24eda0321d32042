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

    /// How many records are read at once.
    private static let stretch = 4_096

    /// Replays the records that the state or the tree lacks.
    ///
    /// Reading and hashing a record needs nothing of those before, so it is done on all cores, and
    /// while the stretch before is replayed.
    private mutating func replay(_ journal: any Journal) throws(SequencerError) {
        let begin = (state: point.machine.world.sequence, tree: Int64(point.tree.size))
        let machine = point.machine
        var cursor = journal.records(in: min(begin.state, begin.tree)..<head.next)
        var stretch = try Self.read(&cursor, from: begin, machine).get()
        while !stretch.isEmpty {
            let (replayed, next) = both({ [self, stretch] in replaying(stretch) }) { [cursor] in
                var cursor = cursor
                return (Self.read(&cursor, from: begin, machine), cursor)
            }
            point = try replayed.get()
            cursor = next.1
            stretch = try next.0.get()
        }
    }

    /// Reads the next records.
    private static func read(
        _ cursor: inout RecordCursor,
        from begin: (state: Int64, tree: Int64),
        _ machine: StateMachine
    ) -> Result<[Stored], SequencerError> {
        var records: [(sequence: Int64, bytes: [UInt8])] = []
        do throws(JournalError) {
            while records.count < stretch, let record = try cursor.next() {
                records.append(record)
            }
        } catch {
            return .failure(.journal(error))
        }
        return .success(records.mappedOnAllCores { Stored($0.sequence, $0.bytes, begin, machine) })
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
