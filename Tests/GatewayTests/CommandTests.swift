import Gateway
import HTTPTypes
import Kernel
import Signatures
import Synchronization
import Testing
import Units
import Wire

@Suite("Commands")
struct CommandTests {
    static let deposit = #"{"amount":{"amount":500,"currency":"CNY"}}"#
    static let pay = #"{"amount":{"amount":200,"currency":"CNY"},"memo":"谢谢","to":"M-2"}"#

    @Test("An accepted command's reply holds what it caused, in canonical form")
    func accepted() async throws {
        let door = TestDoor()
        let request = try TestRequest.post("/v1/testing/deposit", Self.deposit)
            .signed(by: .buyer)
        let answer = try await door.ask(request)
        #expect(answer.status == 200)
        #expect(answer.fields[.contentType] == "application/json")
        #expect(answer.fields[.contentLocation] == "/v1/records/5")
        #expect(
            answer.text == """
                {"finality":"L0","outcome":{"accepted":{"due":[],"events":[],"rights":[],\
                "transfers":[{"amount":{"amount":500,"currency":"CNY"},"from":"bank",\
                "purpose":"deposit","to":"cash:M-1"}]}},"repeat":false,"sequence":5,\
                "time":1793583000000004}
                """
        )
    }

    @Test("The record keeps the signature so that anybody can check it again")
    func keptSignature() async throws {
        let door = TestDoor()
        let request = try TestRequest.post("/v1/testing/deposit", Self.deposit)
            .signed(by: .buyer)
        _ = try await door.ask(request)
        let record = try #require(door.exchange.journal.last)
        let signature = try #require(record.signature)
        let message = try SignedMessage(
            recordedAt: record.path,
            body: record.body.bytes,
            input: signature.input,
            signature: signature.value
        )
        #expect(throws: Never.self) { try message.verify(by: TestMember.buyer.key.publicKey) }
        #expect(record.command == message.input.nonce)
    }

    @Test("The same command again does nothing and gets the same reply")
    func repeated() async throws {
        let door = TestDoor()
        let request = try TestRequest.post("/v1/testing/deposit", Self.deposit)
            .signed(by: .buyer)
        let (first, second) = try await door.run { client in
            (try await client.ask(request), try await client.ask(request))
        }
        #expect(second.status == 200)
        #expect(
            second.text == first.text.replacing("\"repeat\":false", with: "\"repeat\":true")
        )
        #expect(door.exchange.journal.count == 6)
    }

    @Test("A message repeated within the window of signatures does nothing; later it is refused")
    func replayed() async throws {
        // As long as a signature may be accepted, its command is remembered.
        let window = Int64(Verifier.window)
        #expect(World.commandMemory > .seconds(2 * window))
        let clock = Mutex(testTime)
        var door = TestDoor()
        door.configuration.now = { clock.withLock(\.self) }
        let request = try TestRequest.post("/v1/testing/deposit", Self.deposit)
            .signed(by: .buyer)
        let answers = try await door.run { client in
            var answers = [try await client.ask(request)]
            for age in [window, window + 1] {
                clock.withLock { $0 = testTime + .seconds(age) }
                answers.append(try await client.ask(request))
            }
            return answers
        }
        #expect(answers.map(\.status) == [200, 200, 401])
        #expect(answers[1].text.contains("\"repeat\":true"))
        #expect(try answers[2].problem().contains("gateway.signatureLate"))
        #expect(door.exchange.journal.count == 6)
    }

    @Test("A recorded rejection is a problem with the record's number, also the second time")
    func rejectionRepeated() async throws {
        let door = TestDoor()
        let request = try TestRequest.post("/v1/testing/pay", Self.pay).signed(by: .buyer)
        let (first, second) = try await door.run { client in
            (try await client.ask(request), try await client.ask(request))
        }
        #expect(first.status == 402)
        #expect(
            try second.problem()
                == first.problem().replacing("\"repeat\":false", with: "\"repeat\":true")
        )
    }

    @Test("Whoever has no key yet signs with the key that the command names")
    func newcomer() async throws {
        let door = TestDoor()
        let key = TestMember.stranger.key.publicKey.description
        let request = TestRequest.post(
            "/v1/testing/say",
            #"{"key":"\#(key)","text":"hello"}"#
        )
        let answer = try await door.ask(request.signed(by: .stranger))
        #expect(answer.status == 200)
        let actor = Actor.stranger(TestMember.stranger.key.publicKey.keyID)
        #expect(door.exchange.journal.last?.actor == actor)
        // Another key can't speak for it.
        let forged = try await door.ask(request.signed(by: TestMember(8)))
        #expect(forged.status == 401)
        #expect(door.exchange.journal.count == 6)
    }

    @Test("What another key has signed inside a command is checked")
    func attested() async throws {
        let door = TestDoor()
        let attestation = try Attestation(
            signing: Array("hello".utf8),
            for: "saying",
            with: TestMember.seller.key
        )
        func vouch(_ text: String) throws -> TestRequest {
            let key = TestMember.seller.key.publicKey.description
            let proof = attestation.signature.hex
            return try TestRequest.post(
                "/v1/testing/vouch",
                #"{"by":"\#(key)","proof":"\#(proof)","text":"\#(text)"}"#
            )
            .signed(by: .buyer)
        }
        let good = try await door.ask(vouch("hello"))
        #expect(good.status == 200)
        let bad = try await door.ask(vouch("goodbye"))
        #expect(bad.status == 422)
        #expect(bad.text.contains("gateway.attestationInvalid"))
        #expect(door.exchange.journal.count == 6)
    }

    @Test("A member may name the content's character set")
    func characterSet() async throws {
        let request = try TestRequest.post("/v1/testing/deposit", Self.deposit)
            .with(.contentType, "Application/JSON; charset=utf-8")
            .signed(by: .buyer)
        #expect(try await TestDoor().ask(request).status == 200)
    }
}
