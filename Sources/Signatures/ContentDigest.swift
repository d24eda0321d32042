import Crypto
import Units

/// The `Content-Digest` field of a message, with SHA-256 (RFC 9530 §2).
public struct ContentDigest: Hashable, Sendable {
    /// The field's value, such as `sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:`.
    public let field: String

    /// The digest of this content.
    public init(of content: [UInt8]) {
        field = Self.head + Base64.padded.encode(Array(SHA256.hash(data: content))) + Self.tail
    }

    /// The digest in this field value, or `nil` unless it is one SHA-256 value and nothing more.
    public init?(field: String) {
        guard field.hasPrefix(Self.head), field.hasSuffix(Self.tail),
            let bytes = Base64.padded.decode(field.dropFirst(Self.head.count).dropLast()),
            bytes.count == 32
        else { return nil }
        self.field = field
    }

    private static let head = "sha-256=:"
    private static let tail = ":"
}
