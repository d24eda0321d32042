public import HTTPTypes
public import Hummingbird
import HummingbirdCore
import Kernel
public import Logging
public import ServiceLifecycle
import Signatures
public import Units

/// Adds routes of its own to a gateway: a portal's pages, a probe.
public typealias Routes = @Sendable (Router<GatewayContext>) -> Void

/// Makes the page that a browser is shown instead of a problem document; `nil` shows the document.
public typealias ProblemPage =
    @Sendable (_ problem: ProblemDocument, _ retryAfter: Int64?, _ request: Request) -> Response?

/// Finds the key on whose behalf a portal's user reads, by a session's cookie.
public typealias SessionLookup = @Sendable (HTTPRequest) -> KeyID?

/// The exchange's door: its HTTP API.
///
/// Every command of the machine is posted at its path, signed; queries are `GET`. `run()` serves
/// until graceful shutdown, which lets commands under way finish and ends event streams.
public struct HTTPGateway: Service {
    private let configuration: GatewayConfiguration
    private let service: any ExchangeService
    private let keys: KeyLookup
    private let sessions: SessionLookup
    private let queries: [Query]
    private let routes: [Routes]
    private let problemPage: ProblemPage
    private let logger: Logger
    private let onRunning: @Sendable (_ port: Int) async -> Void
    private let metrics = Metrics()

    /// A gateway to `service`.
    ///
    /// `queries` can be asked besides what every exchange is asked; `sessions` finds the key of a
    /// portal's user; `routes` are further routes, such as a portal's, whose bare errors become
    /// problems and whose browsers are shown the `problemPage`; `onRunning` is told the port once
    /// the gateway listens.
    public init(
        _ configuration: GatewayConfiguration,
        service: any ExchangeService,
        keys: @escaping KeyLookup,
        queries: [Query] = [],
        sessions: @escaping SessionLookup = { _ in nil },
        routes: [Routes] = [],
        problemPage: @escaping ProblemPage = { _, _, _ in nil },
        logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.service = service
        self.keys = keys
        self.queries = queries
        self.sessions = sessions
        self.routes = routes
        self.problemPage = problemPage
        self.logger = logger
        self.onRunning = onRunning
    }

    /// Serves until graceful shutdown, and the figures where the configuration says.
    public func run() async throws {
        guard let port = configuration.metricsPort else { return try await application().run() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application().run() }
            group.addTask { try await metricsApplication(port: port).run() }
            try await group.waitForAll()
        }
    }

    /// The gateway as an application that a test can ask without a socket.
    public func application() -> some ApplicationProtocol {
        let router = router()
        let door = Door(
            inner: router.buildResponder(),
            routes: RouteIndex(router),
            configuration: configuration,
            limiter: RateLimiter("address", configuration.addressRate),
            metrics: metrics,
            problemPage: problemPage
        )
        let onRunning = onRunning
        return Application(
            responder: door,
            server: .http1(
                configuration: .init(
                    idleTimeout: .seconds(60),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 8 * 1024,
                        maxHeaderListSize: 16 * 1024,
                        maxHeaderFieldCount: 64
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: configuration.address,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    configuration.connections,
                    logger: logger
                )
            ),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger
        )
    }

    /// What watches the exchange asks for its figures, on this machine only: whoever trades learns
    /// nothing from them, and whoever attacks might.
    public func metricsApplication(port: Int) -> some ApplicationProtocol {
        let (service, metrics) = (service, metrics)
        let router = Router()
        router.get("/metrics") { _, _ in
            let gauges = [
                (name: "journal_records", value: service.state.world.sequence),
                (name: "checkpoint_size", value: service.checkpoint?.size ?? 0),
            ]
            return EditedResponse(
                headers: [.contentType: "text/plain; version=0.0.4"],
                response: metrics.text(gauges: gauges)
            )
        }
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            logger: logger
        )
    }

    private func router() -> Router<GatewayContext> {
        let router = Router(
            context: GatewayContext.self,
            options: .autoGenerateHeadEndpoints
        )
        let authenticator = Authenticator(
            verifier: Verifier(tag: configuration.exchange),
            keys: keys,
            now: configuration.now
        )
        addCommands(to: router, authenticator)
        addQueries(to: router, authenticator)
        addProbes(to: router)
        for routes in routes { routes(router) }
        return router
    }

    private func addCommands(to router: Router<GatewayContext>, _ authenticator: Authenticator) {
        let desk = CommandDesk(
            service: service,
            authenticator: authenticator,
            limiter: RateLimiter("key", configuration.keyRate),
            strangers: RateLimiter("stranger", configuration.strangerRate),
            addressField: configuration.addressField,
            bodyLimit: configuration.bodyLimit
        )
        for endpoint in service.state.endpoints {
            router.post(RouterPath(endpoint.path)) { request, context in
                try await desk.respond(to: request, at: endpoint.path, context: context)
            }
        }
    }

    private func addQueries(to router: Router<GatewayContext>, _ authenticator: Authenticator) {
        let desk = QueryDesk(service: service, authenticator: authenticator, sessions: sessions)
        let asked = queries + standardQueries(authenticator)
        let description = OpenAPI(
            endpoints: service.state.endpoints,
            queries: asked,
            exchange: configuration.exchange.text
        )
        for query in asked + [description.query] {
            router.get(RouterPath(query.path.replacing("{path}", with: "**"))) { request, context in
                try await desk.respond(to: request, query, context: context)
            }
        }
    }

    /// What every exchange is asked.
    private func standardQueries(_ authenticator: Authenticator) -> [Query] {
        [
            .status(service),
            .problem,
            .journal(service),
            .events(service, heartbeat: configuration.heartbeat),
        ] + Query.records(service) + Query.logFiles(service)
    }

    private func addProbes(to router: Router<GatewayContext>) {
        let service = service
        router.get("/healthz") { _, _ in "ok\n" }
        router.get("/readyz") { _, _ in
            let isReady = service.state.world[House.self].isOpen
            return EditedResponse(
                status: isReady ? .ok : .serviceUnavailable,
                response: isReady ? "ready\n" : "not ready\n"
            )
        }
    }
}
