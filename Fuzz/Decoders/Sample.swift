import Crypto
import Foundation
@testable import Gateway
import HTTPTypes
import HummingbirdCore
import Kernel
import NIOCore
import SampleMarket
import Signatures
import Transparency
import Units

/// Signed things to begin with, the same in every run.
enum Sample {
    static let now = Instant(microseconds: 1_774_000_000_000_000)
    static let origin = made(ExchangeName(text: "exchange.example/2026"))

    /// What must be there, as it is made of constants.
    static func made<Value>(_ value: Value?) -> Value {
        guard let value else { fatalError("a sample can't be made") }
        return value
    }

    // MARK: Requests

    /// An Ed25519 key and a P-256 key.
    static let keys = [PrivateKey.sample(7), p256]

    private static let p256: PrivateKey = {
        let secret = try? P256.Signing.PrivateKey(
            rawRepresentation: [UInt8](repeating: 7, count: 32)
        )
        let body = made(secret).derRepresentation.base64EncodedString()
        let pem = "-----BEGIN PRIVATE KEY-----\n\(body)\n-----END PRIVATE KEY-----\n"
        return made(try? PrivateKey(pem: pem))
    }()

    /// The content of ``command``.
    static let body = made(endpoint).body.example.bytes
    /// The target of ``query``.
    static let target = "/v1/records?limit=5"

    static let command = signed(
        try? Message(method: .post, target: made(endpoint).path, body: body)
    )
    static let query = signed(try? Message(method: .get, target: target))

    /// A question at this target, as the server has it.
    static func asking(_ target: String) -> Request {
        Request(
            head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: target),
            body: .init(buffer: ByteBuffer())
        )
    }

    private static let endpoint = Decoder.market.machine.endpoints.first

    private static func signed(_ message: Message?) -> SignedMessage {
        let id = CommandID(high: 1, low: 2)
        return made(
            try? SignedMessage(
                signing: made(message),
                for: origin,
                at: now,
                nonce: id,
                with: keys[0]
            )
        )
    }

    // MARK: The log

    /// The records of the market as a log has them.
    static let tree = MerkleTree(entries: Decoder.market.records)

    static let logSigner = made(
        try? NoteSigner(
            name: ExactText(origin.text),
            seed: [UInt8](repeating: 8, count: 32)
        )
    )
    static let cosigner = made(
        try? Cosigner(name: "witness.example", seed: [UInt8](repeating: 9, count: 32))
    )

    /// The log's checkpoint of its first five records.
    static let early = checkpoint(5)

    /// The log's checkpoint at a size, cosigned.
    static func checkpoint(_ size: Int) -> SignedCheckpoint {
        let root = try? tree.root(size: size)
        let checkpoint = try? Checkpoint(
            origin: logSigner.key.name,
            size: size,
            root: made(root)
        )
        var signed = made(try? logSigner.sign(made(checkpoint)))
        let line = made(try? cosigner.cosign(signed, at: 1_774_000_000)).line
        guard (try? signed.add(signatureLines: line, by: [cosigner.key])) != nil else {
            fatalError("a sample can't be made")
        }
        return signed
    }

    /// A policy that trusts the log when the witness has cosigned.
    static let policy = """
        log \(logSigner.key.vkey)
        witness W \(cosigner.key.vkey) https://witness.example
        group G 1 W
        quorum G

        """

    /// The receipt of one record.
    static func receipt(_ index: Int) -> LogProof {
        LogProof(
            extra: Decoder.market.records[index],
            index: index,
            hashes: made(try? tree.inclusionProof(index: index, size: tree.size)).hashes,
            checkpoint: checkpoint(tree.size).bytes
        )
    }
}
