public import Units

/// Proof that a tree starts with an earlier tree: nothing was changed, removed or reordered
/// (RFC 6962 §2.1.2); or, more generally, that it has a given subtree in it.
public struct ConsistencyProof: Hashable, Sendable {
    /// The earlier tree, or the subtree.
    public let subtree: Subtree
    /// How many leaves the newer tree has.
    public let size: Int
    /// At most 63.
    public let hashes: [Digest]

    /// A proof about a subtree.
    public init(of subtree: Subtree, in size: Int, hashes: [Digest]) {
        self.subtree = subtree
        self.size = size
        self.hashes = hashes
    }

    /// A proof about two sizes of a log; `nil` if the older one is negative.
    public init?(from old: Int, to new: Int, hashes: [Digest]) {
        guard let tree = Subtree(size: old) else { return nil }
        self.init(of: tree, in: new, hashes: hashes)
    }

    /// Checks that the tree with root `newRoot` has the one with root `oldRoot` in it.
    ///
    /// The algorithm is that of draft-ietf-plants-merkle-tree-certs, "Verifying a Subtree
    /// Consistency Proof"; for a subtree that starts at 0 it is that of RFC 9162 §2.1.4.2.
    ///
    /// An empty older tree is refused (`emptyTree`): every tree starts with it, so the caller
    /// must decide what that means.
    public func verify(oldRoot: Digest, newRoot: Digest) throws(ProofError) {
        guard subtree.end <= size else { throw .outOfRange }
        guard subtree.count > 0 else { throw .emptyTree }
        var edge = Edges(subtree, in: size)
        var rest = hashes[...]
        // A complete subtree is a node of the new tree; otherwise the proof starts with one.
        guard let seed = edge.isComplete ? oldRoot : rest.popFirst() else { throw .wrongLength }
        var old = seed
        var new = seed
        for hash in rest {
            guard edge.top > 0 else { throw .wrongLength }
            if edge.end & 1 == 1 || edge.end == edge.top {
                if edge.start < edge.end { old = TreeHash.node(hash, old) }
                new = TreeHash.node(hash, new)
                edge.rise(by: edge.end.trailingZeroBitCount)
            } else {
                new = TreeHash.node(new, hash)
            }
            edge.rise(by: 1)
        }
        guard edge.top == 0 else { throw .wrongLength }
        guard old == oldRoot else { throw .oldRootMismatch }
        guard new == newRoot else { throw .rootMismatch }
    }

    /// The path numbers, on one level, of the subtree's first and last node and the tree's last.
    private struct Edges {
        var start: Int
        var end: Int
        var top: Int

        /// Starts at the level of the subtree's last complete part.
        init(_ subtree: Subtree, in size: Int) {
            start = subtree.start
            end = subtree.end - 1
            top = size - 1
            while start != end, end == top || end & 1 == 1 { rise(by: 1) }
        }

        var isComplete: Bool { start == end }

        mutating func rise(by levels: Int) {
            start >>= levels
            end >>= levels
            top >>= levels
        }
    }
}
