import Portal
import Testing

@Suite("Market query")
struct MarketQueryTests {
    @Test("A query's address reads back as the query")
    func roundTrip() {
        var query = MarketQuery()
        query.text = "新能源 & truck=1+1%"
        query.kinds = [.service, .api]
        query.levels = [.important]
        query.modes = [.api, .file]
        query.fromYuan = 0
        query.toYuan = MarketQuery.highestYuan
        query.order = .dearest
        query.cursor = "c/1"
        #expect(MarketQuery(parameters: query.parameters) == query)
        #expect(
            query.address == "/market?q=%E6%96%B0%E8%83%BD%E6%BA%90%20%26%20truck%3D1%2B1%25"
                + "&kind=api&kind=service&level=important&mode=file&mode=api"
                + "&from=0&to=100000000000&order=dearest&cursor=c%2F1"
        )
        #expect(MarketQuery().address == "/market")
    }

    @Test(
        "What isn't understood is passed over",
        arguments: [
            ("kind", "gold"), ("level", ""), ("mode", "FILE"), ("from", "-1"), ("from", "1.5"),
            ("to", "100000000001"), ("to", "9999999999999999999999"), ("order", "random"),
            ("cursor", ""), ("cursor", String(repeating: "x", count: 201)), ("unknown", "x"),
            ("q", ""),
        ]
    )
    func lenient(name: String, value: String) {
        #expect(MarketQuery(parameters: [(name, value)]) == MarketQuery())
    }

    @Test("A long search text is cut")
    func longText() {
        let query = MarketQuery(parameters: [("q", String(repeating: "数", count: 1000))])
        #expect(query.text.count == MarketQuery.longestText)
    }
}
