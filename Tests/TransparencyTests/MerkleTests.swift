import Testing
import Transparency
import Units

@Suite("Merkle tree")
struct MerkleTests {
    static let limit = 256
    static let tree = MerkleTree(entries: numberedEntries(limit))

    @Test("Leaf, node and empty hashes are those of RFC 6962")
    func hashes() {
        #expect(
            TreeHash.empty.hex
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
        #expect(
            TreeHash.leaf([]).hex
                == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        )
        #expect(TreeHash.leaf(Array("L123456".utf8)).hex.hasPrefix("395aa064"))
        #expect(TreeHash.leaf([0]) != TreeHash.leaf([]))
    }

    @Test("A digest is the same from any collection of its 32 bytes, and from no other count")
    func digests() {
        let bytes = TreeHash.empty.bytes
        #expect(Digest(bytes: bytes.lazy.map { $0 }) == TreeHash.empty)
        #expect(Digest(bytes: (bytes + [0]).dropLast()) == TreeHash.empty)
        #expect(Digest(bytes: bytes + [0]) == nil)
        #expect(Digest(bytes: bytes.dropLast().lazy.map { $0 }) == nil)
    }

    @Test("Every root up to 256 leaves is the recursive one, for tree and frontier")
    func roots() throws {
        let naive = NaiveTree(numberedEntries(Self.limit))
        var frontier = Frontier()
        for (size, entry) in numberedEntries(Self.limit).enumerated() {
            #expect(try Self.tree.root(size: size) == naive.hash(0..<size))
            #expect(frontier.root == naive.hash(0..<size))
            #expect(try frontier == Frontier(of: Self.tree, size: size))
            frontier.append(entry)
        }
        #expect(Self.tree.root == naive.hash(0..<Self.limit))
        #expect(frontier.size == Self.limit)
    }

    @Test("Every inclusion proof up to 256 leaves is the recursive one, and verifies")
    func inclusion() throws {
        let naive = NaiveTree(numberedEntries(Self.limit))
        for size in 1...Self.limit {
            let root = naive.hash(0..<size)
            for index in 0..<size {
                let proof = try Self.tree.inclusionProof(index: index, size: size)
                #expect(proof.hashes == naive.path(index, 0..<size))
                try proof.verify(leafHash: naive.leaves[index], root: root)
            }
        }
    }

    @Test("Every consistency proof up to 256 leaves is the recursive one, and verifies")
    func consistency() throws {
        let naive = NaiveTree(numberedEntries(Self.limit))
        for new in 1...Self.limit {
            for old in 1...new {
                let proof = try Self.tree.consistencyProof(from: old, to: new)
                #expect(proof.hashes == naive.proof(old, new))
                try proof.verify(oldRoot: naive.hash(0..<old), newRoot: naive.hash(0..<new))
            }
        }
    }

    @Test("An inclusion proof is refused with any hash changed, missing or added, or elsewhere")
    func corruptInclusion() throws {
        for size in 1...33 {
            let tree = try #require(Subtree(size: size))
            let root = try Self.tree.root(size: size)
            for index in 0..<size {
                let leaf = try Self.tree.node(level: 0, index: index)
                let hashes = try Self.tree.inclusionProof(index: index, size: size).hashes
                func refusal(
                    _ index: Int,
                    _ hashes: [Digest],
                    leaf: Digest = leaf,
                    root: Digest = root
                ) -> ProofError? {
                    let proof = InclusionProof(index: index, in: tree, hashes: hashes)
                    return failure(ProofError.self) {
                        try proof.verify(leafHash: leaf, root: root)
                    }
                }
                #expect(refusal(index, hashes) == nil)
                for position in hashes.indices {
                    var changed = hashes
                    changed[position] = changed[position].flipped(bit: position)
                    #expect(refusal(index, changed) == .rootMismatch)
                }
                #expect(refusal(index, hashes, leaf: leaf.flipped()) == .rootMismatch)
                #expect(refusal(index, hashes, root: root.flipped()) == .rootMismatch)
                #expect(refusal(index, hashes + [root]) == .wrongLength)
                #expect(refusal(size, hashes) == .outOfRange)
                #expect(refusal(-1, hashes) == .outOfRange)
                guard size > 1 else { continue }
                #expect(refusal(index, hashes.dropLast()) == .wrongLength)
                #expect(refusal((index + 1) % size, hashes) != nil)
            }
        }
    }

    @Test("A consistency proof is refused with any hash changed, missing or added")
    func corruptConsistency() throws {
        for new in 1...33 {
            let newRoot = try Self.tree.root(size: new)
            for old in 1...new {
                let tree = try #require(Subtree(size: old))
                let oldRoot = try Self.tree.root(size: old)
                let hashes = try Self.tree.consistencyProof(from: old, to: new).hashes
                func refusal(
                    _ hashes: [Digest],
                    oldRoot: Digest = oldRoot,
                    newRoot: Digest = newRoot
                ) -> ProofError? {
                    let proof = ConsistencyProof(of: tree, in: new, hashes: hashes)
                    return failure(ProofError.self) {
                        try proof.verify(oldRoot: oldRoot, newRoot: newRoot)
                    }
                }
                #expect(refusal(hashes) == nil)
                for position in hashes.indices {
                    var changed = hashes
                    changed[position] = changed[position].flipped(bit: position)
                    #expect(refusal(changed) != nil)
                }
                #expect(refusal(hashes, oldRoot: oldRoot.flipped()) != nil)
                #expect(refusal(hashes, newRoot: newRoot.flipped()) == .rootMismatch)
                #expect(refusal(hashes + [newRoot]) == .wrongLength)
                guard !hashes.isEmpty else { continue }
                #expect(refusal(hashes.dropLast()) == .wrongLength)
            }
        }
    }

    @Test("A proof about an empty older tree, or a larger one, proves nothing")
    func useless() throws {
        let empty = try #require(ConsistencyProof(from: 0, to: 5, hashes: []))
        let shrunk = try #require(ConsistencyProof(from: 6, to: 5, hashes: []))
        let root = try Self.tree.root(size: 5)
        #expect(throws: ProofError.emptyTree) {
            try empty.verify(oldRoot: TreeHash.empty, newRoot: root)
        }
        #expect(throws: ProofError.outOfRange) {
            try shrunk.verify(oldRoot: root, newRoot: root)
        }
        #expect(ConsistencyProof(from: -1, to: 5, hashes: []) == nil)
        #expect(InclusionProof(index: 0, size: -1, hashes: []) == nil)
    }

    @Test("Proofs at the largest sizes are checked without overflow")
    func largest() throws {
        let hash = TreeHash.empty
        let hashes = Array(repeating: hash, count: 63)
        let inclusion = try #require(
            InclusionProof(index: 0, size: Int.max, hashes: hashes)
        )
        let consistency = try #require(
            ConsistencyProof(from: Int.max - 1, to: Int.max, hashes: hashes)
        )
        #expect(throws: ProofError.rootMismatch) {
            try inclusion.verify(leafHash: hash, root: hash)
        }
        #expect(throws: ProofError.oldRootMismatch) {
            try consistency.verify(oldRoot: hash, newRoot: hash)
        }
    }

    @Test(
        "Only runs of entries that one node covers are subtrees",
        arguments: [
            (0, 0, true), (5, 5, true), (0, 7, true), (4, 8, true), (4, 7, true), (6, 8, true),
            (6, 7, true), (8, 11, true), (4, 9, false), (2, 5, false), (1, 3, false),
            (-1, 1, false), (3, 2, false), (0, Int.max, true), (1 << 62, Int.max, true),
            (1, Int.max, false),
        ]
    )
    func subtrees(start: Int, end: Int, valid: Bool) {
        #expect((Subtree(start: start, end: end) != nil) == valid)
    }

    @Test("What a tree doesn't have is refused by size")
    func outOfRange() {
        let tree = MerkleTree(entries: numberedEntries(3))
        let refusal = TreeError.outOfRange(size: 3)
        #expect(throws: refusal) { try tree.root(size: 4) }
        #expect(throws: refusal) { try tree.root(size: -1) }
        #expect(throws: refusal) {
            try tree.inclusionProof(index: 3, size: 3)
        }
        #expect(throws: refusal) {
            try tree.inclusionProof(index: -1, size: 3)
        }
        #expect(throws: TreeError.outOfRange(size: 3)) {
            try tree.consistencyProof(from: 3, to: 2)
        }
        #expect(throws: refusal) { try tree.node(level: 1, index: 1) }
        #expect(throws: refusal) { try tree.node(level: -1, index: 0) }
        #expect(throws: refusal) { try Frontier(of: tree, size: 4) }
    }

    @Test("A frontier is restored from as many hashes as its size has bits, and goes on")
    func restoredFrontier() throws {
        var frontier = try Frontier(of: Self.tree, size: 103)
        var restored = try #require(Frontier(size: 103, hashes: frontier.hashes))
        #expect(Frontier(size: 103, hashes: Array(frontier.hashes.dropLast())) == nil)
        #expect(Frontier(size: -1, hashes: []) == nil)
        frontier.append([1])
        restored.append(leafHash: TreeHash.leaf([1]))
        #expect(frontier == restored)
        #expect(frontier.size == 104)
    }

    @Test("A tree appended by leaf hash is the tree appended by entry")
    func byHash() {
        var tree = MerkleTree()
        tree.reserveCapacity(100)
        for entry in numberedEntries(100) { tree.append(leafHash: TreeHash.leaf(entry)) }
        #expect(tree.root == MerkleTree(entries: numberedEntries(100)).root)
    }
}
