import Crypto
import Units

/// A public key that signs notes, with the name it goes by and what its signatures mean.
///
/// Written as a vkey: `name+hash+base64`, where the hash is the key ID in hex and the base64 is
/// of the type byte and the public key (signed-note, "Verifier keys").
public struct VerifierKey: Hashable, Sendable {
    /// What a signature signs, as the type byte that the key ID commits to.
    public enum SignatureType: UInt8, Hashable, Sendable {
        /// Ed25519 over the note's text.
        case ed25519 = 0x01
        /// Ed25519 over a time and the note's text (tlog-cosignature, "cosignature/v1").
        case cosignatureV1 = 0x04
    }

    /// The name; not empty, without spaces or `+`.
    public let name: ExactText
    /// What its signatures sign.
    public let type: SignatureType
    /// The Ed25519 public key, 32 bytes.
    public let publicKey: [UInt8]
    /// Tells apart the keys of one name: SHA-256(name ‖ LF ‖ type ‖ public key), first 4 bytes.
    public let id: UInt32

    /// The key with this name; refused with `malformedKey` if the name isn't allowed or the
    /// public key isn't 32 bytes.
    public init(
        name: ExactText,
        type: SignatureType,
        publicKey: [UInt8]
    ) throws(NoteError) {
        guard name.isKeyName, publicKey.count == 32 else { throw .malformedKey }
        self.name = name
        self.type = type
        self.publicKey = publicKey
        let hash = TreeHash.plain(name.bytes + [.lineFeed, type.rawValue] + publicKey)
        id = UInt32(bigEndianBytes: hash.bytes.prefix(4))
    }

    /// Reads a vkey.
    ///
    /// - Throws: `malformedKey`; `unsupportedKeyType`; `keyIDMismatch` if the hash isn't the
    ///   key's.
    public init(vkey: some Collection<UInt8>) throws(NoteError) {
        let parts = vkey.split(
            separator: UInt8(ascii: "+"),
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        guard parts.count == 3, let hash = Hex.decode(String(decoding: parts[1], as: UTF8.self)),
            hash.count == 4, let key = Base64.decode(parts[2]), let typeByte = key.first
        else { throw .malformedKey }
        guard let type = SignatureType(rawValue: typeByte) else {
            throw .unsupportedKeyType(typeByte)
        }
        let publicKey = Array(key.dropFirst())
        try self.init(name: ExactText(bytes: parts[0]), type: type, publicKey: publicKey)
        guard UInt32(bigEndianBytes: hash) == id else { throw .keyIDMismatch }
    }

    /// Reads a vkey.
    public init(_ vkey: String) throws(NoteError) { try self.init(vkey: vkey.utf8) }
}

extension VerifierKey: CustomStringConvertible {
    /// The vkey.
    public var vkey: String {
        let hash = Hex.encode(id.bigEndianBytes)
        return "\(name)+\(hash)+\(Base64.encode([type.rawValue] + publicKey))"
    }

    public var description: String { vkey }
}

extension VerifierKey {
    /// Whether this key made `signature` on `text`, and the time it then vouched for, if its
    /// type has one; `nil` if it didn't.
    func check(_ signature: NoteSignature, on text: [UInt8]) -> VerifiedSignature? {
        guard signature.signer == signer, signature.isCanonical else { return nil }
        switch type {
        case .ed25519:
            let valid = Ed25519.isValid(signature.bytes, on: text, by: publicKey)
            return valid ? VerifiedSignature(key: self, time: nil) : nil
        case .cosignatureV1:
            guard let cosignature = Cosignature(signature.bytes) else { return nil }
            let message = Cosignature.message(time: cosignature.time, text: text)
            let valid = Ed25519.isValid(cosignature.ed25519, on: message, by: publicKey)
            return valid ? VerifiedSignature(key: self, time: cosignature.time) : nil
        }
    }
}

/// A signature that a trusted key did make.
public struct VerifiedSignature: Hashable, Sendable {
    /// The key that made it.
    public let key: VerifierKey
    /// When, in seconds since 1970, according to the signer; only cosignatures say.
    public let time: Int?
}

/// Ed25519 as the crypto library decides it, in the one place where it is asked.
enum Ed25519 {
    static func isValid(_ signature: [UInt8], on message: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
            return false
        }
        return key.isValidSignature(signature, for: message)
    }
}

extension UInt32 {
    /// The number in these four bytes; more are ignored, missing ones count as nothing.
    init(bigEndianBytes bytes: some Sequence<UInt8>) {
        self = bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

extension FixedWidthInteger {
    var bigEndianBytes: [UInt8] {
        stride(from: Self.bitWidth - 8, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: self >> Self($0))
        }
    }
}
