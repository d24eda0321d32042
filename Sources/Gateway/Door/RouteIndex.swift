import HTTPTypes
import Hummingbird
import Kernel

/// Which paths take which methods, for requests that found no handler.
struct RouteIndex: Sendable {
    /// What Hummingbird's router calls a path that no route matches.
    static let nowhere = "NotFound"
    /// The methods of RFC 9110 §9 and RFC 5789.
    static let known: [HTTPRequest.Method] = [
        .connect, .delete, .get, .head, .options, .patch, .post, .put, .trace,
    ]

    private let routes: [(path: RouterPath, method: HTTPRequest.Method)]

    init(_ router: Router<GatewayContext>) {
        routes = router.routes.map { ($0.path, $0.method) }
    }

    /// Whether the path is spelled as routes are: the router would also take `//v1//status/`,
    /// which isn't what was signed or documented.
    static func isPlain(_ path: String) -> Bool {
        path == "/" || (path.hasPrefix("/") && !path.hasSuffix("/") && !path.contains("//"))
    }

    /// What to say where no handler was found: the methods there are, or that there is nothing.
    func answerMiss(_ request: Request) throws(Problem) -> Response {
        let parts = request.uri.path.split(separator: "/")
        var methods = Set(routes.filter { $0.path.matches(parts) }.map(\.method.rawValue))
        guard !methods.isEmpty else { throw Problem(.unknownPath) }
        if methods.contains("GET") { methods.insert("HEAD") }
        let allow = methods.union(["OPTIONS"]).sorted().joined(separator: ", ")
        guard request.method == .options else {
            throw Problem(.methodNotAllowed, .init("allowed", allow)).with(.allow, allow)
        }
        return Response(status: .noContent, headers: [.allow: allow])
    }
}

extension RouterPath {
    fileprivate func matches(_ parts: [Substring]) -> Bool {
        if components.last == .recursiveWildcard {
            return parts.count >= components.count
                && zip(components.dropLast(), parts).allSatisfy { $0 ~= $1 }
        }
        return components.count == parts.count && zip(components, parts).allSatisfy { $0 ~= $1 }
    }
}
