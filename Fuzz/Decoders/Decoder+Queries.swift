import Foundation
@testable import Gateway
import HTTPTypes
import HummingbirdCore
import Kernel
import struct Portal.MarketQuery
import Queries
import SampleMarket
import Transparency
import Units
import Wire

extension Decoder {
    /// What is asked of the exchange.
    static let queries: [Decoder] = [
        Decoder("query", seeds: { asked.map(seed) }, ask),
        Decoder("if-none-match", seeds: { [Array("\"a\", W/\"b\", *".utf8)] }) { bytes in
            var fields = HTTPFields()
            fields[.ifNoneMatch] = String(decoding: bytes, as: UTF8.self)
            guard fields.knows("\"b\""), let text = fields[.ifNoneMatch] else { return }
            let names = text.contains("\"b\"") || text.contains("*")
            precondition(names, "another tag is taken for this one")
        },
        Decoder("market-query", seeds: { [Array(marketTarget.utf8)] }) { bytes in
            let query = marketQuery(asking: String(decoding: bytes, as: UTF8.self))
            precondition(MarketQuery(parameters: query.parameters) == query, "another query")
            let again = marketQuery(asking: query.address)
            precondition(again == query, "its address asks for another")
        },
        Decoder("json-pointer", seeds: { [Array(#"{"a~/":[{},{"b":1"#.utf8)] }) { bytes in
            for offset in [0, bytes.count / 2, bytes.count] {
                _ = JSONPointer.at(offset, in: bytes, member: "m")
            }
        },
    ]

    private static let marketTarget =
        "/zh/market?q=%E6%95%B0&kind=service&mode=api&from=1&to=99&order=cheapest&cursor=c"

    private static func marketQuery(asking target: String) -> MarketQuery {
        let parameters = Sample.asking(target).uri.queryParameters
        return MarketQuery(parameters: parameters.map { (String($0.key), String($0.value)) })
    }

    // MARK: Queries

    /// Every query whose answer is computed from the state or read from the journal.
    private static let asked =
        exchangeQueries + [.status(service), .problem, .journal(service)]
        + Query.records(service) + Query.logFiles(service)

    private static let service = MarketService()

    /// The query's template, then each of its parameters with an example, the path's in order.
    private static func seed(_ query: Query) -> [UInt8] {
        let values = query.parameters.map { parameter in
            (parameter.name, example(parameter.schema))
        }
        let inPath = values.filter { query.pathNames.contains($0.0) }.map(\.1)
        let others = values.filter { !query.pathNames.contains($0.0) }
        let text = others.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        return Array("\(query.path)\n\(text)\n\(inPath.joined(separator: "\n"))".utf8)
    }

    private static func example(_ schema: Schema) -> String {
        let text = String(decoding: schema.example.bytes, as: UTF8.self)
        return text.trimmingCharacters(in: ["\""])
    }

    /// Asks a query, as a stranger, as a member and as an overseer.
    @Sendable
    private static func ask(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 2, let query = asked.first(where: { $0.path == lines[0] }) else {
            return
        }
        let path = zip(query.pathNames, lines.dropFirst(2)).map { (name: $0, value: $1) }
        let arguments = try? Arguments(path: path, query: lines[1], of: query.parameters)
        guard let arguments else { return }
        let machine = market.machine
        let keys = [market.buyer, market.bank].map(\.keyID)
        for viewer in [.stranger] + keys.map({ Viewer(key: $0, in: machine) }) {
            let question = Question(
                machine: machine,
                viewer: viewer,
                arguments: arguments,
                request: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/")
            )
            wait { try await query.answer(question) }
        }
    }

    /// Waits for an answer, or for a refusal.
    private static func wait(_ answer: @escaping @Sendable () async throws -> Answer) {
        let isDone = DispatchSemaphore(value: 0)
        Task {
            if let answer = try? await answer(), case .bytes(let bytes) = answer.body,
                answer.mediaType == "application/json"
            {
                precondition((try? RawJSON(checking: bytes)) != nil, "the answer isn't canonical")
            }
            isDone.signal()
        }
        isDone.wait()
    }
}

/// The market as the gateway sees it: nothing in it moves.
private struct MarketService: ExchangeService {
    let state = Decoder.market.machine

    func submit(_ call: Call) async -> Submission { .stopped }

    func records(from sequence: Int64, limit: Int) async throws -> [StoredRecord] {
        try Decoder.market.records.dropFirst(Int(clamping: max(sequence, 0))).prefix(max(limit, 0))
            .map { StoredRecord(try Record(wire: $0), bytes: $0) }
    }

    func growth() -> AsyncStream<Int64> { AsyncStream { $0.finish() } }

    func receipt(for sequence: Int64) async throws -> String? {
        String(decoding: Sample.receipt(Int(sequence)).bytes, as: UTF8.self)
    }

    var checkpoint: PublishedCheckpoint? {
        let size = Sample.tree.size
        return PublishedCheckpoint(size: Int64(size), note: Sample.checkpoint(size).bytes)
    }

    func finality(of sequence: Int64) -> Finality { .durable }

    func tile(_ tile: TileCoordinate) async throws -> [UInt8]? { Sample.tree.tile(tile) }
}
