@testable import Gateway
import HTTPTypes
import Kernel
import SampleMarket
import Signatures
import Units
import Wire

extension Decoder {
    /// Signed requests, and what comes with them.
    static let requests: [Decoder] = [
        Decoder("request", seeds: { [Sample.command, Sample.query].map(lines) }, take),
        Decoder(
            "signature-input",
            texts: { [Sample.command.input.text] },
            exactly: { text in
                let input = try SignatureInput(text, of: Sample.command.message)
                // Nobody here writes the one parameter that may be left out.
                return input.algorithm == nil ? input : nil
            },
            { input in
                SignatureInput(
                    of: Sample.command.message,
                    created: input.created,
                    keyID: input.keyID,
                    nonce: input.nonce,
                    tag: input.tag
                ).text
            }
        ),
        Decoder(
            "content-digest",
            texts: { [ContentDigest(of: []).field] },
            exactly: { ContentDigest(field: $0) },
            \.field
        ),
        Decoder(
            "signature",
            texts: { [Sample.command.signature.base64] },
            exactly: { Signature(base64: $0) },
            \.base64
        ),
        Decoder(
            "public-key",
            texts: { Sample.keys.map(\.publicKey.text) },
            exactly: { try PublicKey(text: $0) },
            \.text
        ),
        Decoder("private-key", seeds: { Sample.keys.map { Array($0.exportPEM().utf8) } }) { bytes in
            let key = try? PrivateKey(pem: String(decoding: bytes, as: UTF8.self))
            guard let key else { return }
            let again = try? PrivateKey(pem: key.exportPEM())
            precondition(again?.publicKey == key.publicKey, "the key is written otherwise")
        },
        Decoder(
            "exchange-name",
            texts: { [Sample.origin.text] },
            exactly: { ExchangeName(text: $0) },
            \.text
        ),
        Decoder(
            "purpose",
            texts: { ["delivery-receipt"] },
            exactly: { Attestation.Purpose(text: $0) },
            \.text
        ),
    ]

    /// A request in lines: method, target, the three fields, and the content.
    private static func lines(_ signed: SignedMessage) -> [UInt8] {
        let fields = [HTTPField.Name.signatureInput, .signature, .contentDigest].map {
            signed.fields[$0] ?? ""
        }
        let isCommand = signed.message.contentDigest != nil
        let target = isCommand ? signed.message.path : Sample.target
        let head = [isCommand ? "POST" : "GET", target] + fields
        let body = isCommand ? Sample.body : []
        return Array(head.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")] + body
    }

    /// A request is accepted only from the one key there is, and is then what was sent.
    @Sendable
    private static func take(_ bytes: [UInt8]) {
        let parts = bytes.split(
            separator: UInt8(ascii: "\n"),
            maxSplits: 5,
            omittingEmptySubsequences: false
        )
        let head = parts.prefix(5).map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 6, let method = HTTPRequest.Method(head[0]) else { return }
        var request = HTTPRequest(method: method, scheme: nil, authority: nil, path: head[1])
        request.headerFields[.signatureInput] = head[2]
        request.headerFields[.signature] = head[3]
        request.headerFields[.contentDigest] = head[4]
        let body = Array(parts[5])

        let machine = market.machine
        let known = Sample.keys[0].publicKey.keyID
        if let viewer = try? authenticator.viewer(request, in: machine) {
            precondition(viewer == .stranger || viewer.key == known, "somebody else was accepted")
        }
        if let call = try? authenticator.call(request, body: body, path: head[1], in: machine) {
            precondition(call.signature?.key == known, "somebody else was accepted")
            precondition(call.path == head[1] && call.body.bytes == body, "another call was read")
            precondition("sig1=\(call.signature?.input ?? "")" == head[2], "another input was read")
        }
    }

    private static let authenticator = Authenticator(
        verifier: Verifier(tag: Sample.origin),
        keys: { id, _, _ in
            let key = Sample.keys[0].publicKey
            return id == key.keyID ? PublicKeyText(text: key.text) : nil
        },
        now: { Sample.now }
    )
}
