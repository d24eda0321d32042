import Foundation
import HTTPTypes
import Signatures
import Testing
import Units

/// What `Golden/make.py`, an implementation of its own, signed.
struct Golden: Decodable {
    struct Key: Decodable, Sendable {
        let name: String
        let pem: String
        let `public`: String
        let id: String
    }

    struct Sample: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let key: String
        let method: String
        let target: String
        let body: String
        let created: Int64
        let nonce: String
        let tag: String
        let base: String
        let fields: [String: String]

        var testDescription: String { "\(name), \(key)" }
    }

    struct Attested: Decodable, Sendable {
        let key: String
        let purpose: String
        let document: String
        let signature: String
    }

    let keys: [Key]
    let messages: [Sample]
    let attestations: [Attested]

    static let shared: Golden = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Golden/messages.json")
        guard let data = try? Data(contentsOf: file),
            let golden = try? JSONDecoder().decode(Golden.self, from: data)
        else { return Golden(keys: [], messages: [], attestations: []) }
        return golden
    }()

    func key(_ name: String) throws -> PrivateKey {
        try PrivateKey(pem: #require(keys.first { $0.name == name }).pem)
    }
}

extension Golden.Sample {
    var time: Instant { at(created) }

    var content: [UInt8] { Array(body.utf8) }

    /// The request as it came, and what a test changes in it.
    func request() throws -> HTTPRequest {
        var request = HTTPRequest(
            method: try #require(HTTPRequest.Method(method)),
            scheme: "https",
            authority: "databourse.example",
            path: target
        )
        for (name, value) in fields {
            request.headerFields[try #require(HTTPField.Name(name))] = value
        }
        return request
    }

    func message() throws -> Message {
        try Message(method: #require(.init(method)), target: target, body: content)
    }
}

/// The instant so many seconds after the start of 1970.
func at(_ seconds: Int64) -> Instant { Instant(microseconds: seconds * 1_000_000) }
