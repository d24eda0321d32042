public import Units

/// What a signature says of itself: the parameters of RFC 9421 §2.3 that the exchange uses.
public struct SignatureInput: Hashable, Sendable {
    /// When it was made, in seconds since 1970.
    public let created: Int64

    /// The key it was made with.
    public let keyID: KeyID

    /// The client's name for the message; a command's id.
    public let nonce: CommandID

    /// The exchange the message is for.
    public let tag: ExchangeName

    /// The key's algorithm, where the signer named it.
    public let algorithm: Algorithm?

    /// The covered components and the parameters as they are sent and signed.
    public let text: String

    /// The input for a signature over `message`.
    ///
    /// `created` is from 0 to 999 999 999 999 999: nobody accepts another.
    public init(
        of message: Message,
        created: Int64,
        keyID: KeyID,
        nonce: CommandID,
        tag: ExchangeName
    ) {
        self.created = created
        self.keyID = keyID
        self.nonce = nonce
        self.tag = tag
        algorithm = nil
        let names = message.components.map { "\"\($0.name)\"" }.joined(separator: " ")
        text = "(\(names));created=\(created);keyid=\"\(keyID)\";nonce=\"\(nonce)\";tag=\"\(tag)\""
    }

    /// The input that was sent as `text` with a signature over `message`.
    ///
    /// Throws `malformedInput`, `unsupportedComponents`, `unsupportedParameters` or
    /// `malformedParameter`.
    public init(_ text: String, of message: Message) throws(SignatureRejection) {
        guard text.utf8.count <= 1024, let list = InnerList(text) else { throw .malformedInput }
        guard list.items == message.components.map(\.name) else { throw .unsupportedComponents }

        let names = list.parameters.map(\.name)
        guard names == Self.names || names == Self.names + ["alg"] else {
            throw .unsupportedParameters
        }
        let values = list.parameters.map(\.value)
        guard case .integer(let created) = values[0],
            let keyID = values[1].string.flatMap({ KeyID(text: $0) }),
            let nonce = values[2].string.flatMap({ CommandID(text: $0) }),
            let tag = values[3].string.flatMap({ ExchangeName(text: $0) })
        else { throw .malformedParameter }
        let name = values.dropFirst(4).first
        let algorithm = Algorithm.allCases.first { .string($0.name) == name }
        guard name == nil || algorithm != nil else { throw .malformedParameter }

        self.created = created
        self.keyID = keyID
        self.nonce = nonce
        self.tag = tag
        self.algorithm = algorithm
        self.text = text
    }

    private static let names = ["created", "keyid", "nonce", "tag"]
}
