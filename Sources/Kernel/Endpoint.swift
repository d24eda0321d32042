public import Units
public import Wire

/// One command as the API, the command line and forms know it.
public struct Endpoint: Sendable {
    /// Where it is posted: `/v1/<function>/<verb>`.
    public let path: String
    /// The capability's name.
    public let capability: String
    /// The case of the capability's `Command`.
    public let verb: String
    public let body: Schema
    public let documentation: String
    /// Why the capability rejects, in order of precedence.
    public let refusals: [(code: String, refusal: Refusal)]

    init(_ route: Route, _ verb: Schema.Case) {
        path = Self.path(function: route.function, verb: verb.name)
        capability = route.name
        self.verb = verb.name
        body = verb.payload
        documentation = verb.documentation
        refusals = route.refusals.map { ("\(route.name).\($0.reason)", $0.refusal) }
    }

    /// `publishRules` of `exchange` is at `/v1/exchange/publish-rules`.
    static func path(function: String, verb: String) -> String {
        let words = verb.flatMap { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }
        return "/v1/\(function)/\(String(words))"
    }
}

/// A command that was read, and what came with it.
public struct Call: Sendable {
    public let path: String
    public let body: RawJSON
    public let id: CommandID?
    public let signature: MessageSignature?
    public let due: AlarmKey?
    /// What other keys have signed inside the command.
    public let attestations: [Attested]
    public let capability: String
    /// The capability's `Command`.
    public let command: any WireEnum
}

/// Why a request isn't a command.
public enum CallError: Error, Equatable, Sendable {
    /// No command is posted there.
    case unknownPath(String)
    /// The body isn't the canonical form of the command.
    case malformed(WireError)
}
