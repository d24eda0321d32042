import Portal
import Testing
import Units

/// A page's markup taken apart, as far as the tests need.
struct Markup {
    let text: String

    init(_ page: any Page, _ language: Language, _ samples: SamplePages) {
        text = String(decoding: page.render(language, site: samples.site), as: UTF8.self)
    }

    /// Every start and end tag, in order, without the values of attributes.
    var skeleton: [String] {
        text.matches(of: /<[^>]*>/).map { String($0.0).replacing(/"[^"]*"/, with: "") }
    }

    /// The texts between tags and in the attributes that people are told.
    var words: [String] {
        let shown = text.replacing(/<(code|pre)[^>]*>[^<]*<\/(code|pre)>/, with: "")
        let between = shown.matches(of: />([^<]+)</).map { String($0.1) }
        let told = shown.matches(of: /(?:aria-label|placeholder|data-done|title)="([^"]*)"/)
        return between + told.map { String($0.1) }
    }

    func values(of attribute: String) -> [String] {
        text.matches(of: /([a-z-]+)="([^"]*)"/).filter { $0.1 == attribute }.map { String($0.2) }
    }
}

let hostile = #"</title><script>alert(1)</script>"'><img src=x onerror=alert(1)>&lt;{{7*7}}"#

extension SamplePages {
    static let english = SamplePages(
        words: .init(
            product: Title(zh: "空气", en: "Air quality"),
            abstract: Title(zh: "空气", en: "Hourly figures of air quality."),
            provider: Title(zh: "公司", en: "Air Data Ltd"),
            firm: Title(zh: "律所", en: "Law Firm LLP"),
            short: Title(zh: "小时", en: "By hour"),
            use: "Training of models"
        )
    )
    static let attack = SamplePages(
        words: .init(
            product: Title(zh: hostile, en: hostile),
            abstract: Title(zh: hostile, en: hostile),
            provider: Title(zh: hostile, en: hostile),
            firm: Title(zh: hostile, en: hostile),
            short: Title(zh: hostile, en: hostile),
            use: hostile,
            code: hostile
        )
    )
    static let chinese = SamplePages(words: .init())

    static let names = english.all.map(\.name)

    func page(_ name: String) throws -> any Page {
        try #require(all.first { $0.name == name }).page
    }
}
