import Crypto
public import Units

/// The hashes of a Merkle tree: SHA-256 with one byte in front that tells leaves from nodes
/// (RFC 6962 §2.1).
public enum TreeHash {
    /// The root of the tree without leaves: SHA-256 of nothing.
    public static let empty = digest(SHA256.hash(data: []))

    /// The hash of the leaf that holds `entry`: SHA-256(0x00 ‖ entry).
    public static func leaf(_ entry: [UInt8]) -> Units.Digest {
        digest(entry.withUnsafeBytes { hash(.leaf, $0) })
    }

    /// The hash of the node over two subtrees: SHA-256(0x01 ‖ left ‖ right).
    public static func node(_ left: Units.Digest, _ right: Units.Digest) -> Units.Digest {
        digest((left.bytes + right.bytes).withUnsafeBytes { hash(.node, $0) })
    }

    /// SHA-256 of `bytes`, without a prefix.
    static func plain(_ bytes: [UInt8]) -> Units.Digest { digest(SHA256.hash(data: bytes)) }

    fileprivate enum Prefix: UInt8 {
        case leaf = 0
        case node = 1
    }

    fileprivate static func hash(_ prefix: Prefix, _ bytes: UnsafeRawBufferPointer) -> SHA256Digest
    {
        var hasher = SHA256()
        withUnsafeBytes(of: prefix.rawValue) { hasher.update(bufferPointer: $0) }
        hasher.update(bufferPointer: bytes)
        return hasher.finalize()
    }

    private static func digest(_ value: SHA256Digest) -> Units.Digest {
        guard let digest = value.withUnsafeBytes({ Units.Digest(bytes: $0) }) else {
            preconditionFailure("SHA-256 is 32 bytes")
        }
        return digest
    }
}

/// Hashes kept end to end in one byte array, 32 bytes each, as tree levels and tiles keep them.
///
/// Hashes are appended straight into the array, so a tree of millions of leaves allocates only
/// when an array grows.
extension [UInt8] {
    mutating func appendLeafHash(of entry: [UInt8]) {
        append(TreeHash.Raw(entry.withUnsafeBytes { TreeHash.hash(.leaf, $0) }))
    }

    /// The node over the two hashes from byte `offset` on.
    func hashOfPair(at offset: Int) -> TreeHash.Raw {
        TreeHash.Raw(
            withUnsafeBytes {
                TreeHash.hash(.node, UnsafeRawBufferPointer(rebasing: $0[offset..<offset + 64]))
            }
        )
    }

    mutating func append(_ hash: TreeHash.Raw) {
        hash.value.withUnsafeBytes { append(contentsOf: $0) }
    }

    /// The hash at `position`, counted in hashes, or `nil` past the end.
    func hash(at position: Int) -> Units.Digest? {
        guard position >= 0, position < count / 32 else { return nil }
        return Units.Digest(bytes: self[position * 32..<position * 32 + 32])
    }
}

extension TreeHash {
    /// A hash as the hash function returns it, not yet copied anywhere.
    struct Raw {
        fileprivate let value: SHA256Digest

        fileprivate init(_ value: SHA256Digest) { self.value = value }
    }
}
