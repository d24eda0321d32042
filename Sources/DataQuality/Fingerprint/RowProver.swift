import Transparency
import Units

/// Proves chosen rows in a second reading of the data set, in memory that grows only with the
/// number of rows to prove.
public struct RowProver: Sendable {
    /// Why rows can't be proved.
    public enum Failure: Error, Hashable, Sendable {
        /// More rows are asked for than can be proved in one reading.
        case tooMany(limit: Int)
        /// The data set has no row of this index.
        case outOfRange(index: Int)
        /// What was read isn't what the fingerprint was taken of, or the key is another one.
        case dataChanged
    }

    /// How many rows can be proved in one reading.
    public static let limit = 1_000

    private let fingerprint: Fingerprint
    private let key: DataSetKey
    private var size = 0
    private var paths: [Path]

    /// A prover of the rows at `indices` (0 is the header), each once and in any order.
    public init(
        _ indices: [Int],
        of fingerprint: Fingerprint,
        key: DataSetKey
    ) throws(Failure) {
        guard indices.count <= Self.limit else { throw .tooMany(limit: Self.limit) }
        paths = []
        for index in indices {
            guard index >= 0, index <= fingerprint.rows, fingerprint.rows < .max,
                let tree = Subtree(size: fingerprint.rows + 1)
            else { throw .outOfRange(index: index) }
            paths.append(Path(to: index, in: tree))
        }
        self.fingerprint = fingerprint
        self.key = key
    }

    /// Takes the next record of the data set, the header first.
    public mutating func add(_ row: CSVRow) {
        var entry: [UInt8] = []
        key.appendEntry(of: row, to: &entry)
        let hash = TreeHash.leaf(entry)
        for index in paths.indices {
            if paths[index].leaf == row.index {
                paths[index].row = row.texts
            } else {
                paths[index].add(hash, at: row.index)
            }
        }
        size += 1
    }

    /// The proofs, in the order asked for, once the whole data set has been read.
    public func finish() throws(Failure) -> [RowProof] {
        guard size == fingerprint.rows + 1 else { throw .dataChanged }
        var proofs: [RowProof] = []
        for path in paths {
            guard let row = path.row else { throw .dataChanged }
            let proof = RowProof(
                index: path.leaf,
                path: path.hashes,
                row: row,
                salt: key.salt(of: path.leaf)
            )
            do throws(ProofError) {
                try proof.verify(against: fingerprint)
            } catch {
                throw .dataChanged
            }
            proofs.append(proof)
        }
        return proofs
    }
}

/// The way from a leaf to the root: its siblings, each built from the leaves below it as they come.
private struct Path: Sendable {
    private struct Sibling: Sendable {
        let leaves: Range<Int>
        var frontier = Frontier()
    }

    let leaf: Int
    var row: [String]?
    /// From the leaf's sibling up to the root's child.
    private var siblings: [Sibling]

    init(to leaf: Int, in tree: Subtree) {
        self.leaf = leaf
        siblings = tree.inclusionNodes(of: leaf).map { Sibling(leaves: $0) }
    }

    mutating func add(_ hash: Digest, at index: Int) {
        guard let level = siblings.firstIndex(where: { $0.leaves.contains(index) }) else { return }
        siblings[level].frontier.append(leafHash: hash)
    }

    var hashes: [Digest] { siblings.map(\.frontier.root) }
}
