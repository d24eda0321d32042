public import Units

/// Proof that a tree holds a leaf at an index (RFC 6962 §2.1.1).
public struct InclusionProof: Hashable, Sendable {
    /// The leaf's index in the log.
    public let index: Int
    /// The tree, or the subtree, that holds it.
    public let subtree: Subtree
    /// From the leaf's sibling up to the root's child; at most 63.
    public let hashes: [Digest]

    /// A proof about a subtree.
    public init(index: Int, in subtree: Subtree, hashes: [Digest]) {
        self.index = index
        self.subtree = subtree
        self.hashes = hashes
    }

    /// A proof about the tree of `size` leaves; `nil` for a negative size.
    public init?(index: Int, size: Int, hashes: [Digest]) {
        guard let tree = Subtree(size: size) else { return nil }
        self.init(index: index, in: tree, hashes: hashes)
    }

    /// Checks that the tree with this root has a leaf with this hash at the index
    /// (RFC 9162 §2.1.3.2).
    ///
    /// A hash of another length can't get here: `Digest` is 32 bytes.
    public func verify(leafHash: Digest, root: Digest) throws(ProofError) {
        guard index >= subtree.start, index < subtree.end else { throw .outOfRange }
        var position = index - subtree.start
        var last = subtree.count - 1
        var hash = leafHash
        for sibling in hashes {
            guard last > 0 else { throw .wrongLength }
            if position & 1 == 1 || position == last {
                hash = TreeHash.node(sibling, hash)
                // A left-over right edge rises without a sibling until it is a right child.
                let rise = position.trailingZeroBitCount
                position >>= rise
                last >>= rise
            } else {
                hash = TreeHash.node(hash, sibling)
            }
            position >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .wrongLength }
        guard hash == root else { throw .rootMismatch }
    }
}

/// Why a proof is refused.
public enum ProofError: Error, Hashable, Sendable {
    /// The index isn't in the tree, or the older tree is larger than the newer one.
    case outOfRange
    /// Nothing can be proved about an empty tree.
    case emptyTree
    /// The proof has more or fewer hashes than these sizes call for.
    case wrongLength
    /// The proof doesn't lead to the older root.
    case oldRootMismatch
    /// The proof doesn't lead to the root.
    case rootMismatch
}
