public import Units

/// The right edge of a Merkle tree: all that is needed to append leaves and give the root.
///
/// It holds one hash for each complete subtree that the tree is made of, at most 63, whatever
/// the tree's size.
public struct Frontier: Equatable, Sendable {
    /// The hashes end to end, the largest subtree first.
    private var edge: [UInt8] = []

    /// How many leaves the tree has.
    public private(set) var size = 0

    /// The edge of the tree without leaves.
    public init() {}

    /// The edge of a tree of `size` leaves from its hashes, the largest subtree first; `nil`
    /// unless there is one for each bit set in `size`.
    public init?(size: Int, hashes: [Digest]) {
        guard size >= 0, size <= 1 << 62, hashes.count == size.nonzeroBitCount else { return nil }
        self.size = size
        edge = hashes.flatMap(\.bytes)
    }

    /// The edge of the tree over the first `size` leaves that `nodes` holds.
    public init(of nodes: some TreeNodes, size: Int) throws(TreeError) {
        guard size >= 0, size <= nodes.size, size <= 1 << 62 else {
            throw .outOfRange(size: nodes.size)
        }
        self.size = size
        var start = 0
        for level in stride(from: Int.bitWidth - 2, through: 0, by: -1)
        where size & 1 << level != 0 {
            edge += try nodes.node(level: level, index: start >> level).bytes
            start += 1 << level
        }
    }

    /// One hash a complete subtree, the largest first.
    public var hashes: [Digest] {
        (0..<edge.count / 32).compactMap { edge.hash(at: $0) }
    }

    /// The root of the tree.
    public var root: Digest {
        var hashes = hashes
        guard var root = hashes.popLast() else { return TreeHash.empty }
        while let left = hashes.popLast() { root = TreeHash.node(left, root) }
        return root
    }

    /// Appends the leaf that holds `entry`.
    public mutating func append(_ entry: [UInt8]) {
        edge.appendLeafHash(of: entry)
        completeSubtrees()
    }

    /// Appends a leaf whose hash is already known.
    public mutating func append(leafHash: Digest) {
        edge += leafHash.bytes
        completeSubtrees()
    }

    private mutating func completeSubtrees() {
        size += 1
        for _ in 0..<size.trailingZeroBitCount {
            let parent = edge.hashOfPair(at: edge.count - 64)
            edge.removeLast(64)
            edge.append(parent)
        }
    }
}
