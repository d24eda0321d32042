public import Units

/// An append-only Merkle tree held in memory, with every hash of every complete subtree.
///
/// It takes 64 bytes a leaf: one array a level, so a tile is a slice of an array.
public struct MerkleTree: TreeNodes, Sendable {
    /// `levels[l]` holds, end to end, the hashes of the complete subtrees of `2^l` leaves.
    private var levels: [[UInt8]] = [[]]

    /// How many leaves the tree has.
    public private(set) var size = 0

    /// The tree without leaves.
    public init() {}

    /// The tree over these entries, in order.
    public init(entries: some Sequence<[UInt8]>) {
        for entry in entries { append(entry) }
    }

    /// The root of the whole tree.
    public var root: Digest {
        foldNodes(of: 0..<size) { level, index in stored(level: level, index: index) }
    }

    /// Makes room for a tree of `leaves`, so that appending up to there never allocates.
    public mutating func reserveCapacity(_ leaves: Int) {
        for level in 0..<(Int.bitWidth - max(0, leaves).leadingZeroBitCount) {
            if level == levels.count { levels.append([]) }
            levels[level].reserveCapacity((leaves >> level) * 32)
        }
    }

    /// Appends the leaf that holds `entry`.
    public mutating func append(_ entry: [UInt8]) {
        levels[0].appendLeafHash(of: entry)
        completeSubtrees()
    }

    /// Appends a leaf whose hash is already known.
    public mutating func append(leafHash: Digest) {
        levels[0].append(contentsOf: leafHash.bytes)
        completeSubtrees()
    }

    public func node(level: Int, index: Int) throws(TreeError) -> Digest {
        guard levels.indices.contains(level), let hash = levels[level].hash(at: index) else {
            throw .outOfRange(size: size)
        }
        return hash
    }

    /// The bytes of a hash tile (tlog-tiles), or `nil` if the tree doesn't fill it.
    ///
    /// Entry bundles aren't in the tree: it holds hashes only.
    public func tile(_ tile: TileCoordinate) -> [UInt8]? {
        guard case .hashes(let level) = tile.row, levels.indices.contains(level * 8) else {
            return nil
        }
        let hashes = levels[level * 8]
        guard tile.index <= hashes.count / TileCoordinate.fullBytes else { return nil }
        let start = tile.index * TileCoordinate.fullBytes
        guard start + tile.width * 32 <= hashes.count else { return nil }
        return Array(hashes[start..<start + tile.width * 32])
    }

    private mutating func completeSubtrees() {
        size += 1
        for level in 0..<size.trailingZeroBitCount {
            if level + 1 == levels.count { levels.append([]) }
            let parent = levels[level].hashOfPair(at: levels[level].count - 64)
            levels[level + 1].append(parent)
        }
    }

    private func stored(level: Int, index: Int) -> Digest {
        guard let hash = levels[level].hash(at: index) else {
            preconditionFailure("a tree holds every complete subtree of its leaves")
        }
        return hash
    }
}
