import Transparency
import Units

/// The unfinished tile at the right end of each row: all that is needed to write the hash tiles
/// which further leaves complete, whatever the size of the tree.
struct TileEdge: Sendable {
    private struct Row: Sendable {
        var hashes: [UInt8] = []
        var tree = Frontier()

        mutating func append(_ hash: Digest) {
            hashes += hash.bytes
            tree.append(leafHash: hash)
        }
    }

    /// How many leaves the tree has.
    private(set) var size = 0
    private var rows: [Row] = []

    /// The edge of the tree without leaves.
    init() {}

    /// The edge of the tree over the first `size` leaves that `nodes` holds.
    init(of nodes: some TreeNodes, size: Int) throws(TreeError) {
        self.size = size
        var count = size
        while count > 0 {
            var row = Row()
            let level = rows.count * 8
            for index in count / TileCoordinate.fullWidth * TileCoordinate.fullWidth..<count {
                row.append(try nodes.node(level: level, index: index))
            }
            rows.append(row)
            count /= TileCoordinate.fullWidth
        }
    }

    /// Appends a leaf, and gives each hash tile that it completes.
    mutating func append<Failure: Error>(
        leafHash: Digest,
        completed: (TileCoordinate, [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        size += 1
        var hash = leafHash
        var count = size
        for level in 0... {
            if level == rows.count { rows.append(Row()) }
            rows[level].append(hash)
            let (tiles, rest) = count.quotientAndRemainder(dividingBy: TileCoordinate.fullWidth)
            guard rest == 0 else { return }
            if let tile = TileCoordinate(.hashes(level: level), index: tiles - 1) {
                try completed(tile, rows[level].hashes)
            }
            hash = rows[level].tree.root
            rows[level] = Row()
            count = tiles
        }
    }

    /// The hashes of the unfinished tile in this row.
    func unfinished(_ row: TileCoordinate.Row) -> [UInt8] {
        guard case .hashes(let level) = row, rows.indices.contains(level) else { return [] }
        return rows[level].hashes
    }
}
