public import Transparency
public import Units
public import Wire

/// A row shown with what proves that a fingerprint covers it at this place.
@Wire
public struct RowProof: Hashable, Sendable {
    /// The leaf: 0 for the header, i for the i-th row of data.
    public let index: Int
    /// The hashes from the leaf's sibling up to the root's child.
    public let path: [Digest]
    /// The fields.
    public let row: [String]
    /// The leaf's salt, which only the owner could derive.
    public let salt: Digest
}

extension RowProof {
    /// Checks the row against the fingerprint (RFC 9162 §2.1.3.2).
    public func verify(against fingerprint: Fingerprint) throws(ProofError) {
        guard fingerprint.rows < .max,
            let proof = InclusionProof(index: index, size: fingerprint.rows + 1, hashes: path)
        else { throw .outOfRange }
        let leaf = TreeHash.leaf(salt.bytes + row.wire)
        try proof.verify(leafHash: leaf, root: fingerprint.root)
    }
}
