public import HTTPTypes
public import Units

/// The check that every signed request passes at an exchange's door.
///
/// It holds no state and takes its time and keys from the caller, so all cores may use one at once.
/// Whether a nonce was used before is for the caller to know: a command's nonce is its id.
public struct Verifier: Sendable {
    /// How far `created` may be from now, before or after, in seconds.
    public static let window: UInt64 = 300

    /// The exchange this door belongs to.
    public let tag: ExchangeName

    /// A door of the exchange `tag`.
    public init(tag: ExchangeName) {
        self.tag = tag
    }

    /// Checks the signature of `request` with this content.
    ///
    /// `key` finds the public key with an ID, if it may be used.
    /// Throws the first reason that holds, in the order of `SignatureRejection`.
    public func verify(
        _ request: HTTPRequest,
        body: [UInt8],
        now: Instant,
        key: (KeyID) -> PublicKey?
    ) throws(SignatureRejection) -> SignedMessage {
        let signed = try read(request, body: body)
        guard signed.input.tag == tag else { throw .wrongTag }
        if let digest = signed.message.contentDigest {
            try check(digest, in: request.headerFields)
        }
        // Neither has more than 15 digits, so the difference can't overflow.
        let age = now.seconds - signed.input.created
        guard age.magnitude <= Self.window else { throw .createdOutOfWindow }
        guard let key = key(signed.input.keyID) else { throw .unknownKey }
        try signed.verify(by: key)
        return signed
    }

    private func read(
        _ request: HTTPRequest,
        body: [UInt8]
    ) throws(SignatureRejection) -> SignedMessage {
        let inputs = request.headerFields[values: .signatureInput]
        let signatures = request.headerFields[values: .signature]
        guard !inputs.isEmpty, !signatures.isEmpty else { throw .missingSignature }
        let message = try Message(method: request.method, target: request.path ?? "", body: body)
        guard let text = inputs.only?.content(after: SignedMessage.inputHead) else {
            throw .malformedInput
        }
        let input = try SignatureInput(text, of: message)
        guard
            let base64 = signatures.only?.content(
                after: SignedMessage.signatureHead,
                before: SignedMessage.signatureTail
            ), let signature = Signature(base64: base64)
        else { throw .malformedSignature }
        return SignedMessage(message: message, input: input, signature: signature)
    }

    private func check(
        _ digest: ContentDigest,
        in fields: HTTPFields
    ) throws(SignatureRejection) {
        let sent = fields[values: .contentDigest]
        guard !sent.isEmpty else { throw .missingDigest }
        guard let claimed = sent.only.flatMap({ ContentDigest(field: $0) }) else {
            throw .malformedDigest
        }
        guard claimed == digest else { throw .digestMismatch }
    }
}

extension [String] {
    /// The single element, or `nil` when there are none or several.
    fileprivate var only: String? { count == 1 ? self[0] : nil }
}

extension String {
    /// What stands between `head` and `tail`, or `nil` without them.
    fileprivate func content(after head: String, before tail: String = "") -> String? {
        guard hasPrefix(head), hasSuffix(tail), utf8.count >= head.utf8.count + tail.utf8.count
        else { return nil }
        return String(dropFirst(head.count).dropLast(tail.count))
    }
}
