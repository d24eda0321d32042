import AsyncHTTPClient
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
public import Signatures
public import Units
public import Wire

/// Talks to a server that understands signed messages: an exchange, a node, a bank.
///
/// Every command is signed with the client's key and named by a command ID, so that sending it
/// again does nothing again. Queries are signed where there is a key, and anonymous otherwise.
public struct ExchangeClient: Sendable {
    /// The server's address, without a slash at the end.
    public let address: String
    /// The exchange that signatures are for.
    public let origin: ExchangeName
    /// The key that signs; without one, only anonymous queries are possible.
    public let key: PrivateKey?
    private let timeout: Int64

    /// A client that waits `timeout` seconds for the head of an answer.
    public init(address: String, origin: ExchangeName, key: PrivateKey?, timeout: Int64 = 30) {
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
        self.origin = origin
        self.key = key
        self.timeout = timeout
    }

    /// Sends a signed command and returns the answer's body.
    ///
    /// Throws `refused` with the problem the server names, `unreachable` or `noKey`.
    public func post(
        _ path: String,
        _ body: some WireValue,
        id: CommandID = .random()
    ) async throws(ClientError) -> [UInt8] {
        guard let key else { throw .noKey }
        let content = body.wire
        var request = HTTPRequest(method: .post, scheme: nil, authority: nil, path: path)
        do {
            try request.sign(body: content, for: origin, at: .clock, nonce: id, with: key)
        } catch {
            throw .unsignable("\(error)")
        }
        request.headerFields[.contentType] = "application/json"
        return try await answer(request, content)
    }

    /// Asks a query; `parameters` are percent-encoded and kept in order.
    ///
    /// Throws `refused`, `unreachable` or `unsignable`.
    public func get(
        _ path: String,
        _ parameters: [(name: String, value: String)] = []
    ) async throws(ClientError) -> [UInt8] {
        try await answer(signedGet(path, parameters), [])
    }

    /// Asks a query, with further header fields, and hands over the answer as it comes.
    public func stream(
        _ path: String,
        _ parameters: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [],
        _ consume: (_ head: Answer, _ chunk: [UInt8]) async throws -> Void
    ) async throws {
        let request = try signedGet(path, parameters)
        let response = try await send(request, [], headers)
        guard (200..<300).contains(response.status.code) else {
            throw try await refusal(response)
        }
        let head = Answer(
            status: Int(response.status.code),
            headers: response.headers.map { ($0.name.lowercased(), $0.value) }
        )
        for try await chunk in response.body {
            try await consume(head, Array(chunk.readableBytesView))
        }
    }

    /// What a query asks for: the path, and the parameters percent-encoded and in order.
    public func target(_ path: String, _ parameters: [(name: String, value: String)]) -> String {
        let query = parameters.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }
        return query.isEmpty ? path : "\(path)?\(query.joined(separator: "&"))"
    }

    private func signedGet(
        _ path: String,
        _ parameters: [(name: String, value: String)]
    ) throws(ClientError) -> HTTPRequest {
        let target = target(path, parameters)
        var request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: target)
        guard let key else { return request }
        do {
            try request.sign(for: origin, at: .clock, with: key)
        } catch {
            throw .unsignable("\(error)")
        }
        return request
    }

    private func answer(
        _ request: HTTPRequest,
        _ body: [UInt8]
    ) async throws(ClientError) -> [UInt8] {
        let response = try await send(request, body, [])
        guard (200..<300).contains(response.status.code) else {
            throw try await refusal(response)
        }
        return try await content(response)
    }

    private func send(
        _ request: HTTPRequest,
        _ body: [UInt8],
        _ headers: [(name: String, value: String)]
    ) async throws(ClientError) -> HTTPClientResponse {
        var message = HTTPClientRequest(url: address + (request.path ?? ""))
        message.method = request.method == .post ? .POST : .GET
        for field in request.headerFields {
            message.headers.add(name: field.name.canonicalName, value: field.value)
        }
        for header in headers { message.headers.add(name: header.name, value: header.value) }
        if !body.isEmpty { message.body = .bytes(body) }
        do {
            return try await HTTPClient.shared.execute(message, timeout: .seconds(timeout))
        } catch {
            throw .unreachable(address, "\(error)")
        }
    }

    private func content(_ response: HTTPClientResponse) async throws(ClientError) -> [UInt8] {
        do {
            return Array(try await response.body.collect(upTo: 64 << 20).readableBytesView)
        } catch {
            throw .unreachable(address, "\(error)")
        }
    }

    private func refusal(_ response: HTTPClientResponse) async throws(ClientError) -> ClientError {
        let status = Int(response.status.code)
        return .refused(Problem(status: status, body: try await content(response)))
    }
}

/// The head of a streamed answer; names of fields are in lowercase.
public struct Answer: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The header fields, in order.
    public let headers: [(name: String, value: String)]

    /// The value of the first field of this name.
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

extension Instant {
    /// Now, by this machine's clock.
    public static var clock: Instant {
        Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }
}

extension String {
    /// Every byte but RFC 3986's unreserved ones as `%XX`.
    var percentEncoded: String {
        utf8.map { byte in
            switch byte {
            case 65...90, 97...122, 48...57, 45, 46, 95, 126: String(UnicodeScalar(byte))
            default: "%" + Hex.encode([byte]).uppercased()
            }
        }
        .joined()
    }
}
