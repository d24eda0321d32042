import Foundation
import Gateway
import HTTPTypes
import Kernel
import Testing

@Suite("The API description")
struct OpenAPITests {
    static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "Golden/openapi.json")

    @Test("It is the golden file, which a validator of OpenAPI 3.1 has accepted")
    func golden() async throws {
        var door = TestDoor()
        door.queries = [QueryTests.balance, QueryTests.numbers, QueryTests.roster]
        let answer = try await door.ask(.get("/openapi.json"))
        #expect(answer.status == 200)
        #expect(answer.fields[.contentType] == "application/json")
        #expect(answer.fields[.eTag] != nil)
        if ProcessInfo.processInfo.environment["WRITE_GOLDEN"] != nil {
            try Data(answer.bytes).write(to: Self.golden)
        }
        let golden = try String(contentsOf: Self.golden, encoding: .utf8)
        #expect(answer.text == golden)
    }

    @Test("Every command and every query is in it")
    func complete() async throws {
        let door = TestDoor()
        let answer = try await door.ask(.get("/openapi.json"))
        let object = try JSONSerialization.jsonObject(with: Data(answer.bytes))
        let paths = try #require((object as? [String: Any])?["paths"] as? [String: Any])
        for endpoint in door.exchange.state.endpoints {
            let item = paths[endpoint.path] as? [String: Any]
            #expect(item?["post"] != nil, "\(endpoint.path)")
        }
        for path in [
            "/log/checkpoint", "/log/tile/{path}", "/v1/events", "/v1/journal",
            "/v1/problems/{code}", "/v1/records", "/v1/records/{sequence}",
            "/v1/records/{sequence}/receipt", "/v1/status",
        ] {
            #expect((paths[path] as? [String: Any])?["get"] != nil, "\(path)")
        }
    }
}
