/// Why a key can't be had or used.
public enum KeyFailure: String, Error, CaseIterable, Sendable {
    /// The text isn't `ed25519:` or `p256:` followed by unpadded base64url.
    case malformedText
    /// The key hasn't the length of its algorithm: 32 bytes for Ed25519, 65 for P-256.
    case wrongLength
    /// The bytes are no uncompressed point of the P-256 curve.
    case notAPoint
    /// The Ed25519 point has small order: a signature by it could fit any message.
    case smallOrder
    /// The text isn't one PEM block of the kind `PRIVATE KEY` (PKCS#8, RFC 5958).
    case malformedPEM
    /// The PEM block holds a key that is neither Ed25519 nor P-256.
    case unsupportedKey
    /// No key file can be opened and read there.
    case unreadable
    /// The path leads to something other than a file.
    case notAFile
    /// The key file can be read or written by its group or by others: `chmod 600` it.
    case tooOpen
    /// There is something at the path already, and a key file is never overwritten.
    case alreadyExists
    /// The key file can't be written.
    case unwritable
    /// The cryptographic library couldn't sign.
    case signingFailed
}
