/// Why a note, a key or a checkpoint is refused.
public enum NoteError: Error, Hashable, Sendable {
    /// The note has more than 1,000,000 bytes.
    case tooLarge(bytes: Int)
    /// The note isn't UTF-8, or has a control character other than line feed.
    case notText
    /// The note lacks the empty line and the signature lines after it, or its last line feed.
    case noSignatures
    /// A signature line isn't `— name base64`; lines count from 1.
    case malformedSignature(line: Int)
    /// The note has more than 100 signatures.
    case tooManySignatures
    /// Two of the given keys have this name and the same ID.
    case ambiguousKey(ExactText)
    /// A signature by this key, which is known, doesn't verify.
    case invalidSignature(ExactText)
    /// None of the given keys signed.
    case noTrustedSignature
    /// The key's text, name or length isn't that of a key.
    case malformedKey
    /// This signature type isn't known.
    case unsupportedKeyType(UInt8)
    /// The hash in a vkey isn't that of its key.
    case keyIDMismatch
    /// A private key isn't a seed of 32 bytes.
    case malformedSeed
    /// The crypto library refused to sign.
    case signingFailed
    /// The time of a cosignature is negative.
    case timeOutOfRange
    /// The origin is empty, isn't UTF-8, or has a control character.
    case malformedOrigin
    /// The size isn't a canonical decimal number.
    case malformedSize
    /// The root isn't the canonical base64 of 32 bytes.
    case malformedRoot
    /// A line after the root is empty, or doesn't end in a line feed.
    case malformedExtension
}
