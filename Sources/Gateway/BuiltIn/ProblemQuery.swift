import Kernel
public import Wire

/// What a problem's code means.
@Wire
public struct ProblemDescription: Equatable, Sendable {
    /// The stable code, such as `trading.listing.notListed`.
    public let code: String
    /// The sentence in both languages.
    public let messages: ProblemDocument.Messages
    /// The HTTP status it comes with.
    public let status: Int64
}

extension Query {
    static let problem = Query(
        "/v1/problems/{code}",
        "What a problem's code means: the page that a problem's `type` leads to.",
        parameters: [Parameter("code", String.self, "The `code` of a problem.")],
        audience: .everyone
    ) { machine, _, arguments throws(QueryError) in
        let code: String = try arguments.value("code")
        let gateway = GatewayReason.allCases.first { $0.code == code }.map { Problem($0) }
        let kernel = machine.refusal(code).map { refusal in
            Problem(RejectionReport(code: code, facts: [], kind: refusal.kind), in: machine)
        }
        guard let problem = gateway ?? kernel else { throw .notFound }
        return ProblemDescription(
            code: code,
            messages: .init(en: problem.en, zh: problem.zh),
            status: Int64(problem.status)
        )
    }
}
