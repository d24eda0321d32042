public import Wire

/// A signature algorithm of the exchange.
///
/// It follows from the key, never from a message.
public enum Algorithm: UInt8, CaseIterable, Sendable {
    /// Ed25519 (RFC 8032).
    case ed25519 = 1
    /// ECDSA over P-256 with SHA-256, its signature the 64 bytes r ‖ s (RFC 9421 §3.3.4).
    case ecdsaP256 = 2

    /// The name in the HTTP signature algorithms registry (RFC 9421 §6.2).
    public var name: String {
        switch self {
        case .ed25519: "ed25519"
        case .ecdsaP256: "ecdsa-p256-sha256"
        }
    }

    /// What a public key's text form begins with.
    public var prefix: String {
        switch self {
        case .ed25519: "ed25519:"
        case .ecdsaP256: "p256:"
        }
    }

    /// How long a public key is: 32 bytes, or the 65 of an uncompressed point (X9.63).
    public var keyLength: Int {
        switch self {
        case .ed25519: 32
        case .ecdsaP256: 65
        }
    }
}

/// A public key as text: `ed25519:…` or `p256:…`, the bytes in base64url without padding.
///
/// Its length and its one spelling are checked, so that every text has a name of its own. Whether
/// the bytes are a point that may verify is for whoever imports cryptography.
public struct PublicKeyText: Hashable, WireString {
    public let text: String
    /// The key's name, which follows from its algorithm and bytes.
    public let keyID: KeyID

    // Both lengths leave four bits for the last character.
    public static let format = Schema.Format(
        "public key",
        pattern: "^(ed25519:[A-Za-z0-9_-]{42}|p256:[A-Za-z0-9_-]{86})[AEIMQUYcgkosw048]$",
        maximumLength: 92,
        example: "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    )

    public init?(text: String) {
        guard let algorithm = Algorithm.allCases.first(where: { text.hasPrefix($0.prefix) }),
            let bytes = Base64.urlSafe.decode(text.dropFirst(algorithm.prefix.count)),
            bytes.count == algorithm.keyLength
        else { return nil }
        self.text = text
        keyID = KeyID(of: bytes, algorithm)
    }

    public static func == (a: Self, b: Self) -> Bool { a.text == b.text }

    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension KeyID {
    /// The name of the public key with these bytes.
    public init(of key: [UInt8], _ algorithm: Algorithm) {
        let digest = Digest(hashing: [algorithm.rawValue] + key).bytes
        func word(_ range: Range<Int>) -> UInt64 {
            digest[range].reduce(0) { $0 << 8 | UInt64($1) }
        }
        self.init(high: word(0..<8), low: word(8..<16))
    }
}
