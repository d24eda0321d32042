import HTTPTypes
import Hummingbird
import Kernel
import Logging
import NIOCore
import NIOHTTP1
import Units

/// What every request passes on its way in and out: limits, log, counts, problems and fields.
struct Door<Inner: HTTPResponder<GatewayContext>>: HTTPResponder {
    let inner: Inner
    let routes: RouteIndex
    let configuration: GatewayConfiguration
    let limiter: RateLimiter<ClientAddress>
    let metrics: Metrics
    let problemPage: ProblemPage

    /// Asked by machines that watch the exchange, and never limited.
    private static var watched: Set<String> { ["/healthz", "/readyz"] }

    func respond(to request: Request, context: GatewayContext) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        var response = try await answer(request, context)
        decorate(&response, context)
        let took = clock.now - start
        let path = context.endpointPath ?? RouteIndex.nowhere
        metrics.count(
            method: RouteIndex.known.contains(request.method) ? request.method.rawValue : "other",
            path: path,
            status: response.status.code,
            took: took
        )
        context.logger.info(
            "answered",
            metadata: [
                "method": "\(request.method.rawValue)",
                "path": "\(path)",
                "status": "\(response.status.code)",
                "took": "\(took)",
            ]
        )
        return response
    }

    /// The answer, or the problem there was.
    private func answer(_ request: Request, _ context: GatewayContext) async throws -> Response {
        do {
            let path = request.uri.path
            if !Self.watched.contains(path) {
                let client = ClientAddress(request, context, field: configuration.addressField)
                _ = try limiter.admit(client, at: configuration.now())
            }
            guard RouteIndex.isPlain(path) else { throw Problem(.unknownPath) }
            let response = try await inner.respond(to: request, context: context)
            if context.endpointPath == RouteIndex.nowhere { return try routes.answerMiss(request) }
            // A route that says no more than a status: Hummingbird's `HTTPError`.
            guard response.headers[.contentType] == nil else { return response }
            if response.status == .notFound { throw Problem(.notFound) }
            if response.status.code >= 500 { throw Problem(.internalError) }
            return response
        } catch let problem as Problem {
            return refuse(problem, request, context)
        } catch let error as HTTPParserError {
            throw error
        } catch {
            context.logger.error("failed", metadata: ["error": "\(type(of: error))"])
            return refuse(Problem(.internalError), request, context)
        }
    }

    /// A page for who reads pages, the document for everybody else.
    private func refuse(
        _ problem: Problem,
        _ request: Request,
        _ context: GatewayContext
    ) -> Response {
        let document = problem.document(for: request, context)
        let isForReading = (request.headers[.accept] ?? "").contains("text/html")
        let seconds = problem.fields[.retryAfter].flatMap { Int64($0) }
        if isForReading, var page = problemPage(document, seconds, request) {
            page.headers.append(contentsOf: problem.fields)
            return page
        }
        return problem.response(document)
    }

    /// Fields for whatever a browser may do with an answer; a page may have set its own.
    private func decorate(_ response: inout Response, _ context: GatewayContext) {
        var defaults: [HTTPField.Name: String] = [
            .cacheControl: "no-store",
            .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
            .crossOriginOpenerPolicy: "same-origin",
            .crossOriginResourcePolicy: "same-origin",
            .permissionsPolicy: "camera=(), microphone=(), geolocation=()",
            .referrerPolicy: "same-origin",
            .xContentTypeOptions: "nosniff",
        ]
        if configuration.isBehindTLS {
            defaults[.strictTransportSecurity] = "max-age=63072000; includeSubDomains"
        }
        for (name, value) in defaults.sorted(by: { $0.key.rawName < $1.key.rawName })
        where response.headers[name] == nil {
            response.headers[name] = value
        }
        response.headers[.requestID] = context.request
    }
}
