public import HTTPTypes

/// A request as a signature covers it.
///
/// | kind    | method | covered components, in this order    |
/// |---------|--------|--------------------------------------|
/// | command | POST   | `@method`, `@path`, `content-digest` |
/// | query   | GET    | `@method`, `@path`, `@query`         |
///
/// The authority isn't covered, because proxies rewrite it: the `tag` parameter binds a message to
/// its exchange instead.
public struct Message: Hashable, Sendable {
    /// One covered component and its value (RFC 9421 §2).
    public typealias Component = (name: String, value: String)

    private enum Rest: Hashable, Sendable {
        case content(ContentDigest)
        case query(String)
    }

    /// The path, percent-encoded as sent.
    public let path: String

    private let rest: Rest

    /// The request of this method and target, with this content.
    ///
    /// Throws `unsupportedMethod`, `malformedTarget` or `uncoveredPart`.
    public init(
        method: HTTPRequest.Method,
        target: String,
        body: [UInt8] = []
    ) throws(SignatureRejection) {
        guard method == .post || method == .get else { throw .unsupportedMethod }
        guard Self.isTarget(target) else { throw .malformedTarget }
        let mark = target.firstIndex(of: "?")
        path = String(target[..<(mark ?? target.endIndex)])
        if method == .post {
            guard mark == nil else { throw .uncoveredPart }
            rest = .content(ContentDigest(of: body))
        } else {
            guard body.isEmpty else { throw .uncoveredPart }
            // A target without a query has the query "?" (RFC 9421 §2.2.7).
            rest = .query(mark.map { String(target[$0...]) } ?? "?")
        }
    }

    /// The digest of a command's content; a query has none.
    public var contentDigest: ContentDigest? {
        switch rest {
        case .content(let digest): digest
        case .query: nil
        }
    }

    /// What a signature covers.
    public var components: [Component] {
        switch rest {
        case .content(let digest):
            [("@method", "POST"), ("@path", path), ("content-digest", digest.field)]
        case .query(let query):
            [("@method", "GET"), ("@path", path), ("@query", query)]
        }
    }

    /// Visible ASCII without a fragment: no line of the signature base can be forged with it.
    private static func isTarget(_ target: String) -> Bool {
        target.utf8.count <= 4096 && target.utf8.first == UInt8(ascii: "/")
            && target.utf8.allSatisfy { 0x21...0x7e ~= $0 && $0 != UInt8(ascii: "#") }
    }
}

/// The bytes that are signed (RFC 9421 §2.5).
///
/// One line `"name": value` for each component, then `"@signature-params"`, joined by newlines.
public func signatureBase(
    _ components: [Message.Component],
    parameters: String
) -> [UInt8] {
    var text = ""
    for (name, value) in components { text += "\"\(name)\": \(value)\n" }
    return Array((text + "\"@signature-params\": \(parameters)").utf8)
}
