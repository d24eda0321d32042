import Exchange
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import KernelTesting
import Logging
import NIOCore
import Queries
import Signatures
import Synchronization
import Testing
import Transparency
import Units
import Wire

/// The market behind its real gateway.
struct MarketDoor {
    /// The market for whoever changes nothing in it.
    static let shared = Result { try MarketDoor() }

    private let service: MarketService

    init() throws { service = MarketService(try Market().venue) }

    var machine: StateMachine { service.state }

    /// Asks several things of one gateway.
    func run<Value>(
        _ test: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        let gateway = HTTPGateway(
            GatewayConfiguration(
                address: .hostname("127.0.0.1", port: 0),
                exchange: try origin,
                now: { marketTime }
            ),
            service: service,
            keys: publicKey,
            queries: exchangeQueries,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return try await gateway.application().test(.router, test)
    }
}

private var origin: ExchangeName {
    get throws { try #require(ExchangeName(text: Market.origin)) }
}

extension TestClientProtocol {
    /// Asks a query, signed unless a stranger asks.
    func get(_ target: String, as person: Person) async throws -> Reply {
        var request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: target)
        if let key = person.key { try request.sign(for: try origin, at: marketTime, with: key) }
        return try await send(request, [])
    }

    /// Gives a command, signed unless a stranger gives it.
    func post(
        _ path: String,
        _ body: String,
        as person: Person,
        id: CommandID = .random()
    ) async throws -> Reply {
        var request = HTTPRequest(method: .post, scheme: nil, authority: nil, path: path)
        let bytes = Array(body.utf8)
        if let key = person.key {
            try request.sign(body: bytes, for: try origin, at: marketTime, nonce: id, with: key)
        }
        request.headerFields[.contentType] = "application/json"
        return try await send(request, bytes)
    }

    private func send(_ request: HTTPRequest, _ body: [UInt8]) async throws -> Reply {
        let response = try await executeRequest(
            uri: try #require(request.path),
            method: request.method,
            headers: request.headerFields,
            body: body.isEmpty ? nil : ByteBuffer(bytes: body)
        )
        return Reply(
            status: response.status.code,
            fields: response.headers,
            bytes: Array(response.body.readableBytesView)
        )
    }
}

struct Reply: Sendable {
    let status: Int
    let fields: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// An exchange in memory: the kernel as it is, the journal an array, each record a microsecond
/// after the one before.
private final class MarketService: ExchangeService {
    private let venue: Mutex<TestVenue>

    init(_ venue: TestVenue) { self.venue = Mutex(venue) }

    var state: StateMachine { venue.withLock { $0.machine } }
    var isRunning: Bool { true }
    var checkpoint: PublishedCheckpoint? { nil }
    var gauges: [(name: String, value: Int64)] { [] }

    func submit(_ call: Call) async -> Submission {
        venue.withLock { venue in
            let holder = call.signature.flatMap { venue.machine.holder(of: $0.key) }
            if let holder, let id = call.id,
                let known = venue.machine.world.record(of: id, by: .member(holder.member))
            {
                let record = venue.journal[Int(known)]
                return record.body == call.body && record.path == call.path
                    ? .recorded(record, isRepeat: true) : .reusedID(sequence: known)
            }
            return switch venue.apply(call, at: venue.machine.world.time) {
            case .refused(let report): .refused(report)
            case .recorded(let record, _): .recorded(record, isRepeat: false)
            }
        }
    }

    func records(from sequence: Int64, limit: Int) async throws -> [StoredRecord] {
        venue.withLock { $0.journal }.dropFirst(Int(sequence)).prefix(limit).map {
            StoredRecord($0, bytes: $0.wire)
        }
    }

    func growth() -> AsyncStream<Int64> { AsyncStream { $0.finish() } }
    func receipt(for sequence: Int64) async throws -> String? { nil }
    func finality(of sequence: Int64) -> Finality { .durable }
    func tile(_ tile: TileCoordinate) async throws -> [UInt8]? { nil }
}
