import HTTPTypes
import InMemoryLogging
import Logging
import Signatures
import Testing

@Suite("The gateway's log")
struct LogTests {
    @Test("Each answer is one entry with the request's name, and nothing that was secret or sent")
    func entries() async throws {
        let memory = InMemoryLogHandler()
        var door = TestDoor()
        door.logger = Logger(label: "test") { _ in memory }
        let command = try TestRequest.post("/v1/testing/deposit", CommandTests.deposit)
            .signed(by: .buyer)
        let answers = try await door.run { client in
            [
                try await client.ask(command),
                try await client.ask(.get("/v1/records/5?name=secret").with(.cookie, "s=secret")),
            ]
        }
        let entries = memory.entries
        #expect(entries.map { "\($0.message)" } == ["answered", "answered"])
        #expect(
            entries.map { $0.metadata["path"] } == [
                "/v1/testing/deposit", "/v1/records/{sequence}",
            ]
        )
        #expect(entries.map { $0.metadata["method"] } == ["POST", "GET"])
        #expect(entries.map { $0.metadata["status"] } == ["200", "400"])
        let names = answers.map { answer in
            answer.fields.first { $0.name.canonicalName == "x-request-id" }?.value
        }
        #expect(entries.map { $0.metadata["hb.request.id"]?.description } == names)
        let text = entries.map { "\($0.message) \($0.metadata)" }.joined()
        let sent = [.signature, .signatureInput, .contentDigest].compactMap { command.fields[$0] }
        for secret in sent + [CommandTests.deposit, "CNY", "secret"] {
            #expect(!text.contains(secret), "\(secret)")
        }
    }
}
