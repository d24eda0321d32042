public import HTTPTypes
public import Units

/// A message with its signature: what is sent, and what a journal keeps.
///
/// It is sent as three fields, all under the label `sig1`:
///
///     content-digest: sha-256=:…:            (a command only)
///     signature-input: sig1=("@method" "@path" "content-digest");created=…;keyid="…";…
///     signature: sig1=:…:
///
/// Anyone can check it again, years later, from the method, the target, the content, the text of
/// the input, the signature and the public key.
public struct SignedMessage: Hashable, Sendable {
    /// What was sent.
    public let message: Message
    /// What the signature covers, and its parameters.
    public let input: SignatureInput
    /// The signature.
    public let signature: Signature

    /// Puts together what was sent; `verify(by:)` tells whether the signature is good.
    public init(message: Message, input: SignatureInput, signature: Signature) {
        self.message = message
        self.input = input
        self.signature = signature
    }

    /// The command that a journal's record keeps: its path and content, the input's text (what
    /// follows `sig1=`), and the signature in hex.
    ///
    /// Throws the reasons of `Message` and `SignatureInput`, or `malformedSignature`.
    public init(
        recordedAt path: String,
        body: [UInt8],
        input: String,
        signature: String
    ) throws(SignatureRejection) {
        message = try Message(method: .post, target: path, body: body)
        self.input = try SignatureInput(input, of: message)
        guard let signature = Signature(hex: signature) else { throw .malformedSignature }
        self.signature = signature
    }

    /// Signs `message` for the exchange `tag`.
    ///
    /// Throws `signingFailed`.
    public init(
        signing message: Message,
        for tag: ExchangeName,
        at now: Instant,
        nonce: CommandID = .random(),
        with key: PrivateKey
    ) throws(KeyFailure) {
        let keyID = key.publicKey.keyID
        self.message = message
        input = SignatureInput(
            of: message,
            created: now.seconds,
            keyID: keyID,
            nonce: nonce,
            tag: tag
        )
        signature = try key.sign(signatureBase(message.components, parameters: input.text))
    }

    /// Checks the signature with the key that the input names.
    ///
    /// Throws `unknownKey` for another key, `wrongAlgorithm` or `badSignature`.
    public func verify(by key: PublicKey) throws(SignatureRejection) {
        guard key.keyID == input.keyID else { throw .unknownKey }
        guard input.algorithm ?? key.algorithm == key.algorithm else { throw .wrongAlgorithm }
        let base = signatureBase(message.components, parameters: input.text)
        guard key.verify(signature, of: base) else { throw .badSignature }
    }

    /// The fields that carry the signature.
    public var fields: HTTPFields {
        var fields = HTTPFields()
        fields[.contentDigest] = message.contentDigest?.field
        fields[.signatureInput] = Self.inputHead + input.text
        fields[.signature] = Self.signatureHead + signature.base64 + Self.signatureTail
        return fields
    }

    static let inputHead = "sig1="
    static let signatureHead = "sig1=:"
    static let signatureTail = ":"
}

extension HTTPRequest {
    /// Signs this request with this content for the exchange `tag`, replacing any signature.
    ///
    /// Throws `SignatureRejection` for a request that can't be signed, or `KeyFailure`.
    @discardableResult
    public mutating func sign(
        body: [UInt8] = [],
        for tag: ExchangeName,
        at now: Instant,
        nonce: CommandID = .random(),
        with key: PrivateKey
    ) throws -> SignedMessage {
        let message = try Message(method: method, target: path ?? "", body: body)
        let signed = try SignedMessage(
            signing: message,
            for: tag,
            at: now,
            nonce: nonce,
            with: key
        )
        for field in signed.fields { headerFields[field.name] = field.value }
        return signed
    }
}

extension CommandID {
    /// A fresh name from the system's random source.
    public static func random() -> CommandID {
        CommandID(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
    }
}

extension Instant {
    /// Whole seconds since 1970.
    var seconds: Int64 { microseconds / 1_000_000 }
}
