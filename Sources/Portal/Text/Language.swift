/// A language of the portal; the first part of every address.
public enum Language: String, CaseIterable, Sendable {
    /// Simplified Chinese.
    case zh
    /// English.
    case en

    /// The text in this language.
    ///
    /// Pairs stand where they are used, so none can be missing.
    public func callAsFunction(_ zh: String, _ en: String) -> String { self == .zh ? zh : en }

    /// The pair's text in this language.
    public func callAsFunction(_ pair: Pair) -> String { self == .zh ? pair.zh : pair.en }

    /// The tag of BCP 47, for `lang` and `hreflang`.
    public var tag: String { self("zh-Hans", "en") }

    /// The other language.
    public var other: Language { self == .zh ? .en : .zh }
}

/// A text of the exchange in both languages.
public struct Pair: Hashable, Sendable {
    /// The Chinese text.
    public let zh: String
    /// The English text.
    public let en: String

    /// The pair of these texts.
    public init(_ zh: String, _ en: String) {
        self.zh = zh
        self.en = en
    }
}
