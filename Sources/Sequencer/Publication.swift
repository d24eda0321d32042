import Journal
import Transparency
import Units

/// The public side of the log: its tiles, its bundles and its signed checkpoint.
///
/// ## Order
///
/// Nothing is shown before it can be checked (`ledger.md` §5, rules 12 to 14):
///
/// 1. the bundles and hash tiles of the new size are written, from records read back from the
///    journal, and partial ones that they replace are removed;
/// 2. the root is computed from the stored tiles, and must be the one that the writer got from the
///    records in memory;
/// 3. the signed checkpoint takes the place of the last one in the journal, by compare-and-swap, so
///    that one size is never signed twice;
/// 4. it is served.
struct Publication: Sendable {
    let journal: any Journal
    let tiles: TileStore
    let signer: NoteSigner

    private var edge: TileEdge
    /// The last signed checkpoint.
    private(set) var last: StoredCheckpoint?

    init(
        journal: any Journal,
        tiles: TileStore,
        signer: NoteSigner,
        edge: TileEdge,
        last: StoredCheckpoint?
    ) {
        self.journal = journal
        self.tiles = tiles
        self.signer = signer
        self.edge = edge
        self.last = last
    }

    /// Serves the last checkpoint again, in case the process ended before it was.
    func resume() throws(SequencerError) {
        guard let last else { return }
        try failing(as: SequencerError.files) { () throws(FileError) in
            guard try tiles.checkpoint() != last.note else { return }
            try tiles.replaceCheckpoint(last.note)
        }
    }

    /// Publishes everything up to `tree`.
    mutating func publish(_ tree: Frontier) throws(SequencerError) {
        guard tree.size > edge.size else { return }
        try writeTiles(upTo: tree.size)
        let root = try failing(as: SequencerError.tree) { () throws(TreeError) in
            try tiles.tree(size: tree.size).root(size: tree.size)
        }
        guard root == tree.root else { throw .rootMismatch(size: Int64(tree.size)) }
        // After tiles were lost and written again, there may be nothing new to sign.
        guard Int64(tree.size) > last?.size ?? 0 else { return }
        let note = try failing(as: SequencerError.note) { () throws(NoteError) in
            let origin = signer.key.name
            return try signer.sign(Checkpoint(origin: origin, size: tree.size, root: root)).bytes
        }
        let new = StoredCheckpoint(
            origin: signer.key.name.description,
            size: Int64(tree.size),
            note: note
        )
        try failing(as: SequencerError.journal) { () throws(JournalError) in
            try journal.swapCheckpoint(expected: last, new: new)
        }
        last = new
        try failing(as: SequencerError.files) { () throws(FileError) in
            try tiles.replaceCheckpoint(note)
        }
    }

    private mutating func writeTiles(upTo size: Int) throws(SequencerError) {
        let old = edge.size
        for bundle in TileLayout.entryBundles(from: old, to: size) {
            try write(bundle)
        }
        for tile in TileLayout.hashTiles(from: old, to: size) where !tile.isFull {
            try tiles.store(tile, edge.unfinished(tile.row))
        }
        try failing(as: SequencerError.files) { () throws(FileError) in try tiles.sync() }
        try dropPartials(from: old, to: size)
    }

    /// Removes the partial tiles that full ones have replaced.
    ///
    /// The checkpoint comes after: whoever is cut off here writes the same tiles again, and comes
    /// here again.
    private func dropPartials(from old: Int, to size: Int) throws(SequencerError) {
        let written =
            Array(TileLayout.entryBundles(from: old, to: size))
            + TileLayout.hashTiles(from: old, to: size)
        for tile in written where tile.isFull {
            try failing(as: SequencerError.files) { () throws(FileError) in
                try tiles.removePartials(of: tile.path)
            }
        }
    }

    /// Writes one bundle, and the hash tiles that its records complete.
    private mutating func write(_ bundle: TileCoordinate) throws(SequencerError) {
        let first = bundle.index * TileCoordinate.fullWidth
        let records = try failing(as: SequencerError.journal) { () throws(JournalError) in
            var cursor = journal.records(in: Int64(first)..<Int64(first + bundle.width))
            var records: [[UInt8]] = []
            while let record = try cursor.next() { records.append(record.bytes) }
            return records
        }
        let bytes = try failing(as: SequencerError.bundle) { () throws(TileError) in
            try EntryBundle.encode(records)
        }
        try tiles.store(bundle, bytes)
        for record in records.dropFirst(edge.size - first) {
            try edge.append(leafHash: TreeHash.leaf(record), completed: tiles.store)
        }
    }
}

extension TileStore {
    fileprivate func store(_ tile: TileCoordinate, _ bytes: [UInt8]) throws(SequencerError) {
        try failing(as: SequencerError.files) { () throws(FileError) in
            try write(bytes, to: tile.path)
        }
    }
}
