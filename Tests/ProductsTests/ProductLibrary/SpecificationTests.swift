import ExchangeTesting
import Kernel
import KernelTesting
import Products
import Registry
import Testing
import Units

/// What may be drafted: PL-1 and PL-7.
@Suite("Product library: specifications")
struct SpecificationTests {
    static let provider = Actor.member(ID(1))
    static let noon = Instant.november(2)

    /// DR-1 is general data, DR-2 important.
    static func submitted(_ number: Int64, _ level: DataLevel) -> Registration.Event {
        .submitted(
            registration: ID(number),
            resource: ID(number),
            applicant: ID(1),
            disclosure: .example(level: level, root: .example(number)),
            at: noon
        )
    }

    static let scenario = Scenario(ProductLibrary.self)
        .given(Registration.self, [submitted(1, .general), submitted(2, .important)])

    static func reason(_ specification: Specification) -> ProductLibrary.Reason? {
        scenario.rejection(.draft(specification), by: provider, at: noon)
    }

    @Test("PL-1: a product is drafted with its digest, as version 1")
    func draft() throws {
        let specification = Specification.example()
        #expect(
            try Self.scenario.when(.draft(specification), by: Self.provider, at: Self.noon)
                == Decision(
                    .drafted(
                        product: ID(1),
                        supplier: ID(1),
                        version: 1,
                        specification: specification,
                        digest: Digest(of: specification)
                    )
                )
        )
    }

    /// The first `mended` of all mistakes are mended, so the order proves the precedence.
    @Test(
        "PL-1, PL-7: why a specification is rejected, by precedence",
        arguments: [
            (0, .textOutOfRange), (1, .listOutOfRange), (2, .unknownResource),
            (3, .planOutOfRange), (4, .wrongCurrency), (5, .addressMalformed), (6, .levelTooLow),
            (7, .deliveryNotAllowed), (8, nil),
        ] as [(Int, ProductLibrary.Reason?)]
    )
    func precedence(mended: Int, reason: ProductLibrary.Reason?) throws {
        let usd = try #require(Currency(text: "USD"))
        let price = Money(amount: mended > 3 ? 1 : 0, currency: mended > 4 ? .cny : usd)
        let specification = Specification.example(
            title: Title(zh: mended > 0 ? "北京空气质量" : "", en: nil),
            resources: mended > 7 ? [ID(1)] : mended > 2 ? [ID(1), ID(2)] : [ID(2), ID(7)],
            level: mended > 6 && mended < 8 ? .important : .general,
            completeness: mended > 1 ? 1_000_000 : 1_000_001,
            plans: [.file(price: price)],
            address: mended > 5 ? "https://node.example" : "ftp://node.example"
        )
        #expect(Self.reason(specification) == reason)
    }

    @Test(
        "PL-1: resources, plans, scenarios and counts are in range, and none stands twice",
        arguments: [
            .example(resources: []), .example(resources: [ID(1), ID(1)]),
            .example(resources: (1...21).map { ID($0) }), .example(plans: []),
            .example(plans: [.file("a"), .file("a")]),
            .example(plans: (1...11).map { .file("p\($0)") }),
            .example(scenarios: Array(repeating: "a", count: 21)), .example(records: -1),
            .example(completeness: -1),
        ] as [Specification]
    )
    func lists(specification: Specification) {
        #expect(Self.reason(specification) == .listOutOfRange)
    }

    @Test(
        "PL-1: what the profile counted is never negative",
        arguments: [
            (nil, nil, nil), (0, 0, nil), (672, 1, nil), (-1, 0, .listOutOfRange),
            (0, -1, .listOutOfRange),
        ] as [(Int64?, Int64?, ProductLibrary.Reason?)]
    )
    func counts(missing: Int64?, distinct: Int64?, reason: ProductLibrary.Reason?) {
        let field = FieldSpecification(
            name: "pm25",
            type: "decimal",
            note: Title(zh: "细颗粒物", en: nil),
            missing: missing,
            distinct: distinct
        )
        #expect(Self.reason(.example(fields: [field])) == reason)
    }

    @Test("PL-1: a sample has at most five rows, each short and with a proof that can be one")
    func sample() {
        func row(_ index: Int64 = 1, path: Int = 63, _ row: [String] = ["35"]) -> SampleRow {
            let path = Array(repeating: Digest.example(1), count: path)
            return SampleRow(index: index, path: path, row: row, salt: .example(2))
        }
        let long = String(repeating: "长", count: 201)
        #expect(Self.reason(.example(sample: Array(repeating: row(), count: 5))) == nil)
        let wrong = [
            Array(repeating: row(), count: 6), [row(-1)], [row(path: 64)], [row(1, [])],
            [row(1, Array(repeating: "a", count: 201))], [row(1, [long])],
        ]
        for sample in wrong {
            #expect(Self.reason(.example(sample: sample)) == .listOutOfRange)
        }
    }

    @Test(
        "PL-1: texts aren't empty or too long",
        arguments: [
            .example(title: Title(zh: String(repeating: "长", count: 61), en: nil)),
            .example(title: Title(zh: "a", en: "")), .example(scenarios: [""]),
            .example(scenarios: [String(repeating: "长", count: 101)]),
            .example(plans: [.file(title: Title(zh: "", en: nil))]),
        ] as [Specification]
    )
    func texts(specification: Specification) {
        #expect(Self.reason(specification) == .textOutOfRange)
    }

    @Test(
        "PL-1: a price is more than zero, a quota 1 to 10⁹, a term 1 to 1830 days",
        arguments: [
            (.file(price: .fen(0)), .planOutOfRange), (.file(price: .fen(1)), nil),
            (.file(termDays: 0), .planOutOfRange), (.file(termDays: 1_830), nil),
            (.file(termDays: 1_831), .planOutOfRange), (.file(""), .planOutOfRange),
            (.file("Basic"), .planOutOfRange), (.file("basic-2"), nil),
            (.file(String(repeating: "a", count: 21)), .planOutOfRange),
            (.calls(quota: 0), .planOutOfRange), (.calls(quota: 1_000_000_000), nil),
            (.calls(quota: 1_000_000_001), .planOutOfRange),
            (.calls(unit: MicroPrice(microYuan: 0)), .planOutOfRange),
            // 4,999 millionths of a yuan round to nothing, 5,000 to one fen.
            (.calls(unit: MicroPrice(microYuan: 4_999), quota: 1), .planOutOfRange),
            (.calls(unit: MicroPrice(microYuan: 5_000), quota: 1), nil),
            (
                .calls(unit: MicroPrice(microYuan: 9_007_199_254_740_991), quota: 1_000_000_000),
                .planOutOfRange
            ),
        ] as [(Plan, ProductLibrary.Reason?)]
    )
    func plans(plan: Plan, reason: ProductLibrary.Reason?) {
        #expect(Self.reason(.example(plans: [plan])) == reason)
    }

    @Test("PL-1: a file has one price, and calls a price each")
    func deliveryFitsPricing() {
        let file = Plan.file()
        let calls = Plan.calls()
        let crossed = [
            Plan(
                code: "a",
                title: file.title,
                delivery: .api,
                pricing: file.pricing,
                termDays: 30
            ),
            Plan(
                code: "a",
                title: file.title,
                delivery: .file,
                pricing: calls.pricing,
                termDays: 30
            ),
        ]
        for plan in crossed { #expect(Self.reason(.example(plans: [plan])) == .planOutOfRange) }
    }

    @Test(
        "PL-1: the node answers at an http or https address",
        arguments: [
            ("http://127.0.0.1:8081", nil), ("https://node.example/data", nil),
            ("http://[::1]:80", nil), ("https://", .addressMalformed),
            ("node.example", .addressMalformed), ("https://a@b", .addressMalformed),
            ("https://a?b", .addressMalformed), ("https://a#b", .addressMalformed),
            ("https://数据", .addressMalformed),
            ("https://" + String(repeating: "a", count: 193), .addressMalformed),
        ] as [(String, ProductLibrary.Reason?)]
    )
    func addresses(address: String, reason: ProductLibrary.Reason?) {
        #expect(Self.reason(.example(address: address)) == reason)
    }

    @Test(
        "PL-7: a product's level is that of its data or above, and only general data leaves",
        arguments: [
            (1, .general, nil), (1, .important, .deliveryNotAllowed), (1, .core, .coreData),
            (2, .general, .levelTooLow), (2, .important, .deliveryNotAllowed),
            (2, .core, .coreData),
        ] as [(Int64, DataLevel, ProductLibrary.Reason?)]
    )
    func levels(resource: Int64, level: DataLevel, reason: ProductLibrary.Reason?) {
        #expect(Self.reason(.example(resources: [ID(resource)], level: level)) == reason)
    }
}
