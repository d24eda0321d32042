import Crypto
import Signatures
import Testing

/// The published examples that use our algorithms.
@Suite("RFC 9421 and RFC 9530 examples")
struct RFCVectorTests {
    @Test("RFC 9421 B.2.6: Ed25519 signs this base, made of these components")
    func ed25519() throws {
        let base = signatureBase(
            [
                ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
                ("@method", "POST"),
                ("@path", "/foo"),
                ("@authority", "example.com"),
                ("content-type", "application/json"),
                ("content-length", "18"),
            ],
            parameters: """
                ("date" "@method" "@path" "@authority" "content-type" "content-length")\
                ;created=1618884473;keyid="test-key-ed25519"
                """
        )
        let text = """
            "date": Tue, 20 Apr 2021 02:07:55 GMT
            "@method": POST
            "@path": /foo
            "@authority": example.com
            "content-type": application/json
            "content-length": 18
            "@signature-params": ("date" "@method" "@path" "@authority" "content-type" \
            "content-length");created=1618884473;keyid="test-key-ed25519"
            """
        #expect(String(decoding: base, as: UTF8.self) == text)

        let key = try PublicKey(text: "ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs")
        let signature = try #require(
            Signature(
                base64:
                    "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
            )
        )
        #expect(key.verify(signature, of: base))
        #expect(!key.verify(signature, of: base + [10]))
    }

    @Test("RFC 9421 B.2.4: ECDSA over P-256 signed this base, made of these components")
    func ecdsaP256() throws {
        let base = signatureBase(
            [
                ("@status", "200"),
                ("content-type", "application/json"),
                (
                    "content-digest",
                    """
                    sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41Q\
                    JgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:
                    """
                ),
                ("content-length", "23"),
            ],
            parameters: """
                ("@status" "content-type" "content-digest" "content-length")\
                ;created=1618884473;keyid="test-key-ecc-p256"
                """
        )
        let key = try PublicKey(
            text:
                "p256:BKiFWGVSwqz2Rxh4z9ewk1tP_g_S38NBJI6he8QeBYrwMc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0"
        )
        let signature = try #require(
            Signature(
                base64:
                    "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw=="
            )
        )
        #expect(key.verify(signature, of: base))
        #expect(!key.verify(signature, of: base.dropLast() + [0]))
    }

    @Test(
        "RFC 9530: the SHA-256 digest of the example contents",
        arguments: [
            // RFC 9530 §B.1.
            ("{\"hello\": \"world\"}\n", "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"),
            // RFC 9421 §1.4's request, with the digest of RFC 9530 §B.8.
            ("{\"hello\": \"world\"}", "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"),
        ]
    )
    func contentDigest(content: String, field: String) {
        let digest = ContentDigest(of: Array(content.utf8))
        #expect(digest.field == field)
        #expect(ContentDigest(field: field) == digest)
    }

    @Test(
        "A content digest is one SHA-256 value and nothing more",
        arguments: [
            "",
            "sha-256=:",
            "sha-256=::",
            "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE:",
            "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPF=:",
            "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBA==:",
            "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:;a",
            "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:, sha-512=:AA==:",
            "sha-512=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
            "SHA-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
        ]
    )
    func malformedDigest(field: String) {
        #expect(ContentDigest(field: field) == nil)
    }
}
