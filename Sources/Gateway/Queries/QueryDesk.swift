import Crypto
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Units

/// A query as it was asked.
struct Question: Sendable {
    let machine: StateMachine
    let viewer: Viewer
    let arguments: Arguments
    let request: HTTPRequest
}

/// What is said to a query.
struct Answer: Sendable {
    enum Body: Sendable {
        case bytes([UInt8])
        case stream(ResponseBody)
    }

    let body: Body
    let mediaType: String
    /// Where the next page begins, if there is one.
    var next: Cursor?
    /// What caches may do; by default, keep it only to ask again whether it has changed.
    var cacheControl: String?

    init(json bytes: [UInt8], next: Cursor? = nil) {
        self.init(.bytes(bytes), mediaType: "application/json")
        self.next = next
    }

    init(_ body: Body, mediaType: String, cacheControl: String? = nil) {
        self.body = body
        self.mediaType = mediaType
        self.cacheControl = cacheControl
    }
}

extension HTTPFields {
    /// Whether the client has the answer with this tag already; a weak tag matches its strong one
    /// (RFC 9110 §13.1.2).
    func knows(_ tag: String) -> Bool {
        let known = self[values: .ifNoneMatch].flatMap { field in
            field.split { $0 == "," || $0 == " " || $0 == "\t" }
        }
        return known.contains { $0 == "*" || $0 == tag || $0 == "W/" + tag }
    }
}

/// Answers queries: who asks, whether they may, what, and whether they have it already.
struct QueryDesk: Sendable {
    let service: any ExchangeService
    let authenticator: Authenticator
    let sessions: SessionLookup

    func respond(
        to request: Request,
        _ query: Query,
        context: GatewayContext
    ) async throws -> Response {
        let machine = service.state
        let path = query.pathNames.map { name in
            (name, context.parameters[name[...]].map { String($0) } ?? Self.rest(of: context))
        }
        let arguments = try Arguments(path: path, query: request.uri.query, of: query.parameters)
        // What everybody reads is said to whoever signs wrongly too.
        let viewer = query.audience.isPublic ? .stranger : try viewer(request, in: machine)
        try admit(viewer, to: query.audience)
        let question = Question(
            machine: machine,
            viewer: viewer,
            arguments: arguments,
            request: request.head
        )
        do {
            return respond(with: try await query.answer(question), to: request, query)
        } catch let error as QueryError {
            throw error.problem
        }
    }

    /// By the signature, else by the session of a portal's user.
    private func viewer(_ request: Request, in machine: StateMachine) throws(Problem) -> Viewer {
        let viewer = try authenticator.viewer(request.head, in: machine)
        guard viewer == .stranger, let key = sessions(request.head) else { return viewer }
        return Viewer(key: key, in: machine)
    }

    private func admit(_ viewer: Viewer, to audience: Audience) throws(Problem) {
        switch audience {
        case .everyone, .viewer: return
        case .members:
            guard viewer.key != nil else { throw authenticator.challenge }
            guard viewer.member != nil else { throw Problem(.notPermitted) }
        case .roles(let roles):
            guard viewer.key != nil else { throw authenticator.challenge }
            guard viewer.hasRole(in: roles) else {
                let needs = roles.map(\.rawValue).joined(separator: ", ")
                throw Problem(.notPermitted, .init("needs", needs))
            }
        }
    }

    private func respond(with answer: Answer, to request: Request, _ query: Query) -> Response {
        let isPublic = query.audience.isPublic
        var headers: HTTPFields = [
            .contentType: answer.mediaType,
            .cacheControl: answer.cacheControl ?? (isPublic ? "no-cache" : "private, no-cache"),
        ]
        if !isPublic { headers[.vary] = "Signature-Input, Cookie" }
        headers[.link] = answer.next.map { Self.link(to: $0, from: request) }
        switch answer.body {
        case .stream(let body): return Response(status: .ok, headers: headers, body: body)
        case .bytes(let bytes):
            let tag = "\"\(Hex.encode(SHA256.hash(data: bytes)).prefix(32))\""
            headers[.eTag] = tag
            if request.headers.knows(tag) {
                headers[.contentType] = nil
                return Response(status: .notModified, headers: headers)
            }
            let body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            return Response(status: .ok, headers: headers, body: body)
        }
    }

    /// The same question about the next page (RFC 8288).
    private static func link(to next: Cursor, from request: Request) -> String {
        let kept = (request.uri.query ?? "").split(separator: "&").filter {
            !$0.hasPrefix("after=")
        }
        let query = (kept + ["after=\(next.text)"]).joined(separator: "&")
        return "<\(request.uri.path)?\(query)>; rel=\"next\""
    }

    /// What `**` at the end of a path has matched.
    private static func rest(of context: GatewayContext) -> String {
        context.parameters.getCatchAll().joined(separator: "/")
    }
}
