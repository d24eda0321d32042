import Contracts
import Client
import DataQuality
import Foundation
import HTTPTypes
public import Hummingbird
import Kernel
import NIOCore
public import Signatures
public import Units
import Wire

/// The node's HTTP interface to buyers (`docs/formats/node.md`).
///
/// Every request is signed by the entitlement's key. Nothing is asked of the exchange: the receipt
/// of the record that issued an entitlement is all the node needs.
public struct NodeServer: Sendable {
    private let datasets: [String: DataSet]
    private let desk: EntitlementDesk
    private let meter: Meter
    private let verifier: Verifier
    private let clock: @Sendable () -> Instant

    /// A server of these data sets; entitlements end by `clock`, or by a later exchange
    /// time that a receipt has proved.
    ///
    /// Throws when two data sets have the same name.
    public init(
        datasets: [DataSet],
        desk: EntitlementDesk,
        meter: Meter,
        origin: ExchangeName,
        clock: @escaping @Sendable () -> Instant
    ) throws(RepeatedName) {
        var named: [String: DataSet] = [:]
        for dataset in datasets {
            guard named.updateValue(dataset, forKey: dataset.name) == nil else {
                throw RepeatedName(name: dataset.name)
            }
        }
        self.datasets = named
        self.desk = desk
        self.meter = meter
        verifier = Verifier(tag: origin)
        self.clock = clock
    }

    /// Adds the node's routes.
    public func addRoutes(to router: Router<BasicRequestContext>) {
        router.add(middleware: ProblemMiddleware())
        router.get("/healthz") { _, _ in "ok\n" }
        router.post("/v1/entitlements") { request, _ in try await open(request) }
        router.get("/v1/entitlements/:id") { request, context in
            let file = try await known(request, context)
            return answer(file.wire)
        }
        router.get("/v1/entitlements/:id/file") { request, context in
            try await sendFile(request, context)
        }
        router.get("/v1/entitlements/:id/rows") { request, context in
            try await sendRows(request, context)
        }
        router.post("/v1/entitlements/:id/acknowledgement") { request, context in
            try await acknowledge(request, context)
        }
    }

    // MARK: Entitlements

    private func open(_ request: Request) async throws -> Response {
        let body = Array(buffer: try await request.body.collect(upTo: 1 << 18))
        guard let presented = try? PresentedReceipt(wire: body) else {
            throw NodeReason.malformed
        }
        let record = try desk.record(in: Array(presented.receipt.utf8))
        let entitlement = try desk.entitlement(of: record)
        try check(request, body, entitlement.accessKey)
        try await meter.note(record.time)
        return answer(try await meter.open(entitlement).wire)
    }

    /// The usage of the entitlement in the path, when the request is signed by its key.
    private func known(_ request: Request, _ context: BasicRequestContext) async throws -> UsageFile
    {
        guard let id = context.parameters.get("id").flatMap(ID<AccessEntitlement>.init(text:))
        else { throw NodeReason.notFound }
        let file = try await meter.file(id)
        try check(request, [], file.entitlement.accessKey)
        return file
    }

    private func check(_ request: Request, _ body: [UInt8], _ text: PublicKeyText) throws {
        guard let key = try? PublicKey(text: text.text) else { throw NodeReason.otherKey }
        do throws(SignatureRejection) {
            _ = try verifier.verify(request.head, body: body, now: .clock) { id in
                id == key.keyID ? key : nil
            }
        } catch {
            throw error == .unknownKey ? NodeReason.otherKey : NodeReason.notSigned
        }
    }

    private func acknowledge(
        _ request: Request,
        _ context: BasicRequestContext
    ) async throws -> Response {
        let body = Array(buffer: try await request.body.collect(upTo: 4_096))
        guard let id = context.parameters.get("id").flatMap(ID<AccessEntitlement>.init(text:))
        else { throw NodeReason.notFound }
        let file = try await meter.file(id)
        try check(request, body, file.entitlement.accessKey)
        guard let signed = try? UsageAcknowledgement(wire: body) else { throw NodeReason.malformed }
        try await meter.acknowledge(id, signed.signature.text)
        return answer(try await meter.file(id).wire)
    }

    // MARK: Deliveries

    private func sendFile(
        _ request: Request,
        _ context: BasicRequestContext
    ) async throws -> Response {
        let known = try await known(request, context)
        let id = known.entitlement.id
        let file = try await meter.admit(
            id,
            .file,
            request: "file",
            acknowledgement: nil,
            now: clock()
        )
        guard let dataset = datasets[file.entitlement.delivery.dataset] else {
            throw NodeReason.unavailable
        }
        let size = dataset.profile.bytes
        guard let start = Self.start(request.headers[.range], of: size) else {
            throw NodeReason.queryMalformed
        }
        // Nothing is counted that can't be sent.
        guard let handle = try? dataset.open() else { throw NodeReason.unavailable }
        let digest = dataset.profile.sha256
        let counted = try await meter.count(id, request: "file", response: digest)
        var headers = Self.headers(counted)
        headers[.contentType] = "text/csv; charset=utf-8"
        headers[.eTag] = "\"\(digest)\""
        headers[.acceptRanges] = "bytes"
        headers[.contentLength] = "\(size - start)"
        if start > 0 { headers[.contentRange] = "bytes \(start)-\(size - 1)/\(size)" }
        return Response(
            status: start > 0 ? .partialContent : .ok,
            headers: headers,
            body: Self.body(handle, from: start)
        )
    }

    private func sendRows(
        _ request: Request,
        _ context: BasicRequestContext
    ) async throws -> Response {
        let known = try await known(request, context)
        let id = known.entitlement.id
        let file = try await meter.admit(
            id,
            .api,
            request: request.uri.string,
            acknowledgement: request.headers[.usageAcknowledgement],
            now: clock()
        )
        guard let dataset = datasets[file.entitlement.delivery.dataset] else {
            throw NodeReason.unavailable
        }
        let page = try Self.page(request, of: dataset).wire
        let counted = try await meter.count(
            id,
            request: request.uri.string,
            response: Digest(hashing: page)
        )
        var headers = Self.headers(counted)
        headers[.contentType] = "application/json"
        return Response(
            status: .ok,
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: page))
        )
    }

    private static func page(_ request: Request, of dataset: DataSet) throws -> RowPage {
        var query = try query(request, of: dataset.profile.schema)
        do throws(DataSet.Failure) {
            try dataset.rows { row in row.index == 0 || query.add(row) }
        } catch {
            throw NodeReason.unavailable
        }
        return RowPage(
            columns: query.names,
            next: query.next.map(Int64.init),
            rows: query.rows.map { RowPage.Row(fields: $0.fields, index: Int64($0.index)) }
        )
    }

    /// The rows that `where`, `select`, `from` and `limit` ask for.
    static func query(_ request: Request, of columns: [Column]) throws(NodeReason) -> RowQuery {
        let parameters = request.uri.queryParameters
        let select = parameters["select"].map { $0.split(separator: ",").map(String.init) } ?? []
        let filters = parameters.filter { $0.key == "where" }.map { String($0.value) }
        guard let from = Int(parameters["from"].map(String.init) ?? "1"),
            let limit = Int(parameters["limit"].map(String.init) ?? "100"),
            let query = try? RowQuery(
                filter: filters,
                projection: select,
                of: columns,
                from: from,
                limit: limit
            )
        else { throw .queryMalformed }
        return query
    }

    /// The first byte of an open range, 0 without a range; `nil` for any other range.
    static func start(_ range: String?, of size: Int) -> Int? {
        guard let range else { return 0 }
        guard range.hasPrefix("bytes="), range.hasSuffix("-"),
            let start = Int(range.dropFirst(6).dropLast()), 0..<max(size, 1) ~= start
        else { return nil }
        return start
    }

    private static func body(_ handle: FileHandle, from start: Int) -> ResponseBody {
        ResponseBody { writer in
            defer { try? handle.close() }
            try handle.seek(toOffset: UInt64(start))
            while let piece = try handle.read(upToCount: 1 << 16), !piece.isEmpty {
                try await writer.write(ByteBuffer(bytes: piece))
            }
            try await writer.finish(nil)
        }
    }

    /// What the node has signed for all use so far.
    private static func headers(_ file: UsageFile) -> HTTPFields {
        var headers = HTTPFields()
        headers[.usageStatement] = file.statement.map { String(decoding: $0.wire, as: UTF8.self) }
        headers[.usageSignature] = file.nodeSignature?.text
        headers[.cacheControl] = "no-store"
        return headers
    }

    private func answer(_ bytes: [UInt8]) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}

/// Two data sets of a node have the same name.
public struct RepeatedName: Error, Equatable, CustomStringConvertible {
    /// The name.
    public let name: String

    public var description: String { "two data sets are called \(name)" }
}

extension HTTPField.Name {
    private static func named(_ name: StaticString) -> HTTPField.Name {
        guard let field = HTTPField.Name("\(name)") else {
            preconditionFailure("\(name) is no field name")
        }
        return field
    }

    /// The canonical usage statement after this answer.
    public static let usageStatement = named("Usage-Statement")
    /// The node's signature under it, in hex.
    public static let usageSignature = named("Usage-Signature")
    /// The buyer's signature under the statement before, in hex.
    public static let usageAcknowledgement = named("Usage-Acknowledgement")
}
