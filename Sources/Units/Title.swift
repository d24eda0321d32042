public import Wire

/// A name in Chinese and, where there is one, in English.
@Wire
public struct Title: Hashable, Sendable {
    /// Chinese.
    public let zh: String
    /// English.
    public let en: String?

    /// Whether each language has between one and `limit` characters.
    public func isWithin(_ limit: Int) -> Bool {
        1...limit ~= zh.count && (en.map { 1...limit ~= $0.count } ?? true)
    }
}
