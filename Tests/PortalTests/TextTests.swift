import Testing
import Units

@testable import Portal

@Suite("Text")
struct TextTests {
    @Test(
        "Counts are grouped by thousands",
        arguments: [
            (0, "0"), (999, "999"), (1000, "1,000"), (-1000, "-1,000"), (1_284_907, "1,284,907"),
            (1_000_001, "1,000,001"), (.max, "9,223,372,036,854,775,807"),
            (.min, "-9,223,372,036,854,775,808"),
        ] as [(Int64, String)]
    )
    func grouped(count: Int64, text: String) {
        #expect(Numbers.grouped(count) == text)
    }

    @Test("A noun is counted in the singular for one only")
    func counted() {
        let counts = [0, 1, 2, 1284].map { Numbers.counted($0, "row") }
        #expect(counts == ["0 rows", "1 row", "2 rows", "1,284 rows"])
    }

    @Test(
        "Yuan are exact to the fen",
        arguments: [
            (0, "¥0.00"), (1, "¥0.01"), (-1, "-¥0.01"), (99, "¥0.99"), (100, "¥1.00"),
            (6_623_040, "¥66,230.40"), (.min, "-¥92,233,720,368,547,758.08"),
        ] as [(Int64, String)]
    )
    func yuan(fen: Int64, text: String) {
        #expect(Numbers.yuan(fen) == text)
    }

    @Test(
        "A summary of an amount is cut, never rounded up",
        arguments: [
            (999_999, "¥9,999.99", "¥9.99K"), (1_000_000, "¥1.00 万", "¥10.00K"),
            (482_999_999, "¥482.99 万", "¥4.82M"), (12_640_000_000, "¥1.26 亿", "¥126.40M"),
            (-482_000_000, "-¥482.00 万", "-¥4.82M"), (100_000_000_000, "¥10.00 亿", "¥1.00B"),
            (0, "¥0.00", "¥0.00"), (.min, "-¥922,337,203.68 亿", "-¥92,233,720.36B"),
        ] as [(Int64, String, String)]
    )
    func brief(fen: Int64, zh: String, en: String) {
        #expect(Numbers.brief(.fen(fen), .zh) == zh)
        #expect(Numbers.brief(.fen(fen), .en) == en)
    }

    @Test(
        "A share of nothing is a dash, of anything a percentage",
        arguments: [
            (0, 0, "–"), (1, 0, "–"), (1, -3, "–"), (0, 7, "0.00%"), (1, 3, "33.33%"),
            (7, 7, "100.00%"),
            (.max, 1, "922,337,203,685,477.58%"),
        ] as [(Int64, Int64, String)]
    )
    func share(part: Int64, whole: Int64, text: String) {
        #expect(Numbers.percent(part, of: whole) == text)
    }

    @Test(
        "Sizes are in decimal units",
        arguments: [
            (0, "0 B"), (999, "999 B"), (1000, "1.00 KB"), (812_345, "812.34 KB"),
            (1_200_000, "1.20 MB"), (5_000_000_000, "5.00 GB"), (.max, "9,223,372.03 TB"),
        ] as [(Int64, String)]
    )
    func bytes(count: Int64, text: String) {
        #expect(Numbers.bytes(count) == text)
    }

    @Test("An amount in another currency is shown with its code")
    func currencies() throws {
        let dollars = Money(amount: -1234, currency: try #require(Currency(text: "USD")))
        #expect(Numbers.money(dollars) == "USD -12.34")
        #expect(Numbers.brief(dollars, .zh) == "USD -12.34")
        #expect(Numbers.money(.fen(-1234)) == "-¥12.34")
    }

    @Test(
        "A unit price keeps all its decimals, and two at least",
        arguments: [
            (0, "¥0.00"), (1, "¥0.000001"), (12_840, "¥0.01284"), (128_400_000, "¥128.40"),
            (1_234_567_890_100, "¥1,234,567.8901"), (.min, "-¥9,223,372,036,854.775808"),
        ] as [(Int64, String)]
    )
    func unitPrices(microYuan: Int64, text: String) {
        #expect(Numbers.price(MicroPrice(microYuan: microYuan)) == text)
    }

    @Test("A moment is shown in Beijing time, to the second")
    func moments() {
        let instant = Instant(microseconds: 951_753_599_999_999)
        #expect(instant.dateAndTime == "2000-02-28 23:59:59")
        #expect(
            moment(instant).markup
                == #"<time datetime="2000-02-28T23:59:59+08:00">2000-02-28 23:59:59</time>"#
        )
        #expect(date(instant).markup == #"<time datetime="2000-02-28">2000-02-28</time>"#)
    }

    @Test("Every term has a Chinese and an English label")
    func terms() {
        let labels =
            labels(of: ProductKind.self) + labels(of: DataLevel.self)
            + labels(of: DeliveryMode.self)
            + labels(of: ListingState.self) + labels(of: UpdateFrequency.self)
            + labels(of: Acquisition.self) + labels(of: Coverage.self)
            + labels(of: PersonalInformation.self) + labels(of: Restriction.self)
            + labels(of: RightType.self)
            + labels(of: CertificateState.self)
            + labels(of: Finality.self) + labels(of: MarketQuery.Order.self)
            + labels(of: ProductPage.Opinion.Conclusion.self)
        #expect(labels.filter { !$0.zh.contains(/[一-鿿]/) || !$0.en.contains(/^[ -~]+$/) } == [])
    }

    private func labels<T: Term>(of _: T.Type) -> [Pair] { T.allCases.map(\.label) }
}
