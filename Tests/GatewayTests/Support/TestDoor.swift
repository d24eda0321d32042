import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Logging
import NIOCore
import Signatures
import Synchronization
import Units
import Wire

/// A gateway before a test exchange, and how tests ask it.
struct TestDoor {
    var exchange = TestExchange(TestMember.admitted)
    var configuration = GatewayConfiguration(
        address: .hostname("127.0.0.1", port: 0),
        exchange: TestDoor.name,
        now: { testTime }
    )
    var queries: [Query] = []
    var sessions: SessionLookup = { _ in nil }
    var routes: [Routes] = []
    var problemPage: ProblemPage = { _, _, _ in nil }

    static var name: ExchangeName {
        guard let name = ExchangeName(text: "exchange.example/log") else { preconditionFailure() }
        return name
    }

    var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    var gateway: HTTPGateway {
        HTTPGateway(
            configuration,
            service: exchange,
            keys: Self.publicKey,
            queries: queries,
            sessions: sessions,
            routes: routes,
            problemPage: problemPage,
            logger: logger
        )
    }

    /// The keys of all members, and the key that somebody who says something says it has.
    static func publicKey(_ id: KeyID, _ world: World, _ call: Call?) -> PublicKeyText? {
        let member = TestMember.admitted.first { $0.key.publicKey.keyID == id }
        if let member { return PublicKeyText(text: member.key.publicKey.description) }
        guard let call, call.path == "/v1/testing/say" else { return nil }
        return try? Named(wire: call.body.bytes).key
    }

    @Wire
    struct Named {
        let key: PublicKeyText
        let text: String
    }

    /// Asks one thing.
    func ask(_ request: TestRequest) async throws -> TestAnswer {
        try await run { client in try await client.ask(request) }
    }

    /// Asks several things of the same gateway.
    func run<Value>(
        _ setup: TestingSetup = .router,
        _ test: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        try await gateway.application().test(setup, test)
    }
}

extension TestClientProtocol {
    func ask(_ request: TestRequest) async throws -> TestAnswer {
        let response = try await executeRequest(
            uri: request.target,
            method: request.method,
            headers: request.fields,
            body: request.body.isEmpty ? nil : ByteBuffer(bytes: request.body)
        )
        return TestAnswer(response)
    }
}

/// A request that a test can spoil before it is sent.
struct TestRequest: Sendable {
    var method: HTTPRequest.Method
    var target: String
    var fields = HTTPFields()
    var body: [UInt8] = []

    /// A query; unsigned.
    static func get(_ target: String) -> TestRequest { TestRequest(method: .get, target: target) }

    /// A command; unsigned.
    static func post(_ path: String, _ body: String) -> TestRequest {
        var request = TestRequest(method: .post, target: path, body: Array(body.utf8))
        request.fields[.contentType] = "application/json"
        return request
    }

    func signed(
        by member: TestMember,
        for exchange: ExchangeName = TestDoor.name,
        at time: Instant = testTime,
        id: CommandID = .random()
    ) throws -> TestRequest {
        var head = HTTPRequest(method: method, scheme: nil, authority: nil, path: target)
        head.headerFields = fields
        try head.sign(body: body, for: exchange, at: time, nonce: id, with: member.key)
        var request = self
        request.fields = head.headerFields
        return request
    }

    func with(_ name: HTTPField.Name, _ value: String?) -> TestRequest {
        var request = self
        request.fields[name] = value
        return request
    }

    func with(body: String) -> TestRequest {
        var request = self
        request.body = Array(body.utf8)
        return request
    }
}

/// What came back.
struct TestAnswer: Sendable {
    let status: Int
    let fields: HTTPFields
    let bytes: [UInt8]

    init(_ response: TestResponse) {
        status = response.status.code
        fields = response.headers
        bytes = Array(response.body.readableBytesView)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The problem, without the request's random name.
    func problem() throws -> String {
        let request = try ProblemDocument(wire: bytes).request
        return text.replacing("\"request\":\"\(request)\"", with: "\"request\":\"…\"")
    }
}
