import Crypto
public import Units

/// A signature of either algorithm: 64 bytes.
public struct Signature: Hashable, Sendable, CustomStringConvertible {
    /// The 64 bytes.
    public let bytes: [UInt8]

    /// The signature with these bytes, or `nil` unless there are exactly 64.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 64 else { return nil }
        self.bytes = Array(bytes)
    }

    /// The signature in 128 lowercase hex digits, as records keep it; `nil` for anything else.
    public init?(hex: String) {
        guard hex.utf8.count == 128, let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes: bytes)
    }

    /// The signature in 88 characters of padded base64, as fields carry it; `nil` for anything
    /// else.
    public init?(base64: String) {
        guard base64.utf8.count == 88, let bytes = Base64.padded.decode(base64) else { return nil }
        self.init(bytes: bytes)
    }

    /// 128 lowercase hex digits.
    public var hex: String { Hex.encode(bytes) }

    /// 88 characters of padded base64.
    public var base64: String { Base64.padded.encode(bytes) }

    public var description: String { hex }
}

/// A key that signatures are verified with.
public struct PublicKey: Hashable, Sendable, CustomStringConvertible {
    private enum Key: Sendable {
        case ed25519(Curve25519.Signing.PublicKey)
        case ecdsaP256(P256.Signing.PublicKey)
    }

    /// The algorithm this key is for.
    public let algorithm: Algorithm

    /// 32 bytes for Ed25519; 65 bytes, the uncompressed point of X9.63, for P-256.
    public let bytes: [UInt8]

    /// The first 16 bytes of SHA-256(algorithm byte ‖ key bytes).
    public let keyID: KeyID

    private let key: Key

    /// The key with these bytes.
    ///
    /// Throws `wrongLength`, `notAPoint` or `smallOrder`.
    public init(_ algorithm: Algorithm, bytes: [UInt8]) throws(KeyFailure) {
        switch algorithm {
        case .ed25519:
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
                throw .wrongLength
            }
            guard !Self.hasSmallOrder(bytes) else { throw .smallOrder }
            self.init(key)
        case .ecdsaP256:
            guard bytes.count == algorithm.keyLength else { throw .wrongLength }
            guard let key = try? P256.Signing.PublicKey(x963Representation: bytes) else {
                throw .notAPoint
            }
            self.init(key)
        }
    }

    /// The key in its text form, `ed25519:` or `p256:` and the bytes in unpadded base64url.
    ///
    /// Throws `malformedText`, or what `init(_:bytes:)` throws.
    public init(text: String) throws(KeyFailure) {
        for algorithm in Algorithm.allCases where text.hasPrefix(algorithm.prefix) {
            guard let bytes = Base64.urlSafe.decode(text.dropFirst(algorithm.prefix.count)) else {
                throw .malformedText
            }
            try self.init(algorithm, bytes: bytes)
            return
        }
        throw .malformedText
    }

    init(_ key: Curve25519.Signing.PublicKey) {
        self.init(.ed25519, Array(key.rawRepresentation), .ed25519(key))
    }

    init(_ key: P256.Signing.PublicKey) {
        self.init(.ecdsaP256, Array(key.x963Representation), .ecdsaP256(key))
    }

    private init(_ algorithm: Algorithm, _ bytes: [UInt8], _ key: Key) {
        self.algorithm = algorithm
        self.bytes = bytes
        self.key = key
        keyID = KeyID(of: bytes, algorithm)
    }

    /// Whether `signature` was made over `message` with this key's private half.
    public func verify(_ signature: Signature, of message: [UInt8]) -> Bool {
        switch key {
        case .ed25519(let key):
            return key.isValidSignature(signature.bytes, for: message)
        case .ecdsaP256(let key):
            let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: signature.bytes)
            guard let parsed else { return false }
            return key.isValidSignature(parsed, for: message)
        }
    }

    /// `ed25519:` or `p256:`, and the bytes in unpadded base64url.
    public var text: String { algorithm.prefix + Base64.urlSafe.encode(bytes) }

    public var description: String { text }

    public static func == (a: Self, b: Self) -> Bool {
        a.keyID == b.keyID && a.algorithm == b.algorithm && a.bytes == b.bytes
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(keyID) }
}

extension PublicKey {
    /// Whether these 32 bytes encode a point whose order divides 8 (RFC 8032 §5.1.3, §7).
    ///
    /// Whoever registers such a key can make one signature that fits any message, and later deny
    /// having signed this one.
    private static func hasSmallOrder(_ bytes: [UInt8]) -> Bool {
        guard let last = bytes.last else { return false }
        return smallOrders.contains(Hex.encode(bytes.dropLast() + [last & 0x7f]))
    }

    /// The y coordinates of those points, the sign bit cleared.
    private static let smallOrders: Set = [
        // Order 4, order 1, the two of order 8, order 2.
        "00" + String(repeating: "00", count: 31),
        "01" + String(repeating: "00", count: 31),
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + String(repeating: "ff", count: 30) + "7f",
        // The first two again, written unreduced.
        "ed" + String(repeating: "ff", count: 30) + "7f",
        "ee" + String(repeating: "ff", count: 30) + "7f",
    ]
}
