public import Kernel
public import Wire

/// What the API says when it refuses: a problem document (RFC 9457) in canonical JSON.
@Wire
public struct ProblemDocument: Equatable, Sendable {
    /// The stable code, such as `trading.listing.notListed` or `gateway.notSigned`.
    public let code: String
    /// What a person needs to do better.
    public let facts: [Fact]
    /// The sentence in both languages.
    public let messages: Messages
    /// Where in the body the mistake is, in bytes from 0.
    public let offset: Int64?
    /// The value with the mistake (RFC 6901).
    public let pointer: String?
    /// Whether the command had been decided before, and this is what was said then.
    public let `repeat`: Bool?
    /// The name of this request in the exchange's logs.
    public let request: String
    /// Whether the same request may succeed later.
    public let retryable: Bool
    /// The journal record that holds the rejection; absent when it was not recorded.
    public let sequence: Int64?
    /// The HTTP status.
    public let status: Int64
    /// The sentence in the language that was asked for.
    public let title: String
    /// Where the code is described.
    public let type: String

    /// The language that was asked for: `zh` or `en`.
    public var language: String { title == messages.en ? "en" : "zh" }

    /// A sentence in Chinese and English.
    @Wire
    public struct Messages: Equatable, Sendable {
        /// English.
        public let en: String
        /// Chinese.
        public let zh: String
    }
}
