import Kernel
import Wire

/// The description of the whole API (OpenAPI 3.1), made from the same values that serve it.
struct OpenAPI: Sendable {
    let bytes: [UInt8]

    init(endpoints: [Endpoint], queries: [Query], exchange: String) {
        var components = Components()
        var paths: [String: JSONTree] = [:]
        for query in queries {
            paths[query.path] = ["get": Self.query(query, &components)]
        }
        for endpoint in endpoints {
            let post: JSONTree = ["post": Self.command(endpoint, &components)]
            paths[endpoint.path] = (paths[endpoint.path] ?? [:]) + post
        }
        _ = components.reference(ProblemDocument.schema)
        let description: JSONTree = [
            "openapi": "3.1.1",
            "info": [
                "title": "数据交易所 Data exchange \(exchange)",
                "version": "1",
                "description": .string(Self.introduction(exchange)),
            ],
            "servers": [["url": "/"]],
            "paths": .object(paths.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }),
            "components": [
                "schemas": .object(components.schemas.sorted { $0.name < $1.name }),
                "responses": .object(Self.problems),
                "securitySchemes": Self.security,
            ],
        ]
        bytes = description.bytes
    }

    /// The query that answers with the description.
    var query: Query {
        let bytes = bytes
        return Query(
            "/openapi.json",
            "This description.",
            [],
            .everyone,
            .other(mediaType: "application/json")
        ) { _ in Answer(json: bytes) }
    }

    private static func introduction(_ exchange: String) -> String {
        """
        Commands are POSTed and always signed; queries are GETs, signed where the answer isn't \
        for everyone. Bodies are canonical JSON (RFC 8785, integers only, texts in NFC) of at \
        most 24 KiB. Refusals are problem documents (RFC 9457) with a stable `code`.

        A signature follows RFC 9421 with the label `sig1`, over `"@method" "@path" \
        "content-digest"` for a command and `"@method" "@path" "@query"` for a query, with the \
        parameters `created`, `keyid`, `nonce` and `tag`, in this order. `tag` is \
        `\(exchange)`. A command's `nonce` is its ID, 32 hex digits: sent again, the same \
        command does nothing again and gets the same answer.
        """
    }

    // MARK: Operations

    private static func command(
        _ endpoint: Endpoint,
        _ components: inout Components
    ) -> JSONTree {
        let reasons = endpoint.refusals.map { "`\($0.code)` \($0.refusal.en) · \($0.refusal.zh)" }
        let text = ([endpoint.documentation, "Refusals, by precedence:"] + reasons)
            .joined(separator: "\n\n")
        let kinds = RejectionKind.allCases.map(\.status)
        let statuses = Set(kinds).union([400, 401, 413, 415, 429, 500, 503])
        return [
            "operationId": .string(operationID(endpoint.path)),
            "tags": [.string(tag(endpoint.path))],
            "summary": .string(endpoint.documentation),
            "description": .string(text),
            "security": [["signature": [], "signatureInput": [], "contentDigest": []]],
            "requestBody": [
                "required": true,
                "content": json(endpoint.namedBody, &components),
            ],
            "responses": [
                "200": [
                    "description": "It is durable in the journal.",
                    "content": json(CommandReply.schema, &components),
                ]
            ] + problemReferences(statuses),
        ]
    }

    private static func query(_ query: Query, _ components: inout Components) -> JSONTree {
        let content: JSONTree
        switch query.content {
        case .json(let schema): content = json(schema, &components)
        case .other(let type): content = .object([(type, .object([]))])
        }
        let names = query.pathNames
        let parameters: [JSONTree] = query.parameters.map { parameter in
            let isInPath = names.contains(parameter.name)
            return [
                "name": .string(parameter.name),
                "in": isInPath ? "path" : "query",
                "required": .bool(isInPath || parameter.isRequired),
                "description": .string(parameter.documentation),
                "schema": components.reference(parameter.schema),
            ]
        }
        var statuses: Set = [400, 401, 404, 429, 500]
        if !query.audience.isPublic { statuses.insert(403) }
        return [
            "operationId": .string(operationID(query.path)),
            "tags": [.string(tag(query.path))],
            "summary": .string(query.documentation),
            "description": .string("\(query.documentation)\n\n\(query.audience.sentence)"),
            "security": query.audience.security,
            "parameters": .array(parameters),
            "responses": [
                "200": ["description": "The answer.", "content": content],
                "304": ["description": "What the client has is still right."],
            ] + problemReferences(statuses),
        ]
    }

    private static func json(_ schema: Schema, _ components: inout Components) -> JSONTree {
        [
            "application/json": [
                "schema": components.reference(schema), "example": schema.example,
            ]
        ]
    }

    /// `/v1/registry/certificates/{number}` is `registry-certificates-number`.
    private static func operationID(_ path: String) -> String {
        let parts = path.split(separator: "/").map { $0.filter { !"{}".contains($0) } }
        return (parts.first == "v1" ? Array(parts.dropFirst()) : parts).joined(separator: "-")
    }

    /// The first part of the path after the version.
    private static func tag(_ path: String) -> String {
        path.split(separator: "/").first { $0 != "v1" }.map { String($0) } ?? ""
    }

    // MARK: Problems and security

    private static func problemReferences(_ statuses: Set<Int>) -> JSONTree {
        .object(
            statuses.sorted().map {
                ("\($0)", ["$ref": "#/components/responses/Problem\($0)"])
            }
        )
    }

    /// One response for each status, with the codes that the gateway itself gives it.
    private static var problems: [(name: String, value: JSONTree)] {
        let kinds = RejectionKind.allCases.map(\.status)
        let statuses = Set(GatewayReason.allCases.map(\.status) + kinds).sorted()
        return statuses.map { status in
            let reasons = GatewayReason.allCases.filter { $0.status == status }
            let codes = reasons.map { "`\($0.code)` \($0.en) · \($0.zh)" }
            let text = reasons.isEmpty ? ["The exchange's rules refuse it."] : codes
            var content: JSONTree = ["schema": ["$ref": "#/components/schemas/ProblemDocument"]]
            if let reason = reasons.first {
                let example = Problem(reason).document(request: "5f0c41b7", language: .en)
                content = content + ["example": .canonical(example.wire)]
            }
            return (
                "Problem\(status)",
                [
                    "description": .string(text.joined(separator: "\n\n")),
                    "content": ["application/problem+json": content],
                ]
            )
        }
    }

    private static var security: JSONTree {
        let fields = [
            ("signature", "Signature", "`sig1=:…:` (RFC 9421)"),
            ("signatureInput", "Signature-Input", "`sig1=(…);created=…;keyid=…;nonce=…;tag=…`"),
            ("contentDigest", "Content-Digest", "`sha-256=:…:` (RFC 9530)"),
        ]
        return .object(
            fields.map { name, field, text in
                (
                    name,
                    [
                        "type": "apiKey", "in": "header", "name": .string(field),
                        "description": .string(text),
                    ]
                )
            }
        )
    }
}

extension Endpoint {
    /// The body under the command's own name: several capabilities may have a `Command.open`.
    fileprivate var namedBody: Schema {
        guard case .object("Command.\(verb)", let members) = body else { return body }
        return .object(name: "\(capability).\(verb)", members: members)
    }
}

extension Audience {
    /// Who may ask, as a sentence.
    fileprivate var sentence: String {
        switch self {
        case .everyone: "For everyone."
        case .members: "For members."
        case .roles(let roles): "For \(roles.map(\.rawValue).joined(separator: ", "))."
        case .viewer(let rule): rule
        }
    }

    fileprivate var security: JSONTree {
        let signed: JSONTree = ["signature": [], "signatureInput": []]
        return switch self {
        case .everyone: []
        case .members, .roles: [signed]
        case .viewer: [signed, .object([])]
        }
    }
}
