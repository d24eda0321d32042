/// Why a signed message is refused.
///
/// Cases stand in order of precedence: when several reasons hold, the first is given.
public enum SignatureRejection: String, Error, CaseIterable, Sendable {
    /// There is no `signature-input` field, or no `signature` field.
    case missingSignature
    /// The method is neither POST (a command) nor GET (a query).
    case unsupportedMethod
    /// The target isn't a path of at most 4096 visible ASCII characters, with or without a query.
    case malformedTarget
    /// A part of the message would go unsigned: the query of a POST, or the content of a GET.
    case uncoveredPart
    /// `signature-input` isn't one member `sig1` of the profile's grammar, in at most 1024 bytes.
    case malformedInput
    /// The covered components aren't those of the profile, in its order.
    case unsupportedComponents
    /// The parameters aren't those of the profile, in its order.
    case unsupportedParameters
    /// A parameter's value isn't of its kind: `created`, `keyid`, `nonce`, `tag` or `alg`.
    case malformedParameter
    /// `signature` isn't one member `sig1` of 64 bytes.
    case malformedSignature
    /// The message was signed for another exchange.
    case wrongTag
    /// A command has no `content-digest` field.
    case missingDigest
    /// `content-digest` isn't one SHA-256 value.
    case malformedDigest
    /// The content isn't what `content-digest` says.
    case digestMismatch
    /// The message was signed too long ago, or in the future.
    case createdOutOfWindow
    /// Nobody here has a key with this ID.
    case unknownKey
    /// The `alg` parameter names another algorithm than the key's.
    case wrongAlgorithm
    /// The key didn't make this signature over this message.
    case badSignature
}
