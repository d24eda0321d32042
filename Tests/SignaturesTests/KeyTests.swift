import Crypto
import Signatures
import Testing
import Units

@Suite("Keys")
struct KeyTests {
    @Test(
        "What a key signs, its public half verifies, and no other key",
        arguments: Algorithm.allCases
    )
    func signing(algorithm: Algorithm) throws {
        let key = PrivateKey.generate(algorithm)
        let other = PrivateKey.generate(algorithm)
        let signature = try key.sign([1, 2, 3])
        #expect(key.publicKey.verify(signature, of: [1, 2, 3]))
        #expect(!key.publicKey.verify(signature, of: [1, 2]))
        #expect(!other.publicKey.verify(signature, of: [1, 2, 3]))
        #expect(Signature(hex: signature.hex) == signature)
        #expect(Signature(base64: signature.base64) == signature)
        #expect(Signature(hex: signature.hex.uppercased()) == nil)
        #expect(Signature(hex: signature.hex + "00") == nil)
        #expect(Signature(base64: signature.base64 + "AAAA") == nil)
    }

    @Test("A flipped bit anywhere in a signature spoils it", arguments: Algorithm.allCases)
    func flippedBits(algorithm: Algorithm) throws {
        let key = PrivateKey.generate(algorithm)
        let signature = try key.sign([1, 2, 3])
        for index in 0..<64 {
            var bytes = signature.bytes
            bytes[index] ^= 1
            let flipped = try #require(Signature(bytes: bytes))
            #expect(!key.publicKey.verify(flipped, of: [1, 2, 3]))
        }
    }

    @Test("PEM and text forms lead back to the key", arguments: Algorithm.allCases)
    func forms(algorithm: Algorithm) throws {
        let key = PrivateKey.generate(algorithm)
        let again = try PrivateKey(pem: key.exportPEM())
        #expect(again.publicKey == key.publicKey)
        #expect(try again.publicKey.verify(key.sign([7]), of: [7]))
        #expect(try PublicKey(text: key.publicKey.text) == key.publicKey)
        #expect(try PublicKey(algorithm, bytes: key.publicKey.bytes) == key.publicKey)
    }

    @Test("PEM may end its lines as other systems do")
    func carriageReturns() throws {
        let key = PrivateKey.generate(.ecdsaP256)
        let pem = key.exportPEM().split(separator: "\n").joined(separator: "\r\n")
        #expect(try PrivateKey(pem: pem).publicKey == key.publicKey)
    }

    @Test(
        "Why a public key is refused",
        arguments: [
            ("", .malformedText),
            ("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs", .malformedText),
            ("ED25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs", .malformedText),
            ("ed25519:JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs", .malformedText),
            ("ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs=", .malformedText),
            ("ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bt", .malformedText),
            ("ed25519: JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs", .malformedText),
            ("ed25519:", .wrongLength),
            ("ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0Q", .wrongLength),
            ("p256:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs", .wrongLength),
            ("p256:" + String(repeating: "A", count: 86) + "A", .notAPoint),
            (
                "p256:BKiFWGVSwqz2Rxh4z9ewk1tP_g_S38NBJI6he8QeBYrwMc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F1",
                .malformedText
            ),
            (
                "p256:BKiFWGVSwqz2Rxh4z9ewk1tP_g_S38NBJI6he8QeBYrwMc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6FQ",
                .notAPoint
            ),
        ] as [(String, KeyFailure)]
    )
    func refused(text: String, reason: KeyFailure) {
        #expect(throws: reason) { try PublicKey(text: text) }
    }

    @Test(
        "An Ed25519 key of small order is refused, in every encoding",
        arguments: [
            ("00" + String(repeating: "00", count: 30), "00"),
            ("01" + String(repeating: "00", count: 30), "00"),
            ("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc", "05"),
            ("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03", "7a"),
            ("ec" + String(repeating: "ff", count: 30), "7f"),
            ("ed" + String(repeating: "ff", count: 30), "7f"),
            ("ee" + String(repeating: "ff", count: 30), "7f"),
        ]
    )
    func smallOrder(start: String, end: String) throws {
        let last = try #require(Hex.decode(end)).first ?? 0
        for sign: UInt8 in [0, 0x80] {
            let bytes = try #require(Hex.decode(start)) + [last | sign]
            #expect(throws: KeyFailure.smallOrder) { try PublicKey(.ed25519, bytes: bytes) }
        }
    }

    @Test("A key of small order would fit any message, which is why it is refused")
    func smallOrderFitsAll() throws {
        // The identity as key and as R, with S = 0: 0·B = R + h·A whatever the message.
        let identity: [UInt8] = [1] + [UInt8](repeating: 0, count: 31)
        let zero = [UInt8](repeating: 0, count: 32)
        let forged = try #require(Signature(bytes: identity + zero))
        let key = try Curve25519.Signing.PublicKey(rawRepresentation: identity)
        #expect(key.isValidSignature(forged.bytes, for: [1]))
        #expect(key.isValidSignature(forged.bytes, for: [2]))
    }

    @Test(
        "Why a private key's PEM is refused",
        arguments: [
            ("", .malformedPEM),
            ("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", .malformedPEM),
            ("-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n", .malformedPEM),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", .malformedPEM),
            ("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n", .malformedPEM),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", .unsupportedKey),
            // An Ed25519 key that lacks its last three bytes, and an X25519 key.
            (
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9q\n-----END PRIVATE KEY-----\n",
                .unsupportedKey
            ),
            (
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n",
                .unsupportedKey
            ),
        ] as [(String, KeyFailure)]
    )
    func refusedPEM(pem: String, reason: KeyFailure) {
        #expect(throws: reason) { try PrivateKey(pem: pem) }
    }

    @Test("A private key can't be printed", arguments: Algorithm.allCases)
    func unprintable(algorithm: Algorithm) throws {
        let key = PrivateKey.generate(algorithm)
        let shown = "PrivateKey(\(key.publicKey.keyID))"
        #expect("\(key)" == shown)
        #expect(String(reflecting: key) == shown)
        #expect(Mirror(reflecting: key).children.map(\.label) == ["keyID"])
        var dumped = ""
        dump([key], to: &dumped)
        #expect(!dumped.contains("secret"))
    }

    @Test("A key's ID depends on its algorithm and bytes alone")
    func keyID() throws {
        let key = try PublicKey(text: "ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs")
        // sha256(01 ‖ the 32 bytes), by sha256sum.
        #expect(key.keyID == KeyID(text: "4415cb72781f57563c28b31aea984b37"))
        #expect(key.keyID.high == 0x4415_cb72_781f_5756)
        #expect(key.keyID.low == 0x3c28_b31a_ea98_4b37)
    }

    @Test("Random command names differ")
    func random() {
        #expect(Set((0..<1000).map { _ in CommandID.random() }).count == 1000)
    }

    @Test("A key's text is what the members' register takes", arguments: Algorithm.allCases)
    func registered(algorithm: Algorithm) {
        let key = PrivateKey.generate(algorithm).publicKey
        #expect(PublicKeyText(text: key.text)?.text == key.text)
    }
}
