import HTTPTypes

extension HTTPField.Name {
    /// What a server would accept as a signature (RFC 9421 §5.1).
    static let acceptSignature = literal("Accept-Signature")
    /// Where an event stream goes on (HTML, server-sent events).
    static let lastEventID = literal("Last-Event-ID")
    /// The next page (RFC 8288).
    static let link = literal("Link")
    /// What is left of a rate limit (draft-ietf-httpapi-ratelimit-headers).
    static let rateLimit = literal("RateLimit")
    /// The rate limit itself.
    static let rateLimitPolicy = literal("RateLimit-Policy")
    /// The name of a request in our logs.
    static let requestID = literal("X-Request-ID")
    static let crossOriginOpenerPolicy = literal("Cross-Origin-Opener-Policy")
    static let crossOriginResourcePolicy = literal("Cross-Origin-Resource-Policy")
    static let permissionsPolicy = literal("Permissions-Policy")
    static let referrerPolicy = literal("Referrer-Policy")

    private static func literal(_ name: StaticString) -> HTTPField.Name {
        guard let name = HTTPField.Name(name.description) else {
            preconditionFailure("\(name) is no field name")
        }
        return name
    }
}
