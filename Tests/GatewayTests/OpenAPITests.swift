import Foundation
import HTTPTypes
import Kernel
import Testing
import Wire

@testable import Gateway

@Suite("The API description")
struct OpenAPITests {
    static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "Golden/openapi.json")

    /// The file holds only this suite's own commands and queries, and was accepted by
    /// openapi-spec-validator 0.9; `WRITE_GOLDEN=1` writes it anew, to be validated again.
    @Test("A description is the golden file, byte for byte")
    func golden() throws {
        let own = TestDoor().exchange.state.endpoints.filter { $0.capability == Purse.name }
        let bytes = OpenAPI(
            endpoints: own,
            queries: [QueryTests.balance, QueryTests.numbers, QueryTests.roster],
            exchange: "exchange.example/log"
        ).bytes
        if ProcessInfo.processInfo.environment["WRITE_GOLDEN"] != nil {
            try Data(bytes).write(to: Self.golden)
        }
        #expect(try Data(contentsOf: Self.golden) == Data(bytes))
    }

    @Test("Every command and every query is in what the gateway serves")
    func complete() async throws {
        let door = TestDoor()
        let answer = try await door.ask(.get("/openapi.json"))
        #expect(answer.status == 200)
        #expect(answer.fields[.contentType] == "application/json")
        #expect(answer.fields[.eTag] != nil)
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

    @Test("A command and a query may share a path; schemas of one name stay apart")
    func collisions() throws {
        let path = "/v1/testing/pay"
        let query = Query(path, "What one would pay.", audience: .everyone) { _, _, _ in "" }
        let description = OpenAPI(
            endpoints: TestDoor().exchange.state.endpoints,
            queries: [query],
            exchange: "x"
        )
        let object = try JSONSerialization.jsonObject(with: Data(description.bytes))
        let paths = (object as? [String: Any])?["paths"] as? [String: [String: Any]]
        #expect(paths?[path].map { Set($0.keys) } == ["get", "post"])

        var components = Components()
        let names = [["a"], ["b"], ["a"]].map { cases in
            components.reference(
                .object(
                    name: "T",
                    members: [
                        .init("x", .enumeration(cases), isOptional: false, documentation: "")
                    ]
                )
            )
        }
        let texts = names.map { String(decoding: $0.bytes, as: UTF8.self) }
        let expected = ["T", "T2", "T"].map { name in
            "{\"$ref\":\"#/components/schemas/\(name)\"}"
        }
        #expect(texts == expected)
    }
}
