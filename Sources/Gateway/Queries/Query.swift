public import Kernel
public import Wire

/// Something that can be asked of the exchange: a `GET` with a documented answer.
public struct Query: Sendable {
    /// The path's template, such as `/v1/registry/certificates/{number}`.
    public let path: String
    /// What is answered.
    public let documentation: String
    /// What may be given with it.
    public let parameters: [Parameter]
    /// Who may ask.
    public let audience: Audience
    let content: Content
    let answer: @Sendable (Question) async throws -> Answer

    /// What an answer is, for the API description.
    enum Content: Sendable {
        case json(Schema)
        case other(mediaType: String)
    }

    /// A query with one answer.
    ///
    /// Each name in the path's braces is that of a parameter. `answer` computes the answer from the
    /// durable state and nothing else.
    public init<Response: WireValue>(
        _ path: String,
        _ documentation: String,
        parameters: [Parameter] = [],
        audience: Audience,
        answer:
            @escaping @Sendable (StateMachine, Viewer, Arguments) throws(QueryError) -> Response
    ) {
        self.init(path, documentation, parameters, audience, .json(Response.schema)) { question in
            let response = try answer(question.machine, question.viewer, question.arguments)
            return Answer(json: response.wire)
        }
    }

    /// A query whose answer is a list, a page at a time: see `Page`.
    ///
    /// The parameters `after` and `limit` are added to those given.
    public static func list<Element: WireValue>(
        _ path: String,
        _ documentation: String,
        parameters: [Parameter] = [],
        audience: Audience,
        answer:
            @escaping @Sendable (StateMachine, Viewer, Arguments) throws(QueryError)
            -> Page<Element>
    ) -> Query {
        Query(
            path,
            documentation,
            parameters + pageParameters,
            audience,
            .json(Page<Element>.schema)
        ) { question in
            let page = try answer(question.machine, question.viewer, question.arguments)
            return Answer(json: page.wire, next: page.next)
        }
    }

    init(
        _ path: String,
        _ documentation: String,
        _ parameters: [Parameter],
        _ audience: Audience,
        _ content: Content,
        answer: @escaping @Sendable (Question) async throws -> Answer
    ) {
        self.path = path
        self.documentation = documentation
        self.parameters = parameters
        self.audience = audience
        self.content = content
        self.answer = answer
    }

    static let pageParameters = [
        Parameter("after", Cursor.self, "`next` of the page before; absent for the first page."),
        Parameter("limit", PageLimit.self, "How many elements at most; 50 when absent."),
    ]

    /// The names in the path's braces.
    var pathNames: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
    }
}

/// Why a query isn't answered.
public enum QueryError: Error, Equatable, Sendable {
    /// There is nothing there, or nothing that this viewer may know of.
    case notFound
    /// The viewer may not read it.
    case notPermitted
    /// A parameter has a form that its declaration doesn't show.
    case invalidParameter(String)
}

extension QueryError {
    var problem: Problem {
        switch self {
        case .notFound: Problem(.notFound)
        case .notPermitted: Problem(.notPermitted)
        case .invalidParameter(let name): Problem(.invalidParameter, .init("parameter", name))
        }
    }
}
