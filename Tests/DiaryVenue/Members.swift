import HTTPTypes
public import Kernel
import KernelTesting
public import Signatures
public import Units
public import Wire

/// A member with a key, who signs commands.
public struct Signer: Sendable {
    public let member: ID<Member>
    public let key: PrivateKey
    private let exchange: ExchangeName

    /// A member with a new key.
    public init(_ number: Int64) {
        guard let exchange = ExchangeName(text: House.Charter.example.origin) else {
            preconditionFailure("the example's origin is a name")
        }
        self.exchange = exchange
        member = ID(number)
        key = .generate()
    }

    public var keyID: KeyID { key.publicKey.keyID }

    /// The call that arrives when the member writes in the diary.
    public func call(_ command: Diary.Command, id: CommandID = .random()) throws -> Call {
        try sign(Form(Diary.self, command), id: id)
    }

    /// The call that arrives when the member gives any command.
    public func sign(_ form: Form, id: CommandID = .random()) throws -> Call {
        let signed = try SignedMessage(
            signing: Message(method: .post, target: form.path, body: form.body.bytes),
            for: exchange,
            at: Instant(microseconds: 1_800_000_000_000_000),
            nonce: id,
            with: key
        )
        let signature = MessageSignature(
            input: signed.input.text,
            key: keyID,
            value: signed.signature.hex
        )
        return try Venue.machine.call(form.path, body: form.body, id: id, signature: signature)
    }
}

/// A command as it is posted.
public struct Form: Sendable {
    public let path: String
    public let body: RawJSON

    public init<C: Capability>(_: C.Type, _ command: C.Command) {
        let verb = "\(command.caseName)"
        let endpoint = Venue.machine.endpoints.first { $0.capability == C.name && $0.verb == verb }
        var writer = JSONWriter()
        command.writePayload(to: &writer)
        path = endpoint?.path ?? ""
        body = RawJSON(canonical: writer.bytes)
    }

    /// The call of the exchange itself.
    public var own: Call {
        get throws { try Venue.machine.call(path, body: body) }
    }
}
