public import Units

/// Where a tree's hashes are read from: memory, or published tiles.
///
/// Whoever can give the hash of a complete subtree gets roots and proofs for every size up to
/// its own.
public protocol TreeNodes {
    /// How many leaves the tree has.
    var size: Int { get }

    /// The hash over the `2^level` leaves from `index * 2^level` on.
    ///
    /// - Throws: `TreeError` if the tree isn't that large, or its storage fails to provide it.
    func node(level: Int, index: Int) throws(TreeError) -> Digest
}

/// Why a tree can't answer.
public enum TreeError: Error, Hashable, Sendable {
    /// There is no such entry, node or earlier size in a tree of `size` leaves.
    case outOfRange(size: Int)
    /// The source has no such tile.
    case missingTile(TileCoordinate)
    /// The tile's length isn't 32 bytes for each hash it must hold.
    case malformedTile(TileCoordinate, bytes: Int)
}

extension TreeNodes {
    /// The root of the tree over the first `size` leaves.
    public func root(size: Int) throws(TreeError) -> Digest {
        try hash(of: tree(size))
    }

    /// The hash of the node over a subtree, complete or not.
    public func hash(of subtree: Subtree) throws(TreeError) -> Digest {
        guard subtree.end <= size else { throw .outOfRange(size: size) }
        return try hash(of: subtree.start..<subtree.end)
    }

    /// Proof that the tree over the first `size` leaves holds entry `index` (RFC 6962 §2.1.1).
    public func inclusionProof(index: Int, size: Int) throws(TreeError) -> InclusionProof {
        try inclusionProof(index: index, in: tree(size))
    }

    /// Proof that a subtree holds entry `index`.
    public func inclusionProof(
        index: Int,
        in subtree: Subtree
    ) throws(TreeError) -> InclusionProof {
        guard subtree.end <= size, index >= subtree.start, index < subtree.end else {
            throw .outOfRange(size: size)
        }
        let hashes = try hashes(of: subtree.inclusionNodes(of: index))
        return InclusionProof(index: index, in: subtree, hashes: hashes)
    }

    /// Proof that the tree of `new` leaves starts with the tree of `old` (RFC 6962 §2.1.2).
    ///
    /// It is empty, and proves nothing, when `old` is zero.
    public func consistencyProof(from old: Int, to new: Int) throws(TreeError) -> ConsistencyProof {
        try consistencyProof(of: tree(old), in: new)
    }

    /// Proof that the tree of `size` leaves has a subtree in it.
    public func consistencyProof(
        of subtree: Subtree,
        in size: Int
    ) throws(TreeError) -> ConsistencyProof {
        guard subtree.end <= size, size <= self.size else { throw .outOfRange(size: self.size) }
        let hashes = try hashes(of: subtree.consistencyNodes(in: size))
        return ConsistencyProof(of: subtree, in: size, hashes: hashes)
    }

    private func tree(_ size: Int) throws(TreeError) -> Subtree {
        guard let tree = Subtree(size: size), size <= self.size else {
            throw .outOfRange(size: self.size)
        }
        return tree
    }

    private func hash(of entries: Range<Int>) throws(TreeError) -> Digest {
        try foldNodes(of: entries) { level, index throws(TreeError) in
            try node(level: level, index: index)
        }
    }

    private func hashes(of nodes: [Range<Int>]) throws(TreeError) -> [Digest] {
        var hashes: [Digest] = []
        for entries in nodes { hashes.append(try hash(of: entries)) }
        return hashes
    }
}

/// The hash over `entries` of a subtree, from the complete subtrees it is made of, right to left.
func foldNodes<Failure: Error>(
    of entries: Range<Int>,
    node: (_ level: Int, _ index: Int) throws(Failure) -> Digest
) throws(Failure) -> Digest {
    var width = entries.count
    var end = entries.upperBound
    var hash: Digest?
    while width > 0 {
        let level = width.trailingZeroBitCount
        width -= 1 << level
        end -= 1 << level
        let left = try node(level, end >> level)
        hash = hash.map { TreeHash.node(left, $0) } ?? left
    }
    return hash ?? TreeHash.empty
}
