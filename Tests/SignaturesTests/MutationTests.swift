import HTTPTypes
import RawStructuredFieldValues
import Signatures
import Testing
import Units

/// A golden message in which one thing is changed and nothing is signed anew.
private struct Mutant {
    var method = HTTPRequest.Method.post
    var target: String
    var body: [UInt8]
    var inputs: [String]
    var signatures: [String]
    var digests: [String]
    var now: Instant

    static let bid = Golden.shared.messages.first { $0.name == "a bid" && $0.key == "ed25519" }

    init() throws {
        let golden = try #require(Self.bid)
        target = golden.target
        body = golden.content
        inputs = [try #require(golden.fields["signature-input"])]
        signatures = [try #require(golden.fields["signature"])]
        digests = [try #require(golden.fields["content-digest"])]
        now = golden.time
    }

    func outcome() throws -> SignatureRejection? {
        var request = HTTPRequest(method: method, scheme: nil, authority: nil, path: target)
        request.headerFields[values: .signatureInput] = inputs
        request.headerFields[values: .signature] = signatures
        request.headerFields[values: .contentDigest] = digests
        let key = try Golden.shared.key("ed25519").publicKey
        let door = Verifier(tag: try #require(ExchangeName(text: "databourse.example/2026")))
        do throws(SignatureRejection) {
            _ = try door.verify(request, body: body, now: now) { $0 == key.keyID ? key : nil }
            return nil
        } catch {
            return error
        }
    }
}

/// In the field, `old` becomes `new`.
private struct Edit: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let reason: SignatureRejection

    init(_ old: String, _ new: String, _ reason: SignatureRejection) {
        (self.old, self.new, self.reason) = (old, new, reason)
    }

    var testDescription: String { "\(old) → \(new)" }

    func apply(to text: String) throws -> String {
        let place = try #require(text.firstRange(of: old))
        return text[..<place.lowerBound] + new + text[place.upperBound...]
    }
}

@Suite("Changed messages")
struct MutationTests {
    @Test("Unchanged, the message is accepted")
    func unchanged() throws {
        #expect(try Mutant().outcome() == nil)
    }

    private static let inputEdits = [
        // The member and its label.
        Edit("sig1=", "", .malformedInput),
        Edit("sig1=", "sig2=", .malformedInput),
        Edit("sig1=", "SIG1=", .malformedInput),
        Edit("sig1=", "sig1= ", .malformedInput),
        Edit("sig1=", "sig1=(), sig1=", .malformedInput),
        Edit("/2026\"", "/2026\", sig2=()", .malformedInput),
        Edit("/2026\"", "/2026", .malformedInput),
        // The covered components.
        Edit("(", "", .malformedInput),
        Edit(")", "", .malformedInput),
        Edit("\"@path\" ", "", .unsupportedComponents),
        Edit("\"@path\" ", "\"@path\"  ", .malformedInput),
        Edit("\"@path\" ", "\"@path\"", .malformedInput),
        Edit("\"@path\" ", "\"@path\" \"@path\" ", .unsupportedComponents),
        Edit("\"@path\"", "\"@target-uri\"", .unsupportedComponents),
        Edit("\"@path\"", "\"@Path\"", .unsupportedComponents),
        Edit("\"@path\"", "\"@query\"", .unsupportedComponents),
        Edit("\"@method\" \"@path\"", "\"@path\" \"@method\"", .unsupportedComponents),
        Edit("\"@method\" \"@path\" \"content-digest\"", "", .unsupportedComponents),
        Edit("\"@method\"", "\"@method\";req", .malformedInput),
        Edit("\"content-digest\"", "\"content-digest\" \"date\"", .unsupportedComponents),
        Edit("\"content-digest\"", "content-digest", .malformedInput),
        // The parameters: missing, doubled, out of order, unknown.
        Edit(";created=1795392000", "", .unsupportedParameters),
        Edit(";created=1795392000", ";created=1;created=1795392000", .unsupportedParameters),
        Edit(";created", ";expires=1795392300;created", .unsupportedParameters),
        Edit(";keyid=\"4415cb72781f57563c28b31aea984b37\"", "", .unsupportedParameters),
        Edit(";nonce=\"00112233445566778899aabbccddeeff\"", "", .unsupportedParameters),
        Edit(";tag=\"databourse.example/2026\"", "", .unsupportedParameters),
        Edit(";nonce", ";tag=\"databourse.example/2026\";nonce", .unsupportedParameters),
        Edit(";keyid", ";alg=\"ed25519\";keyid", .unsupportedParameters),
        Edit("/2026\"", "/2026\";alg=\"ed25519\";alg=\"ed25519\"", .unsupportedParameters),
        Edit("/2026\"", "/2026\";x=1", .unsupportedParameters),
        Edit("/2026\"", "/2026\";x", .malformedInput),
        Edit(";created", "; created", .malformedInput),
        // Their values.
        Edit("=1795392000", "=\"1795392000\"", .malformedParameter),
        Edit("=1795392000", "=01795392000", .malformedInput),
        Edit("=1795392000", "=-1795392000", .malformedInput),
        Edit("=1795392000", "=1795392000.0", .malformedInput),
        Edit("=1795392000", "=1795392000000000", .malformedInput),
        Edit("=1795392000", "=", .malformedInput),
        Edit("=1795392000", "=1795391999", .badSignature),
        Edit("=1795392000", "=999999999999999", .createdOutOfWindow),
        Edit("=1795392000", "=0", .createdOutOfWindow),
        Edit("\"4415cb", "\"4415CB", .malformedParameter),
        Edit("\"4415cb", "\"4415c", .malformedParameter),
        Edit("\"4415cb", "\"0415cb", .unknownKey),
        Edit("\"4415cb72781f57563c28b31aea984b37\"", "1", .malformedParameter),
        Edit("\"4415cb72781f57563c28b31aea984b37\"", ":AA==:", .malformedInput),
        Edit("\"0011", "\"0111", .badSignature),
        Edit("\"0011", "\"001", .malformedParameter),
        Edit("\"0011", "\"00\\\"1", .malformedInput),
        Edit("/2026", "/2027", .wrongTag),
        Edit("databourse.example/2026", "", .malformedParameter),
        Edit("/2026", "/ 2026", .malformedParameter),
        Edit("/2026\"", "/2026\";alg=\"ed25519\"", .badSignature),
        Edit("/2026\"", "/2026\";alg=\"ecdsa-p256-sha256\"", .wrongAlgorithm),
        Edit("/2026\"", "/2026\";alg=\"hmac-sha256\"", .malformedParameter),
        Edit("/2026\"", "/2026\";alg=1", .malformedParameter),
        // The sizes.
        Edit("/2026", "/" + String(repeating: "x", count: 128), .malformedParameter),
        Edit("/2026", "/" + String(repeating: "x", count: 1024), .malformedInput),
    ]

    @Test("Each change of signature-input has its reason", arguments: inputEdits)
    fileprivate func signatureInput(edit: Edit) throws {
        var mutant = try Mutant()
        mutant.inputs = [try edit.apply(to: mutant.inputs[0])]
        #expect(try mutant.outcome() == edit.reason)
    }

    private static let signatureEdits = [
        Edit("sig1=", "", .malformedSignature),
        Edit("sig1=", "sig2=", .malformedSignature),
        Edit("sig1=:", "sig1=\"", .malformedSignature),
        Edit("hAA==:", "hAA==", .malformedSignature),
        Edit("hAA==:", "hAA==:;x", .malformedSignature),
        Edit("hAA==:", "hAA==:, sig2=:AA==:", .malformedSignature),
        Edit("hAA==:", "hAA:", .malformedSignature),
        Edit("hAA==:", "hAB==:", .malformedSignature),
        Edit("hAA==:", "hAAAA:", .malformedSignature),
        Edit("HJVz", "", .malformedSignature),
        Edit("HJVz", "HJV_", .malformedSignature),
        Edit("HJVz", "IJVz", .badSignature),
    ]

    @Test("Each change of signature has its reason", arguments: signatureEdits)
    fileprivate func signature(edit: Edit) throws {
        var mutant = try Mutant()
        mutant.signatures = [try edit.apply(to: mutant.signatures[0])]
        #expect(try mutant.outcome() == edit.reason)
    }

    private static let digestEdits = [
        Edit("sha-256", "sha-512", .malformedDigest),
        Edit("sha-256", "md5=:AA==:, sha-256", .malformedDigest),
        Edit("=:", "=", .malformedDigest),
        Edit("UhwZ", "UhwY", .digestMismatch),
    ]

    @Test("Each change of content-digest has its reason", arguments: digestEdits)
    fileprivate func contentDigest(edit: Edit) throws {
        var mutant = try Mutant()
        mutant.digests = [try edit.apply(to: mutant.digests[0])]
        #expect(try mutant.outcome() == edit.reason)
    }

    @Test("A field that is missing or sent twice is refused")
    func missingAndDoubled() throws {
        let good = try Mutant()
        func outcome(_ change: (inout Mutant) -> Void) throws -> SignatureRejection? {
            var mutant = good
            change(&mutant)
            return try mutant.outcome()
        }
        #expect(try outcome { $0.inputs = [] } == .missingSignature)
        #expect(try outcome { $0.signatures = [] } == .missingSignature)
        #expect(try outcome { $0.digests = [] } == .missingDigest)
        #expect(try outcome { $0.inputs += $0.inputs } == .malformedInput)
        #expect(try outcome { $0.signatures += $0.signatures } == .malformedSignature)
        #expect(try outcome { $0.digests += $0.digests } == .malformedDigest)
    }

    @Test("Other content is refused, even with its own digest")
    func otherContent() throws {
        var mutant = try Mutant()
        mutant.body[0] ^= 1
        #expect(try mutant.outcome() == .digestMismatch)
        mutant.digests = [ContentDigest(of: mutant.body).field]
        #expect(try mutant.outcome() == .badSignature)
    }

    @Test(
        "Another target is refused",
        arguments: [
            ("/v1/trading/english-auction/Bid", .badSignature),
            ("/v1/trading/english-auction/bid/", .badSignature),
            ("/v1/trading/english-auction/bid?", .uncoveredPart),
            ("/v1/trading/english-auction/bid?dry=1", .uncoveredPart),
            ("", .malformedTarget),
            ("*", .malformedTarget),
            ("v1", .malformedTarget),
            ("https://databourse.example/v1", .malformedTarget),
            ("/v1#bid", .malformedTarget),
            ("/v1/a b", .malformedTarget),
            ("/v1/数", .malformedTarget),
            ("/" + String(repeating: "x", count: 4096), .malformedTarget),
        ] as [(String, SignatureRejection)]
    )
    func target(target: String, reason: SignatureRejection) throws {
        var mutant = try Mutant()
        mutant.target = target
        #expect(try mutant.outcome() == reason)
    }

    @Test("A target can't smuggle a line into the signature base")
    func lineInTarget() {
        #expect(throws: SignatureRejection.malformedTarget) {
            try Message(method: .post, target: "/v1\n\"content-digest\": sha-256=::")
        }
    }

    @Test("A command isn't a query, and other methods are neither")
    func method() throws {
        var mutant = try Mutant()
        mutant.method = .get
        #expect(try mutant.outcome() == .uncoveredPart)
        mutant.body = []
        #expect(try mutant.outcome() == .unsupportedComponents)
        for method: HTTPRequest.Method in [.head, .put, .delete, .patch, .query] {
            mutant.method = method
            #expect(try mutant.outcome() == .unsupportedMethod)
        }
    }

    @Test(
        "A message is accepted within 300 seconds of its making",
        arguments: [
            (-301, false), (-300, true), (0, true), (300, true), (301, false),
        ]
    )
    func window(offset: Int64, accepted: Bool) throws {
        var mutant = try Mutant()
        mutant.now = at(try #require(Mutant.bid).created + offset)
        #expect(try mutant.outcome() == (accepted ? nil : .createdOutOfWindow))
    }

    @Test("No clock breaks the window", arguments: [.min, -1, 0, .max] as [Int64])
    func extremeClock(microseconds: Int64) throws {
        var mutant = try Mutant()
        mutant.now = Instant(microseconds: microseconds)
        #expect(try mutant.outcome() == .createdOutOfWindow)
    }
}

@Suite("Every change of one character")
struct ExhaustiveMutationTests {
    /// Characters that mean something in these fields, and some that don't.
    private static let characters = Array("\"\\:;=, ()@09azAZ+/-*?\t~é")

    /// `text` with each character left out, replaced by another, or preceded by another.
    private static func variants(of text: String) -> [String] {
        let old = Array(text)
        var variants: [String] = []
        for index in old.indices {
            let head = String(old[..<index])
            let tail = String(old[(index + 1)...])
            variants.append(head + tail)
            for new in characters where new != old[index] {
                variants.append(head + String(new) + tail)
                variants.append(head + String(new) + String(old[index]) + tail)
            }
        }
        return variants
    }

    @Test("None is accepted, in whichever part of the message", arguments: 0..<4)
    func noneAccepted(index: Int) throws {
        let good = try Mutant()
        let parts: [WritableKeyPath<Mutant, String>] = [
            \.inputs[0], \.signatures[0], \.digests[0], \.target,
        ]
        let part = parts[index]
        for text in Self.variants(of: good[keyPath: part]) {
            // White space before a field's value isn't part of it.
            guard text.first?.isWhitespace == false else { continue }
            var mutant = good
            mutant[keyPath: part] = text
            #expect(try mutant.outcome() != nil, "\(text)")
        }
    }

    @Test("No flipped bit of the content is accepted")
    func content() throws {
        let good = try Mutant()
        for index in good.body.indices {
            for bit in 0..<8 {
                var mutant = good
                mutant.body[index] ^= 1 << UInt8(bit)
                #expect(try mutant.outcome() == .digestMismatch)
                mutant.digests = [ContentDigest(of: mutant.body).field]
                #expect(try mutant.outcome() == .badSignature)
            }
        }
    }

    @Test("What the exchange reads, the general parser reads alike and writes back unchanged")
    func agreesWithTheGeneralParser() throws {
        let mutant = try Mutant()
        let message = try Message(method: .post, target: mutant.target, body: mutant.body)
        var read = 0
        for text in Self.variants(of: String(mutant.inputs[0].dropFirst("sig1=".count))) {
            guard let input = try? SignatureInput(text, of: message) else { continue }
            read += 1
            let field = Array("sig1=\(text)".utf8)
            var parser = StructuredFieldValueParser(field)
            let dictionary = try parser.parseDictionaryFieldValue()
            guard case .innerList(let list) = dictionary["sig1"] else {
                Issue.record("\(text) is no inner list")
                continue
            }
            let parameters = list.rfc9651Parameters
            #expect(parameters["created"] == .integer(input.created))
            #expect(parameters["keyid"] == .string(input.keyID.text))
            #expect(parameters["nonce"] == .string(input.nonce.text))
            #expect(parameters["tag"] == .string(input.tag.text))
            #expect(
                list.bareInnerList.map(\.rfc9651BareItem)
                    == message.components.map { .string($0.name) }
            )
            var serializer = StructuredFieldValueSerializer()
            #expect(try serializer.writeDictionaryFieldValue(dictionary) == field)
        }
        // Digits of the time, and hex digits and letters of the strings.
        #expect(read > 400)
    }
}
