public import Gateway
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Portal
public import Sequencer
import Units

/// The portal's public pages on the running exchange.
///
/// Pages hold what anybody may know and nothing else; they are computed from the durable state at
/// each request.
public struct PublicPortal: Sendable {
    private let sequencer: Sequencer
    private let ledger: LedgerView
    private let index = PublicIndex()

    /// The pages on the exchange that `sequencer` runs.
    public init(_ sequencer: Sequencer, origin: String, logKey: String) {
        self.sequencer = sequencer
        ledger = LedgerView(sequencer: sequencer, origin: origin, logKey: logKey)
    }

    /// The pages' routes.
    public var routes: Routes { { router in addRoutes(to: router) } }

    /// What a browser is shown where something goes wrong.
    public var problemPage: ProblemPage {
        { problem, retryAfter, request in
            let path = request.uri.path
            let named = Language.allCases.first { "\(path)/".hasPrefix("/\($0.rawValue)/") }
            let address = named.map { String(path.dropFirst($0.rawValue.count + 1)) } ?? path
            let page: ErrorPage.Problem
            switch problem.status {
            case 404: page = .notFound
            case 429: page = .tooManyRequests(retryAfter: retryAfter ?? 1)
            case 500: page = .serverError
            default: return nil
            }
            return answer(
                ErrorPage(problem: page, address: address, request: problem.request),
                named ?? Language(rawValue: problem.language) ?? .zh,
                .init(code: page.status)
            )
        }
    }

    private func addRoutes(to router: Router<GatewayContext>) {
        router.get("/") { _, _ in
            Response(status: .found, headers: [.location: "/zh"])
        }
        router.get("/checkpoint") { _, _ in
            Response(status: .found, headers: [.location: "/log/checkpoint"])
        }
        router.get("/assets/**") { request, _ in asset(request.uri.path) }
        router.get("/ledger/{sequence}/proof") { _, context in try proof(context) }
        for language in Language.allCases {
            let root = "/\(language.rawValue)"
            router.get("\(root)") { _, _ in try page(language) { try home() } }
            router.get("\(root)/market") { request, _ in
                try page(language) { try market(request) }
            }
            router.get("\(root)/market/{code}") { _, context in
                try page(language) {
                    try view().product(context.parameters.get("code") ?? "", ledger.proof)
                }
            }
            router.get("\(root)/registry") { request, _ in try lookup(language, request) }
            router.get("\(root)/registry/{number}") { request, context in
                let number = context.parameters.get("number") ?? ""
                return try page(language) {
                    if let page = try view().registered(number, ledger.proof) { return page }
                    return try view().registry(unknown: number)
                }
            }
            router.get("\(root)/ledger") { request, _ in
                try page(language) { try records(request) }
            }
            router.get("\(root)/ledger/{sequence}") { _, context in
                try page(language) { try record(context) }
            }
        }
    }

    private func view() throws -> MarketView {
        MarketView(world: sequencer.state.world, facts: try index.current(sequencer))
    }

    // MARK: Pages

    private func home() throws -> HomePage { try view().home(ledger.checkpoint()) }

    private func market(_ request: Request) throws -> MarketPage {
        let parameters = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
        return try view().page(MarketQuery(parameters: parameters))
    }

    /// A number that was typed in leads to its page.
    private func lookup(_ language: Language, _ request: Request) throws -> Response {
        let typed = request.uri.queryParameters["number"] ?? request.uri.queryParameters["q"]
        if let typed, let page = try view().registered(String(typed), ledger.proof) {
            let address = "/\(language.rawValue)\(page.address)"
            return Response(status: .found, headers: [.location: address])
        }
        return try page(language) { try view().registry(unknown: typed.map(String.init)) }
    }

    private func records(_ request: Request) throws -> LedgerPage {
        let count = sequencer.state.world.sequence
        let from = request.uri.queryParameters["from"].flatMap { Int64($0) }
            .flatMap { 0..<count ~= $0 ? $0 : nil }
        let end = from.map { $0 + 1 } ?? count
        let records = try ledger.records(before: end, limit: 50)
        let older = (records.last?.sequence).flatMap { $0 > 0 ? $0 - 1 : nil }
        return LedgerPage(
            checkpoint: ledger.checkpoint(),
            growth: try ledger.growth(),
            records: records,
            from: from,
            newer: from.flatMap { $0 + 1 < count ? min($0 + 50, count - 1) : nil },
            older: older
        )
    }

    private func record(_ context: GatewayContext) throws -> RecordPage? {
        let count = sequencer.state.world.sequence
        guard let sequence = context.parameters.get("sequence").flatMap({ Int64($0) }),
            0..<count ~= sequence,
            let record = try ledger.records(before: sequence + 1, limit: 1).first
        else { return nil }
        return RecordPage(
            record: record,
            finality: ledger.finality(of: sequence),
            proof: try ledger.proof(of: sequence),
            newest: count - 1
        )
    }

    private func proof(_ context: GatewayContext) throws -> Response {
        guard let sequence = context.parameters.get("sequence").flatMap({ Int64($0) }),
            let proof = try ledger.publicProof(of: sequence)
        else { throw HTTPError(.notFound) }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/plain; charset=utf-8",
                .contentDisposition: "attachment; filename=\"record-\(sequence).tlog-proof\"",
            ],
            body: .init(byteBuffer: ByteBuffer(bytes: proof))
        )
    }

    // MARK: Answers

    private func asset(_ path: String) -> Response {
        guard let file = Assets.file(at: path) else { return Response(status: .notFound) }
        return Response(
            status: .ok,
            headers: [.contentType: file.contentType, .cacheControl: Assets.cacheControl],
            body: .init(byteBuffer: ByteBuffer(bytes: file.bytes))
        )
    }

    private func page(
        _ language: Language,
        _ make: () throws -> (any Portal.Page)?
    ) throws -> Response {
        guard let page = try make() else { throw HTTPError(.notFound) }
        return answer(page, language, .ok)
    }

    private func answer(
        _ page: any Portal.Page,
        _ language: Language,
        _ status: HTTPResponse.Status
    ) -> Response {
        let world = sequencer.state.world
        let title = world[House.self].title
        let summary = ledger.checkpoint().map { checkpoint in
            Site.CheckpointSummary(
                size: checkpoint.size,
                signedAt: checkpoint.signedAt,
                cosigned: 0,
                witnesses: 0
            )
        }
        let site = Site(
            name: Pair(title.zh, title.en ?? title.zh),
            checkpoint: summary,
            links: [
                .init(Pair("接口文档", "API"), address: "/openapi.json"),
                .init(Pair("日志公钥", "Log key"), address: "/log/key"),
            ]
        )
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
        ]
        for (name, value) in SecurityHeaders.all {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
        return Response(
            status: status,
            headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: page.render(language, site: site)))
        )
    }
}
