import Testing

/// The style of this code, checked so that a review needn't.
@Suite("Tidy")
struct TidyTests {
    @Test("Every file keeps the rule", arguments: Rule.all)
    func keeps(rule: Rule) {
        for file in Tree.all where rule.applies(file) {
            let findings = rule.findings(file)
            #expect(findings == [], "\(file)")
        }
    }

    @Test("A rule finds what breaks it, and nothing else", arguments: Rule.all)
    func control(rule: Rule) {
        for sample in rule.bad {
            #expect(rule.findings(SourceFile("sample.swift", sample)) != [], "\(sample)")
        }
        for sample in rule.good {
            #expect(rule.findings(SourceFile("sample.swift", sample)) == [], "\(sample)")
        }
        #expect(!rule.bad.isEmpty)
        #expect(Tree.all.contains(where: rule.applies))
    }
}
