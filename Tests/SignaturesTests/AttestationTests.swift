import Signatures
import Testing

@Suite("Attestations")
struct AttestationTests {
    static let key = PrivateKey.generate()
    static let document: [UInt8] = Array(#"{"rows":120}"#.utf8)

    @Test("An attestation holds for its document, purpose and key only")
    func holds() throws {
        let attestation = try Attestation(
            signing: Self.document,
            for: "delivery-receipt",
            with: Self.key
        )
        let key = Self.key.publicKey
        #expect(attestation.keyID == key.keyID)
        #expect(attestation.verify(Self.document, for: "delivery-receipt", by: key))
        #expect(!attestation.verify(Self.document + [0], for: "delivery-receipt", by: key))
        #expect(!attestation.verify(Self.document, for: "job-result", by: key))

        let other = PrivateKey.generate().publicKey
        #expect(!attestation.verify(Self.document, for: "delivery-receipt", by: other))
        let renamed = Attestation(keyID: other.keyID, signature: attestation.signature)
        #expect(!renamed.verify(Self.document, for: "delivery-receipt", by: key))
        #expect(!renamed.verify(Self.document, for: "delivery-receipt", by: other))
    }

    @Test("The signed bytes are the stated ones")
    func bytes() {
        let bytes = Attestation.signedBytes(Self.document, for: "job-result")
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "databourse/attestation/v1\njob-result\n{\"rows\":120}"
        )
    }

    @Test(
        "A purpose is a short lowercase name",
        arguments: [
            "", "Receipt", "a b", "a\nb", "a/b", "收据", String(repeating: "a", count: 65),
        ]
    )
    func noPurpose(name: String) {
        #expect(Attestation.Purpose(text: name) == nil)
    }

    @Test("A purpose may have letters, digits, dots and hyphens", arguments: ["a", "job.v2-x"])
    func purpose(name: String) {
        #expect(Attestation.Purpose(text: name)?.text == name)
    }
}
