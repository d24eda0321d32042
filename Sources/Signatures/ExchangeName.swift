/// The name of the exchange that a message is for, such as `databourse.example/2026`.
///
/// 1 to 128 visible ASCII characters, none of them `"` or `\`.
public struct ExchangeName: Hashable, Sendable, CustomStringConvertible {
    /// The name as it is signed.
    public let text: String

    /// The name written so, or `nil` unless it is one.
    public init?(text: String) {
        guard 1...128 ~= text.utf8.count,
            text.utf8.allSatisfy({ 0x21...0x7e ~= $0 && $0 != 0x22 && $0 != 0x5c })
        else { return nil }
        self.text = text
    }

    public var description: String { text }
}
