import Transparency
public import Units
public import Wire

/// The Merkle root over the rows of a data set: it binds every name and every field, and lets
/// single rows be shown and proved without the rest (`docs/formats/fingerprint.md`).
@Wire
public struct Fingerprint: Hashable, Sendable {
    /// The root of the tree: leaf 0 is the header, leaf i the i-th row of data.
    public let root: Digest
    /// The rows of data: one less than the tree has leaves.
    public let rows: Int
}

/// Computes a fingerprint from a stream of rows, in memory that grows with the logarithm of
/// their number.
struct Fingerprinter: Sendable {
    private let key: DataSetKey
    private var frontier = Frontier()
    /// The entry at hand, kept so that its storage is used again.
    private var entry: [UInt8] = []

    init(key: DataSetKey) {
        self.key = key
    }

    /// Takes the next record, the header first.
    mutating func add(_ row: CSVRow) {
        entry.removeAll(keepingCapacity: true)
        key.appendEntry(of: row, to: &entry)
        frontier.append(entry)
    }

    /// The fingerprint of the records so far, at least the header.
    var fingerprint: Fingerprint {
        Fingerprint(root: frontier.root, rows: frontier.size - 1)
    }
}
