import HTTPTypes
import Signatures
import Testing
import Units

/// A request in which anything may be wrong, and all else is right and signed.
private struct Attempt {
    private static let now: Int64 = 1_795_392_000
    private static let key = PrivateKey.generate(.ed25519)

    let wrong: Set<SignatureRejection>

    private func pick<T>(_ reason: SignatureRejection, _ bad: T, _ good: T) -> T {
        wrong.contains(reason) ? bad : good
    }

    /// What the door says.
    func outcome() throws -> SignatureRejection? {
        let body: [UInt8] = [1, 2, 3]
        let tag = try #require(ExchangeName(text: "databourse.example/2026"))
        let known = pick(.unknownKey, nil, Self.key.publicKey)
        do throws(SignatureRejection) {
            let request = try makeRequest(signing: body)
            _ = try Verifier(tag: tag).verify(
                request,
                body: pick(.digestMismatch, [9], body),
                now: pick(.createdOutOfWindow, at(Self.now + 301), at(Self.now))
            ) { $0 == known?.keyID ? known : nil }
            return nil
        } catch {
            return error
        }
    }

    private func makeRequest(signing body: [UInt8]) throws(SignatureRejection) -> HTTPRequest {
        var request = HTTPRequest(
            method: pick(.unsupportedMethod, .put, .post),
            scheme: "https",
            authority: "databourse.example",
            path: pick(.malformedTarget, "v1", "/v1") + pick(.uncoveredPart, "?q", "")
        )
        let message = try Message(method: .post, target: "/v1", body: body)
        let parameters = covered + created + keyID + rest
        var signature = sign(message, parameters)
        if wrong.contains(.badSignature) { signature[63] ^= 1 }
        let base64 = Signature(bytes: signature)?.base64 ?? ""

        var fields = HTTPFields()
        fields[.contentDigest] = pick(
            .malformedDigest,
            "sha-512=:AA==:",
            message.contentDigest?.field
        )
        if wrong.contains(.missingDigest) { fields[.contentDigest] = nil }
        fields[.signatureInput] = "sig1=" + parameters + pick(.malformedInput, ";", "")
        fields[.signature] = "sig1=:\(base64)" + pick(.malformedSignature, "", ":")
        if wrong.contains(.missingSignature) { fields[.signature] = nil }
        request.headerFields = fields
        return request
    }

    private var covered: String {
        pick(
            .unsupportedComponents,
            #"("@method" "content-digest")"#,
            #"("@method" "@path" "content-digest")"#
        )
    }

    private var created: String {
        pick(.unsupportedParameters, "", ";created=\(Self.now)")
    }

    private var keyID: String {
        ";keyid=\"" + pick(.malformedParameter, "k1", Self.key.publicKey.keyID.text) + "\""
    }

    private var rest: String {
        let tag = pick(.wrongTag, "elsewhere.example", "databourse.example/2026")
        let algorithm = pick(.wrongAlgorithm, ";alg=\"ecdsa-p256-sha256\"", "")
        return ";nonce=\"00112233445566778899aabbccddeeff\";tag=\"\(tag)\"" + algorithm
    }

    private func sign(_ message: Message, _ parameters: String) -> [UInt8] {
        let base = signatureBase(message.components, parameters: parameters)
        return (try? Self.key.sign(base).bytes) ?? [UInt8](repeating: 0, count: 64)
    }
}

@Suite("Why the door refuses, by precedence")
struct PrecedenceTests {
    @Test("With nothing wrong, it accepts")
    func accepted() throws {
        #expect(try Attempt(wrong: []).outcome() == nil)
    }

    @Test("One thing wrong gives its own reason", arguments: SignatureRejection.allCases)
    func single(reason: SignatureRejection) throws {
        #expect(try Attempt(wrong: [reason]).outcome() == reason)
    }

    /// Each row mends the first mistake of the row above, so the order proves the precedence.
    @Test("Of many things wrong it gives the first", arguments: SignatureRejection.allCases.indices)
    func first(index: Int) throws {
        let wrong = SignatureRejection.allCases[index...]
        #expect(try Attempt(wrong: Set(wrong)).outcome() == wrong.first)
    }
}
