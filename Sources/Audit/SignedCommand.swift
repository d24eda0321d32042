import Kernel
import Signatures
import Units
import Wire

/// The signed request that a record keeps, put together again.
struct SignedCommand: Sendable {
    private let message: SignedMessage
    private let key: KeyID
    private let id: CommandID?

    /// The request of a record; `nil` when the record has no signature.
    init?(_ record: Record) throws(SignatureRejection) {
        guard let signature = record.signature else { return nil }
        message = try SignedMessage(
            recordedAt: record.path,
            body: record.body.bytes,
            input: signature.input,
            signature: signature.value
        )
        key = signature.key
        id = record.command
    }

    /// Checks that the key made the signature, for this exchange and under this command's id.
    ///
    /// - Throws: `malformedParameter` when the record names another key or id than was signed;
    ///   `wrongTag`, `unknownKey`, `wrongAlgorithm`, `badSignature`.
    func verify(by publicKey: PublicKey, for exchange: String) throws(SignatureRejection) {
        guard message.input.keyID == key, message.input.nonce == id else {
            throw .malformedParameter
        }
        guard message.input.tag.text == exchange else { throw .wrongTag }
        try message.verify(by: publicKey)
    }
}
