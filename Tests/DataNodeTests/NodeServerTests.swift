import Contracts
import DataNode
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import NIOCore
import Signatures
import Testing
import Units
import Wire

@Suite("Node over HTTP")
struct NodeServerTests {
    let folder: Folder
    let file: String
    private let router: Router<BasicRequestContext>

    init() throws {
        folder = try Folder()
        file = try folder.write("air.csv", Sample.csv.utf8)
        router = Router()
        let server = try NodeServer(
            datasets: [try Sample.dataset(file)],
            desk: try EntitlementDeskTests.desk(),
            meter: try MeterTests.meter(folder),
            origin: try #require(ExchangeName(text: Sample.origin)),
            clock: { MeterTests.now }
        )
        server.addRoutes(to: router)
    }

    @Test("Two data sets of one name are refused, by name")
    func repeatedName() throws {
        let dataset = try Sample.dataset(file)
        let error = #expect(throws: RepeatedName.self) {
            try NodeServer(
                datasets: [dataset, dataset],
                desk: try EntitlementDeskTests.desk(),
                meter: try MeterTests.meter(folder),
                origin: try #require(ExchangeName(text: Sample.origin)),
                clock: { MeterTests.now }
            )
        }
        #expect(error?.name == "air")
    }

    private func run<Value>(
        _ test: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        try await Application(router: router).test(.router, test)
    }

    /// What the node says to a request.
    struct Reply: Sendable {
        let status: Int
        let fields: HTTPFields
        let text: String

        func statement() throws -> UsageStatement {
            let field = try #require(fields[.usageStatement])
            return try UsageStatement(wire: field.utf8)
        }

        /// The problem's code, when it is one with sentences in both languages.
        func code() throws -> String {
            #expect(fields[.contentType] == "application/problem+json")
            let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
            let problem = try #require(object as? [String: Any])
            #expect(problem["status"] as? Int == status)
            let messages = try #require(problem["messages"] as? [String: String])
            #expect(messages["zh"]?.isEmpty == false && messages["en"]?.isEmpty == false)
            return try #require(problem["code"] as? String)
        }
    }

    static let base = "/v1/entitlements"

    // MARK: Rows

    @Test("Rows come filtered, a page at a time, each page signed for")
    func rows() async throws {
        let entitlement = try Sample.entitlement(quota: 2)
        let (opened, first, second, third) = try await run { client in
            let opened = try await client.open(entitlement)
            let target = "\(Self.base)/AE-1/rows?select=hour,city&where=city%3D%E5%8C%97%E4%BA%AC"
            let first = try await client.get("\(target)&limit=1")
            let signature = try Sample.signature(first.statement())
            let next = [HTTPField.Name.usageAcknowledgement: signature]
            let second = try await client.get("\(target)&from=4", fields: next)
            let last = try Sample.signature(second.statement())
            _ = try await client.post(
                "\(Self.base)/AE-1/acknowledgement",
                #"{"signature":"\#(last)"}"#
            )
            return (opened, first, second, try await client.get(target))
        }
        #expect(opened.status == 200)
        #expect(opened.text.hasPrefix(#"{"acknowledged":0,"#))
        #expect(
            first.text == #"{"columns":["hour","city"],"next":4,"#
                + #""rows":[{"fields":["1","北京"],"index":1}]}"#
        )
        #expect(
            second.text
                == #"{"columns":["hour","city"],"rows":[{"fields":["4","北京"],"index":4}]}"#
        )
        #expect(try second.statement().count == 2)
        #expect(third.status == 403)
        #expect(try third.code() == "node.quotaExhausted")
    }

    @Test(
        "A column, condition or page that isn't one is refused, and not counted",
        arguments: [
            "select=town", "where=town%3D1", "where=hour", "where=hour%3E%3Dnoon", "from=0",
            "from=x", "limit=0", "limit=10001", "limit=99999999999999999999",
        ]
    )
    func malformedQuery(_ query: String) async throws {
        let entitlement = try Sample.entitlement()
        let (refused, file) = try await run { client in
            _ = try await client.open(entitlement)
            let refused = try await client.get("\(Self.base)/AE-1/rows?\(query)")
            return (refused, try await client.get("\(Self.base)/AE-1"))
        }
        #expect(refused.status == 400)
        #expect(try refused.code() == "node.queryMalformed")
        #expect(!file.text.contains("statement"))
    }

    @Test("Rows whose answer was lost come again, and are counted once; other rows wait")
    func again() async throws {
        let entitlement = try Sample.entitlement(quota: 2)
        let target = "\(Self.base)/AE-1/rows?limit=1"
        let (first, again, other) = try await run { client in
            _ = try await client.open(entitlement)
            return (
                try await client.get(target), try await client.get(target),
                try await client.get("\(Self.base)/AE-1/rows?limit=2")
            )
        }
        #expect(again.status == 200)
        #expect(again.text == first.text)
        #expect(try again.statement() == first.statement())
        #expect(again.fields[.usageSignature] == first.fields[.usageSignature])
        #expect(try other.code() == "node.notAcknowledged")
    }

    @Test("A record that names another key moves the entitlement to it, and never back")
    func rekeyed() async throws {
        let entitlement = try Sample.entitlement()
        let later = entitlement.naming(try Sample.text(Sample.other), in: 3)
        let target = "\(Self.base)/AE-1/rows"
        let (moved, old, new, back) = try await run { client in
            _ = try await client.open(entitlement)
            return (
                try await client.open(later, by: Sample.other), try await client.get(target),
                try await client.get(target, by: Sample.other),
                try await client.open(entitlement)
            )
        }
        #expect(moved.status == 200)
        #expect(try old.code() == "node.otherKey")
        #expect(new.status == 200)
        #expect(try back.code() == "node.otherKey")
    }

    // MARK: Files

    @Test("A file comes whole, and from where a transfer was broken off; that is one use")
    func wholeFile() async throws {
        let entitlement = try Sample.entitlement(1, .file, quota: 1)
        let (whole, rest) = try await run { client in
            _ = try await client.open(entitlement)
            let target = "\(Self.base)/AE-1/file"
            return (
                try await client.get(target),
                try await client.get(target, fields: [.range: "bytes=10-"])
            )
        }
        let size = Sample.csv.utf8.count
        #expect(whole.status == 200)
        #expect(whole.text == Sample.csv)
        #expect(whole.fields[.contentLength] == "\(size)")
        #expect(rest.status == 206)
        #expect(rest.text == String(decoding: Array(Sample.csv.utf8)[10...], as: UTF8.self))
        #expect(rest.fields[.contentRange] == "bytes 10-\(size - 1)/\(size)")
        #expect(rest.fields[.eTag] == whole.fields[.eTag])
        #expect(try rest.statement() == whole.statement())
        #expect(try whole.statement().count == 1)
    }

    @Test(
        "A range that isn't one to the end of the file is refused, and not counted",
        arguments: ["bytes=-5", "bytes=0-3", "bytes=9999-", "bytes=--1-", "lines=1-", ""]
    )
    func range(_ range: String) async throws {
        let entitlement = try Sample.entitlement(1, .file, quota: 1)
        let (refused, file) = try await run { client in
            _ = try await client.open(entitlement)
            let target = "\(Self.base)/AE-1/file"
            let refused = try await client.get(target, fields: [.range: range])
            return (refused, try await client.get("\(Self.base)/AE-1"))
        }
        #expect(refused.status == 400)
        #expect(try refused.code() == "node.queryMalformed")
        #expect(!file.text.contains("statement"))
    }

    @Test(
        "A file that has changed is neither served nor counted",
        arguments: [Delivery.Mode.file, .api]
    )
    func changedFile(_ mode: Delivery.Mode) async throws {
        let entitlement = try Sample.entitlement(1, mode, quota: 1)
        try Data((Sample.csv + "重庆,5,1\n").utf8).write(to: URL(filePath: file))
        let (refused, usage) = try await run { client in
            _ = try await client.open(entitlement)
            let part = mode == .file ? "file" : "rows"
            let refused = try await client.get("\(Self.base)/AE-1/\(part)")
            return (refused, try await client.get("\(Self.base)/AE-1"))
        }
        #expect(refused.status == 503)
        #expect(try refused.code() == "node.unavailable")
        #expect(!usage.text.contains("statement"))
    }

    @Test("A receipt proves exchange time: by it an older entitlement ends")
    func exchangeTime() async throws {
        let older = try Sample.entitlement()
        let newer = try Sample.entitlement(2)
        let (before, after) = try await run { client in
            _ = try await client.open(older)
            let before = try await client.get("\(Self.base)/AE-1/rows?limit=1")
            _ = try await client.open(newer, at: Sample.expiry)
            return (before, try await client.get("\(Self.base)/AE-1/rows?limit=1"))
        }
        #expect(before.status == 200)
        #expect(after.status == 403)
        #expect(try after.code() == "node.expired")
    }

    // MARK: Who asks

    @Test("Unsigned, by another key, or over another target: refused")
    func signatures() async throws {
        let entitlement = try Sample.entitlement()
        let (unsigned, foreign, moved, stolen) = try await run { client in
            _ = try await client.open(entitlement)
            let target = "\(Self.base)/AE-1/rows"
            return (
                try await client.get(target, by: nil),
                try await client.get(target, by: Sample.other),
                try await client.get("\(target)?limit=9", signedFor: target),
                // Whoever has the receipt hasn't the key.
                try await client.open(entitlement, by: Sample.other)
            )
        }
        #expect(unsigned.status == 401)
        #expect(try unsigned.code() == "node.notSigned")
        #expect(foreign.status == 403)
        #expect(try foreign.code() == "node.otherKey")
        #expect(moved.status == 401)
        #expect(try moved.code() == "node.notSigned")
        #expect(stolen.status == 403)
        #expect(try stolen.code() == "node.otherKey")
    }

    @Test("What isn't there, or isn't what is wanted, is a problem document too")
    func otherProblems() async throws {
        let (unknown, path, malformed, forged, large) = try await run { client in
            (
                try await client.get("\(Self.base)/AE-7"), try await client.get("/v1/other"),
                try await client.post(Self.base, "{}"),
                try await client.post(Self.base, #"{"receipt":"c2sp.org/tlog-proof@v1"}"#),
                try await client.post(Self.base, String(repeating: " ", count: 300_000))
            )
        }
        #expect(unknown.status == 404)
        #expect(try unknown.code() == "node.notFound")
        #expect(path.status == 404)
        #expect(try path.code() == "node.notFound")
        #expect(malformed.status == 400)
        #expect(try malformed.code() == "node.malformed")
        #expect(forged.status == 422)
        #expect(try forged.code() == "node.receiptNotProved")
        #expect(large.status == 400)
        #expect(try large.code() == "node.malformed")
    }
}

extension TestClientProtocol {
    fileprivate func get(
        _ target: String,
        by key: PrivateKey? = Sample.buyer,
        signedFor signed: String? = nil,
        fields: [HTTPField.Name: String] = [:]
    ) async throws -> NodeServerTests.Reply {
        var request = HTTPRequest(
            method: .get,
            scheme: nil,
            authority: nil,
            path: signed ?? target
        )
        let origin = try #require(ExchangeName(text: Sample.origin))
        if let key { try request.sign(for: origin, at: .wallClock, with: key) }
        for (name, value) in fields { request.headerFields[name] = value }
        return try await send(target, request, nil)
    }

    fileprivate func post(
        _ path: String,
        _ body: String,
        by key: PrivateKey = Sample.buyer
    ) async throws -> NodeServerTests.Reply {
        var request = HTTPRequest(method: .post, scheme: nil, authority: nil, path: path)
        let origin = try #require(ExchangeName(text: Sample.origin))
        try request.sign(body: Array(body.utf8), for: origin, at: .wallClock, with: key)
        return try await send(path, request, ByteBuffer(string: body))
    }

    /// Shows the node the receipt of an entitlement.
    fileprivate func open(
        _ entitlement: Entitlement,
        at time: Instant = Instant(microseconds: 1_000_000),
        by key: PrivateKey = Sample.buyer
    ) async throws -> NodeServerTests.Reply {
        let receipt = try Sample.receipt(Sample.record(entitlement, at: time))
        let presented = PresentedReceipt(receipt: String(decoding: receipt, as: UTF8.self))
        let body = String(decoding: presented.wire, as: UTF8.self)
        return try await post(NodeServerTests.base, body, by: key)
    }

    private func send(
        _ target: String,
        _ request: HTTPRequest,
        _ body: ByteBuffer?
    ) async throws -> NodeServerTests.Reply {
        let response = try await executeRequest(
            uri: target,
            method: request.method,
            headers: request.headerFields,
            body: body
        )
        return NodeServerTests.Reply(
            status: response.status.code,
            fields: response.headers,
            text: String(buffer: response.body)
        )
    }
}

extension Instant {
    fileprivate static var wallClock: Instant {
        Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}
