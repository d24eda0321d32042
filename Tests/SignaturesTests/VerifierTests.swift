import HTTPTypes
import Signatures
import Testing
import Units

@Suite("The door")
struct VerifierTests {
    @Test("It serves many tasks at once")
    func concurrent() async throws {
        let keys = try Golden.shared.keys.map { try PublicKey(text: $0.public) }
        let door = Verifier(tag: try #require(ExchangeName(text: "databourse.example/2026")))
        let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    try Golden.shared.messages.map { golden in
                        try door.verify(
                            golden.request(),
                            body: golden.content,
                            now: golden.time
                        ) { id in keys.first { $0.keyID == id } }
                    }
                    .count
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(accepted == 16 * 8)
    }

    @Test("The key is looked up by the ID in the message, once")
    func lookup() throws {
        let golden = try #require(Golden.shared.messages.first)
        let key = try Golden.shared.key(golden.key).publicKey
        var asked: [KeyID] = []
        _ = try Verifier(tag: #require(ExchangeName(text: golden.tag))).verify(
            golden.request(),
            body: golden.content,
            now: golden.time
        ) {
            asked.append($0)
            return key
        }
        #expect(asked == [key.keyID])
    }

    @Test("A lookup that returns another key doesn't open the door")
    func wrongLookup() throws {
        let golden = try #require(Golden.shared.messages.first)
        let other = PrivateKey.generate().publicKey
        #expect(throws: SignatureRejection.unknownKey) {
            try Verifier(tag: #require(ExchangeName(text: golden.tag))).verify(
                golden.request(),
                body: golden.content,
                now: golden.time
            ) { _ in other }
        }
    }

    @Test("A signer may name the key's algorithm", arguments: Algorithm.allCases)
    func namedAlgorithm(algorithm: Algorithm) throws {
        let key = PrivateKey.generate(algorithm)
        let message = try Message(method: .post, target: "/v1/x", body: [1])
        let plain = SignatureInput(
            of: message,
            created: 5,
            keyID: key.publicKey.keyID,
            nonce: .random(),
            tag: try #require(ExchangeName(text: "x"))
        )
        let input = try SignatureInput(plain.text + ";alg=\"\(algorithm.name)\"", of: message)
        #expect(input.algorithm == algorithm)
        let base = signatureBase(message.components, parameters: input.text)
        let signed = SignedMessage(message: message, input: input, signature: try key.sign(base))
        try signed.verify(by: key.publicKey)
    }

    @Test("Without a query a GET covers \"?\", as with an empty one")
    func emptyQuery() throws {
        let bare = try Message(method: .get, target: "/v1/products")
        let marked = try Message(method: .get, target: "/v1/products?")
        #expect(bare == marked)
        #expect(bare.components.map(\.value) == ["GET", "/v1/products", "?"])
    }

    @Test("A request that can't be signed isn't")
    func unsignable() throws {
        var request = try #require(Golden.shared.messages.first).request()
        request.path = "/v1/x?y"
        let before = request
        #expect(throws: SignatureRejection.uncoveredPart) {
            try request.sign(
                body: [],
                for: #require(ExchangeName(text: "x")),
                at: at(5),
                with: .generate()
            )
        }
        #expect(request == before)
    }

    @Test(
        "An exchange's name is short visible ASCII that needs no escape",
        arguments: ["", "a b", "a\"b", "a\\b", "数衡", "a\n", String(repeating: "x", count: 129)]
    )
    func malformedTag(name: String) {
        #expect(ExchangeName(text: name) == nil)
    }
}
