public import Wire

/// A name in Chinese and, where there is one, in English.
@Wire
public struct Title: Hashable, Sendable {
    /// Chinese.
    public let zh: String
    /// English.
    public let en: String?

    /// Whether the Chinese has 1 to `limit` characters, and the English, which runs longer, at most
    /// three times as many.
    public func isWithin(_ limit: Int) -> Bool {
        1...limit ~= zh.count && (en.map { 1...limit * 3 ~= $0.count } ?? true)
    }
}
