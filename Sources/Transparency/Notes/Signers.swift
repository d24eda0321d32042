import Crypto

/// Signs notes with an Ed25519 key (type 0x01), as a log signs its checkpoints.
///
/// The private key can't be read back, printed or reflected.
public struct NoteSigner: Sendable {
    /// The public side.
    public let key: VerifierKey
    private let privateKey: PrivateKey

    /// The signer with this name whose key is made from a secret of 32 random bytes.
    ///
    /// - Throws: `malformedSeed`, `malformedKey` for a name that isn't allowed.
    public init(name: ExactText, seed: [UInt8]) throws(NoteError) {
        privateKey = try PrivateKey(seed: seed)
        key = try VerifierKey(name: name, type: .ed25519, publicKey: privateKey.publicKey)
    }

    /// Signs a text, which must be note text ending in a line feed.
    public func sign(_ text: [UInt8]) throws(NoteError) -> SignedNote {
        guard text.areNoteText, text.last == .lineFeed else { throw .notText }
        let signature = NoteSignature(key: key, bytes: try privateKey.sign(text))
        return SignedNote(text: text, signatures: [signature])
    }

    /// Signs a checkpoint.
    public func sign(_ checkpoint: Checkpoint) throws(NoteError) -> SignedCheckpoint {
        SignedCheckpoint(checkpoint, note: try sign(checkpoint.text))
    }
}

/// Cosigns checkpoints with an Ed25519 key (type 0x04), as witnesses and auditors do.
///
/// What a cosignature states is bound to the key, so each cosigner, and each statement, needs a
/// key of its own: the signed bytes don't name the cosigner. The private key can't be read back,
/// printed or reflected.
public struct Cosigner: Sendable {
    /// The public side.
    public let key: VerifierKey
    private let privateKey: PrivateKey

    /// The cosigner with this name whose key is made from a secret of 32 random bytes.
    ///
    /// - Throws: `malformedSeed`, `malformedKey` for a name that isn't allowed.
    public init(name: ExactText, seed: [UInt8]) throws(NoteError) {
        privateKey = try PrivateKey(seed: seed)
        key = try VerifierKey(name: name, type: .cosignatureV1, publicKey: privateKey.publicKey)
    }

    /// Vouches for a checkpoint at `time`, in seconds since 1970.
    ///
    /// Call it only once the statement is true and on disk: a cosignature can't be taken back.
    public func cosign(
        _ checkpoint: SignedCheckpoint,
        at time: Int
    ) throws(NoteError) -> NoteSignature {
        guard time >= 0 else { throw .timeOutOfRange }
        let message = Cosignature.message(time: time, text: checkpoint.note.text)
        let cosignature = Cosignature(time: time, ed25519: try privateKey.sign(message))
        return NoteSignature(key: key, bytes: cosignature.bytes)
    }
}

// MARK: Secrecy

extension NoteSigner: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The public side.
    public var description: String { key.vkey }
    /// As `description`: the key itself is never printed.
    public var debugDescription: String { description }
    /// Shows no more than `description` does.
    public var customMirror: Mirror { Mirror(self, children: ["key": key]) }
}

extension Cosigner: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The public side.
    public var description: String { key.vkey }
    /// As `description`: the key itself is never printed.
    public var debugDescription: String { description }
    /// Shows no more than `description` does.
    public var customMirror: Mirror { Mirror(self, children: ["key": key]) }
}

/// The crypto library's key with its errors made ours.
private struct PrivateKey {
    private let key: Curve25519.Signing.PrivateKey

    init(seed: [UInt8]) throws(NoteError) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
            throw .malformedSeed
        }
        self.key = key
    }

    var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    func sign(_ message: [UInt8]) throws(NoteError) -> [UInt8] {
        guard let signature = try? key.signature(for: message) else { throw .signingFailed }
        return Array(signature)
    }
}
