import HTTPTypes
import Signatures
import Testing
import Units

@Suite("Messages signed by another implementation")
struct GoldenTests {
    @Test("The golden file holds two keys, four messages of each and an attestation of each")
    func isThere() {
        #expect(Golden.shared.keys.map(\.name) == ["ed25519", "p256"])
        #expect(Golden.shared.messages.count == 8)
        #expect(Golden.shared.attestations.count == 2)
    }

    @Test("A key read from PEM has the same public half, ID and PEM", arguments: Golden.shared.keys)
    func keys(golden: Golden.Key) throws {
        let key = try PrivateKey(pem: golden.pem)
        #expect(key.publicKey.text == golden.public)
        #expect(key.publicKey.keyID.text == golden.id)
        #expect(key.exportPEM() == golden.pem)
        #expect(try PublicKey(text: golden.public) == key.publicKey)
    }

    @Test("The signature base is the same, byte for byte", arguments: Golden.shared.messages)
    func base(golden: Golden.Sample) throws {
        let message = try golden.message()
        let input = SignatureInput(
            of: message,
            created: golden.created,
            keyID: try Golden.shared.key(golden.key).publicKey.keyID,
            nonce: try #require(CommandID(text: golden.nonce)),
            tag: try #require(ExchangeName(text: golden.tag))
        )
        let base = signatureBase(message.components, parameters: input.text)
        #expect(String(decoding: base, as: UTF8.self) == golden.base)
        #expect(golden.fields["signature-input"] == "sig1=" + input.text)
        #expect(golden.fields["content-digest"] == message.contentDigest?.field)
        #expect(try SignatureInput(input.text, of: message) == input)
    }

    @Test("The door accepts them", arguments: Golden.shared.messages)
    func accepted(golden: Golden.Sample) throws {
        let key = try Golden.shared.key(golden.key).publicKey
        let door = Verifier(tag: try #require(ExchangeName(text: golden.tag)))
        let signed = try door.verify(
            golden.request(),
            body: golden.content,
            now: golden.time
        ) { $0 == key.keyID ? key : nil }

        #expect(signed.message == (try golden.message()))
        #expect(signed.input.nonce.text == golden.nonce)
        #expect(signed.input.keyID == key.keyID)
    }

    @Test(
        "Commands can be checked offline from what a journal keeps",
        arguments: Golden.shared.messages.filter { $0.method == "POST" }
    )
    func offline(golden: Golden.Sample) throws {
        let key = try PublicKey(
            text: #require(Golden.shared.keys.first { $0.name == golden.key }).public
        )
        let input = try #require(golden.fields["signature-input"]).dropFirst("sig1=".count)
        let sent = try #require(golden.fields["signature"])
        let base64 = sent.dropFirst("sig1=:".count).dropLast()
        let signature = try #require(Signature(base64: String(base64))).hex

        func record(_ body: [UInt8], _ signature: String) throws -> SignedMessage {
            try SignedMessage(
                recordedAt: golden.target,
                body: body,
                input: String(input),
                signature: signature
            )
        }
        try record(golden.content, signature).verify(by: key)
        #expect(throws: SignatureRejection.badSignature) {
            try record(golden.content + [0], signature).verify(by: key)
        }
        #expect(throws: SignatureRejection.malformedSignature) {
            try record(golden.content, String(signature.dropLast()))
        }
    }

    @Test("Signing the same gives the same fields", arguments: Golden.shared.messages)
    func signing(golden: Golden.Sample) throws {
        let key = try Golden.shared.key(golden.key)
        var request = try golden.request()
        let fields = request.headerFields
        request.headerFields = [.signature: "sig1=:stale:", .date: "kept"]
        let signed = try request.sign(
            body: golden.content,
            for: #require(ExchangeName(text: golden.tag)),
            at: golden.time,
            nonce: #require(CommandID(text: golden.nonce)),
            with: key
        )
        try signed.verify(by: key.publicKey)
        #expect(request.headerFields[.signatureInput] == fields[.signatureInput])
        #expect(request.headerFields[.contentDigest] == fields[.contentDigest])
        #expect(request.headerFields[values: .signature] == ["sig1=:\(signed.signature.base64):"])
        #expect(request.headerFields[.date] == "kept")
    }

    @Test("Attestations made elsewhere hold here", arguments: Golden.shared.attestations)
    func attestations(golden: Golden.Attested) throws {
        let key = try Golden.shared.key(golden.key).publicKey
        let attestation = Attestation(
            keyID: key.keyID,
            signature: try #require(Signature(hex: golden.signature))
        )
        let purpose = try #require(Attestation.Purpose(text: golden.purpose))
        #expect(attestation.verify(Array(golden.document.utf8), for: purpose, by: key))
    }
}
