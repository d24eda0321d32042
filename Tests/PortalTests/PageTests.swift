import Portal
import Testing
import Units

/// What holds for every page in every state and language.
@Suite("Every page")
struct PageTests {
    static let cases = SamplePages.names.flatMap { name in
        Language.allCases.map { (name: name, language: $0) }
    }

    @Test("Hostile text in any field leaves the markup's structure as it was", arguments: cases)
    func escaping(name: String, language: Language) throws {
        let (plain, attack) = (SamplePages.english, SamplePages.attack)
        let before = Markup(try plain.page(name), language, plain)
        let after = Markup(try attack.page(name), language, attack)
        #expect(after.skeleton == before.skeleton)
        #expect(!after.text.contains("<img"))
        #expect(after.skeleton.filter { $0.hasPrefix("<script") }.count == 2)
    }

    @Test(
        "No page has an inline style, handler or script, nor a script's address",
        arguments: cases
    )
    func strict(name: String, language: Language) throws {
        let samples = SamplePages.attack
        let markup = Markup(try samples.page(name), language, samples)
        #expect(markup.skeleton.filter { $0.contains(/\s(style|on[a-z]+)=/) } == [])
        #expect(markup.text.matches(of: /<script[^>]*>[^<]/).isEmpty)
        let addresses = ["href", "src", "action"].flatMap(markup.values)
        #expect(addresses.filter { !$0.hasPrefix("/") && !$0.hasPrefix("#") } == [])
    }

    @Test("A page in English marks a member's Chinese as such")
    func languageOfParts() throws {
        let samples = SamplePages.chinese
        let markup = Markup(try samples.page("product"), .en, samples).text
        #expect(markup.contains(#"<h1><span lang="zh-Hans">北京官园空气质量逐时数据</span></h1>"#))
    }

    @Test("The English page has no Chinese in it", arguments: SamplePages.names)
    func english(name: String) throws {
        let samples = SamplePages.english
        let words = Markup(try samples.page(name), .en, samples).words
        let isHan = { (character: Character) in
            character.unicodeScalars.contains { (0x3000...0x9FFF).contains($0.value) }
        }
        // The switch to the other language is written in that language.
        let switches = ["中文", "中文：切换到中文"]
        #expect(words.filter { $0.contains(where: isHan) && !switches.contains($0) } == [])
    }

    @Test("The Chinese page has no English in it but names and terms", arguments: SamplePages.names)
    func chinese(name: String) throws {
        let samples = SamplePages.chinese
        let words = Markup(try samples.page(name), .zh, samples).words
        let terms: Set = [
            "EN", "English", "API", "SHA", "tlog", "proof", "PM2", "Ed25519", "day", "hour", "pm25",
            "temp", "wd", "NNE", "NA", "witness", "databourse", "example", "log", "regulator",
            "university", "association", "x00", "DP", "DR", "N77", "KB", "v1", "v2",
        ]
        let latin = words.flatMap { $0.matches(of: /[A-Za-z][A-Za-z0-9]+/).map { String($0.0) } }
        #expect(latin.filter { !terms.contains($0) && !$0.hasPrefix("SJ") } == [])
    }

    @Test("IDs are unique and whatever names one finds it", arguments: cases)
    func references(name: String, language: Language) throws {
        let samples = SamplePages.chinese
        let markup = Markup(try samples.page(name), language, samples)
        let ids = markup.values(of: "id")
        #expect(ids.count == Set(ids).count)
        let named = ["aria-labelledby", "aria-describedby", "for"].flatMap(markup.values)
        let jumps = markup.values(of: "href").filter { $0.hasPrefix("#") }.map {
            String($0.dropFirst())
        }
        #expect(Set(named + jumps).subtracting(ids) == [])
        #expect(markup.skeleton.filter { $0.hasPrefix("<h1") }.count == 1)
    }

    @Test("A record in a checkpoint isn't said to be replicated")
    func finality() throws {
        let samples = SamplePages.english
        let isNamed = { (level: Finality) in
            Markup(samples.recordPage(1290, level), .en, samples).words.contains("Replicated")
        }
        #expect(Finality.allCases.map(isNamed) == [false, true, false, false, false])
    }

    @Test("Every link leads to a page there is", arguments: cases)
    func links(name: String, language: Language) throws {
        let samples = SamplePages.chinese
        let markup = Markup(try samples.page(name), language, samples)
        let home = #/\/(?:zh|en)/#
        let market = #/\/(?:zh|en)\/market(?:\?.*|\/[A-Z0-9-]+)?/#
        let registry = #/\/(?:zh|en)\/registry(?:\/[A-Z0-9-]+)?/#
        let ledger = #/\/(?:zh|en)\/ledger(?:\?from=[0-9]+|#receipt|\/[0-9]+)?/#
        let files = #/\/checkpoint|\/ledger\/[0-9]+\/proof/#
        let links = (markup.values(of: "href") + markup.values(of: "action")).filter {
            !$0.hasPrefix("#") && !$0.hasPrefix("/assets/") && !$0.hasSuffix("/nowhere")
        }
        let lost = links.filter { link in
            [home, market, registry, ledger, files].allSatisfy { link.wholeMatch(of: $0) == nil }
        }
        #expect(lost == [])
    }

    @Test("Every file that a page names is served", arguments: SamplePages.names)
    func assets(name: String) throws {
        let samples = SamplePages.chinese
        let markup = Markup(try samples.page(name), .zh, samples)
        let named = (markup.values(of: "href") + markup.values(of: "src"))
            .filter { $0.hasPrefix("/assets/") }
            .map { String($0.prefix { $0 != "#" }) }
        #expect(named.filter { Assets.file(at: $0) == nil } == [])
    }

    @Test("Every icon that a page shows is in the sprite", arguments: SamplePages.names)
    func icons(name: String) throws {
        let samples = SamplePages.chinese
        let markup = Markup(try samples.page(name), .zh, samples)
        let sprite = try #require(Assets.files.first { $0.path.hasSuffix("icons.svg") })
        let symbols = String(decoding: sprite.bytes, as: UTF8.self)
            .matches(of: /symbol id="([a-z]+)"/).map { String($0.1) }
        let shown = markup.text.matches(of: /icons\.svg#([^"]*)/).map { String($0.1) }
        #expect(Set(shown).subtracting(symbols) == [])
    }
}
