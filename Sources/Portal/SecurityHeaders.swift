/// The headers every page is served with.
///
/// Scripts, styles and pictures come from the exchange's own addresses only; nothing is inline;
/// no string becomes markup or code (Trusted Types); no other site may frame a page.
public enum SecurityHeaders {
    /// The value of `Content-Security-Policy` (CSP level 3).
    public static let contentSecurityPolicy = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ].joined(separator: "; ")

    /// Names and values of all headers, in the order to send them.
    ///
    /// `Strict-Transport-Security` isn't among them: only a server that ends TLS may send it.
    public static let all: [(name: String, value: String)] = [
        ("Content-Security-Policy", contentSecurityPolicy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ]
}
