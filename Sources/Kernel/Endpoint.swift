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
    /// The form of the command.
    public let body: Schema
    /// What the command does.
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
///
/// It is a class because it passes through several hands, and has a dozen parts to copy.
public final class Call: Sendable {
    /// Where it was posted.
    public let path: String
    /// The command as it was posted.
    public let body: RawJSON
    /// The client's name for it.
    public let id: CommandID?
    /// Who signed it; absent for the exchange's own.
    public let signature: MessageSignature?
    /// The alarm that gives it, if one does.
    public let due: AlarmKey?
    /// What other keys have signed inside the command.
    public let attestations: [Attested]
    /// The capability's name.
    public let capability: String
    /// The capability's `Command`.
    public let command: any WireEnum

    init(
        path: String,
        body: RawJSON,
        id: CommandID?,
        signature: MessageSignature?,
        due: AlarmKey?,
        attestations: [Attested],
        capability: String,
        command: any WireEnum
    ) {
        self.path = path
        self.body = body
        self.id = id
        self.signature = signature
        self.due = due
        self.attestations = attestations
        self.capability = capability
        self.command = command
    }
}

/// Why a request isn't a command.
public enum CallError: Error, Equatable, Sendable {
    /// No command is posted there.
    case unknownPath(String)
    /// The body isn't the canonical form of the command.
    case malformed(WireError)
}
