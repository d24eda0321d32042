import Crypto
import Testing
import Transparency
import Units

@Suite("Merkle vectors")
struct MerkleVectorTests {
    // MARK: rfc6962-tree

    struct Tree: Decodable {
        struct Constant: Decodable {
            let desc: String
            let sha256_input_hex: String
            let want_hex: String
        }
        let hash_constants: [Constant]
        let leaf_inputs_hex: [String]
        let node_hashes_hex_by_level: [[String]]
        let root_hash_hex_by_size: [String]
    }

    @Test("rfc6962-tree: constants, nodes and roots", .enabled(if: Vectors.exist("rfc6962-tree")))
    func rfc6962() throws {
        let file = try #require(try Vectors.read("rfc6962-tree", Tree.self))
        for constant in file.hash_constants {
            let input = try #require(Hex.decode(constant.sha256_input_hex))
            let hash: Units.Digest? =
                switch input.first {
                case nil: TreeHash.empty
                case 0: TreeHash.leaf(Array(input.dropFirst()))
                default: nil
                }
            guard let hash else { continue }
            #expect(hash.hex == constant.want_hex, "\(constant.desc)")
        }
        let tree = MerkleTree(entries: file.leaf_inputs_hex.compactMap { Hex.decode($0) })
        for (level, nodes) in file.node_hashes_hex_by_level.enumerated() {
            for (index, hash) in nodes.enumerated() {
                #expect(try tree.node(level: level, index: index).hex == hash)
            }
        }
        for (size, root) in file.root_hash_hex_by_size.enumerated() {
            #expect(try tree.root(size: size).hex == root)
        }
    }

    // MARK: merkle-inclusion, merkle-consistency

    struct Inclusion: Decodable, CustomTestStringConvertible {
        let leafIdx: UInt64
        let start: Int?
        let end: UInt64?
        let treeSize: Int?
        let root: String
        let leafHash: String
        let proof: [String]?
        let wantErr: Bool
        let path: String
        var testDescription: String { path }

        /// Whether a verifier accepts the case, whatever makes it refuse.
        var isAccepted: Bool {
            guard let index = Int(exactly: leafIdx),
                let end = end.map({ Int(exactly: $0) }) ?? treeSize,
                let leaf = Vectors.hash(leafHash),
                let root = Vectors.hash(root), let hashes = Vectors.hashes(proof),
                let subtree = Subtree(start: start ?? 0, end: end)
            else { return false }
            let proof = InclusionProof(index: index, in: subtree, hashes: hashes)
            return (try? proof.verify(leafHash: leaf, root: root)) != nil
        }
    }

    struct Consistency: Decodable, CustomTestStringConvertible {
        let size1: Int?
        let size2: Int?
        let start: Int?
        let end: Int?
        let size: Int?
        let root1: String
        let root2: String
        let proof: [String]?
        let wantErr: Bool
        let path: String
        var testDescription: String { path }

        var isAccepted: Bool {
            guard let old = Vectors.hash(root1), let new = Vectors.hash(root2),
                let hashes = Vectors.hashes(proof),
                let subtree = Subtree(start: start ?? 0, end: end ?? size1 ?? -1)
            else { return false }
            let proof = ConsistencyProof(of: subtree, in: size ?? size2 ?? -1, hashes: hashes)
            return (try? proof.verify(oldRoot: old, newRoot: new)) != nil
        }

        /// The published verdict, but for two strictnesses of ours: roots are 32 bytes, and
        /// nothing can be proved about an empty tree.
        var isToBeAccepted: Bool {
            let roots = Vectors.hash(root1) != nil && Vectors.hash(root2) != nil
            return !wantErr && roots && (start ?? 0) < (end ?? size1 ?? 0)
        }
    }

    struct Cases<Case: Decodable>: Decodable {
        let cases: [Case]
    }

    static func cases<Case: Decodable>(_ name: String, _: Case.Type) throws -> [Case] {
        try Vectors.read(name, Cases<Case>.self)?.cases ?? []
    }

    @Test(
        "merkle-inclusion",
        .enabled(if: Vectors.exist("merkle-inclusion")),
        arguments: try cases("merkle-inclusion", Inclusion.self)
    )
    func inclusion(vector: Inclusion) {
        #expect(vector.isAccepted == !vector.wantErr)
    }

    @Test(
        "merkle-consistency",
        .enabled(if: Vectors.exist("merkle-consistency")),
        arguments: try cases("merkle-consistency", Consistency.self)
    )
    func consistency(vector: Consistency) {
        #expect(vector.isAccepted == vector.isToBeAccepted)
    }

    // MARK: merkle-subtree

    struct Subtrees: Decodable {
        let inclusion: [Inclusion]
        let consistency: [Consistency]
    }

    @Test(
        "merkle-subtree: inclusion",
        .enabled(if: Vectors.exist("merkle-subtree")),
        arguments: try Vectors.read("merkle-subtree", Subtrees.self)?.inclusion ?? []
    )
    func subtreeInclusion(vector: Inclusion) {
        #expect(vector.isAccepted == !vector.wantErr)
    }

    @Test(
        "merkle-subtree: consistency",
        .enabled(if: Vectors.exist("merkle-subtree")),
        arguments: try Vectors.read("merkle-subtree", Subtrees.self)?.consistency ?? []
    )
    func subtreeConsistency(vector: Consistency) {
        #expect(vector.isAccepted == vector.isToBeAccepted)
    }

    // MARK: merkle-accumulated

    struct Accumulated: Decodable {
        struct Digest: Decodable {
            let sha256: String
        }
        struct Published: Decodable {
            let subtree_hash: Digest
            let subtree_inclusion: Digest
            let subtree_consistency: Digest
        }
        struct Derived: Decodable {
            let roots: Digest
            let inclusion: Digest
            let consistency: Digest
        }
        let published: Published
        let derived_here: Derived
    }

    static let size = 130
    static let tree = MerkleTree(entries: (0..<size).map { [UInt8($0)] })

    /// All subtrees that end at `end`, in order of their start.
    static func subtrees(endingAt end: Int) -> [Subtree] {
        (0...end).compactMap { Subtree(start: $0, end: end) }
    }

    /// Writes lines of hashes, remembering each hash's digits: there are half a million.
    struct Writer {
        private var text: [UInt8] = []
        private var digits: [Units.Digest: [UInt8]] = [:]

        mutating func write(_ start: String, _ hashes: [Units.Digest]) {
            text += start.utf8
            for hash in hashes {
                let known = digits[hash]
                let hex = known ?? Array(" \(hash)".utf8)
                if known == nil { digits[hash] = hex }
                text += hex
            }
            text.append(10)
        }

        var sha256: String { Hex.encode(SHA256.hash(data: text)) }
    }

    @Test(
        "merkle-accumulated: every subtree up to 130 leaves",
        .enabled(if: Vectors.exist("merkle-accumulated"))
    )
    func accumulatedSubtrees() throws {
        let want = try #require(try Vectors.read("merkle-accumulated", Accumulated.self)).published
        var (hashes, inclusion, consistency) = (Writer(), Writer(), Writer())
        for end in 0...Self.size {
            for subtree in Self.subtrees(endingAt: end) {
                let range = "[\(subtree.start), \(end))"
                hashes.write(range, [try Self.tree.hash(of: subtree)])
                for index in subtree.start..<end {
                    let proof = try Self.tree.inclusionProof(index: index, in: subtree)
                    inclusion.write("\(index) \(range)", proof.hashes)
                }
            }
        }
        for size in 0...Self.size {
            for end in 0...size {
                for subtree in Self.subtrees(endingAt: end) {
                    let proof = try Self.tree.consistencyProof(of: subtree, in: size)
                    let start = "[\(subtree.start), \(end)) \(size)"
                    consistency.write(start, proof.hashes)
                }
            }
        }
        #expect(hashes.sha256 == want.subtree_hash.sha256)
        #expect(inclusion.sha256 == want.subtree_inclusion.sha256)
        #expect(consistency.sha256 == want.subtree_consistency.sha256)
    }

    @Test(
        "merkle-accumulated: every tree up to 130 leaves",
        .enabled(if: Vectors.exist("merkle-accumulated"))
    )
    func accumulatedTrees() throws {
        let file = try Vectors.read("merkle-accumulated", Accumulated.self)
        let want = try #require(file).derived_here
        var (roots, inclusion, consistency) = (Writer(), Writer(), Writer())
        for size in 0...Self.size {
            roots.write("\(size)", [try Self.tree.root(size: size)])
            for index in 0..<size {
                let proof = try Self.tree.inclusionProof(index: index, size: size)
                inclusion.write("\(index) \(size)", proof.hashes)
            }
            for old in 0...size {
                let proof = try Self.tree.consistencyProof(from: old, to: size)
                consistency.write("\(old) \(size)", proof.hashes)
            }
        }
        #expect(roots.sha256 == want.roots.sha256)
        #expect(inclusion.sha256 == want.inclusion.sha256)
        #expect(consistency.sha256 == want.consistency.sha256)
    }
}
