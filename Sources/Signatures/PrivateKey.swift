import Crypto
public import Units

/// A key that signs.
///
/// Printing, dumping or interpolating one shows only its key ID.
public struct PrivateKey: Sendable {
    private enum Secret: Sendable {
        case ed25519(Curve25519.Signing.PrivateKey)
        case ecdsaP256(P256.Signing.PrivateKey)
    }

    /// The half that everyone may know.
    public let publicKey: PublicKey

    private let secret: Secret

    /// A fresh key from the system's random source.
    public static func generate(_ algorithm: Algorithm = .ed25519) -> PrivateKey {
        switch algorithm {
        case .ed25519: PrivateKey(.ed25519(Curve25519.Signing.PrivateKey()))
        case .ecdsaP256: PrivateKey(.ecdsaP256(P256.Signing.PrivateKey()))
        }
    }

    /// The key in a PEM block of PKCS#8 (RFC 5958, RFC 8410), as `openssl genpkey` writes it.
    ///
    /// Throws `malformedPEM` or `unsupportedKey`.
    public init(pem: String) throws(KeyFailure) {
        var lines = pem.split(whereSeparator: \.isNewline)
        guard lines.count >= 3,
            lines.removeFirst() == Self.pemHeader,
            lines.removeLast() == Self.pemFooter,
            let der = Base64.padded.decode(lines.joined())
        else { throw .malformedPEM }
        let seed = der.dropFirst(Self.ed25519Header.count)
        if der.starts(with: Self.ed25519Header),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: Array(seed))
        {
            self.init(.ed25519(key))
        } else if let key = try? P256.Signing.PrivateKey(derRepresentation: der) {
            self.init(.ecdsaP256(key))
        } else {
            throw .unsupportedKey
        }
    }

    private init(_ secret: Secret) {
        self.secret = secret
        publicKey =
            switch secret {
            case .ed25519(let key): PublicKey(key.publicKey)
            case .ecdsaP256(let key): PublicKey(key.publicKey)
            }
    }

    /// The secret as a PEM block of PKCS#8: for key files only, never for logs.
    public func exportPEM() -> String {
        let der =
            switch secret {
            case .ed25519(let key): Self.ed25519Header + key.rawRepresentation
            case .ecdsaP256(let key): Array(key.derRepresentation)
            }
        var body = Base64.padded.encode(der)[...]
        var lines = [Self.pemHeader]
        while !body.isEmpty {
            lines.append(String(body.prefix(64)))
            body = body.dropFirst(64)
        }
        return (lines + [Self.pemFooter, ""]).joined(separator: "\n")
    }

    /// Signs these bytes.
    ///
    /// Throws `signingFailed`, which no input causes.
    public func sign(_ message: [UInt8]) throws(KeyFailure) -> Signature {
        let bytes: [UInt8]?
        switch secret {
        case .ed25519(let key):
            bytes = (try? key.signature(for: message)).map(Array.init)
        case .ecdsaP256(let key):
            bytes = (try? key.signature(for: message)).map { Array($0.rawRepresentation) }
        }
        guard let bytes, let signature = Signature(bytes: bytes) else { throw .signingFailed }
        return signature
    }

    private static let pemHeader = "-----BEGIN PRIVATE KEY-----"
    private static let pemFooter = "-----END PRIVATE KEY-----"

    /// All of an Ed25519 key in PKCS#8 that comes before its 32 secret bytes (RFC 8410 §7):
    /// SEQUENCE { version 0, SEQUENCE { 1.3.101.112 }, OCTET STRING { OCTET STRING { … } } }.
    private static let ed25519Header: [UInt8] = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
        0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]
}

extension PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "PrivateKey(\(publicKey.keyID))" }

    /// As `description`: the key itself is never printed.
    public var debugDescription: String { description }

    /// Shows no more than `description` does.
    public var customMirror: Mirror { Mirror(self, children: ["keyID": publicKey.keyID]) }
}
