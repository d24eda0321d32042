import Portal
import Units

/// One page of every kind and state, with contents fit for reading.
struct SamplePages {
    let words: Words
    private(set) var all: [(name: String, page: any Page)] = []

    init(words: Words) {
        self.words = words
        all = makeAll()
    }

    /// The text that members wrote: in tests of translation it is free of the other language, in
    /// tests of escaping it is hostile.
    struct Words {
        var product = Title(zh: "北京官园空气质量逐时数据", en: nil)
        var abstract = Title(
            zh: "官园站逐时六项污染物与气象要素，含缺测标记，用于健康研究、模型验证与城市规划。",
            en: nil
        )
        var provider = Title(zh: "京测环境数据有限公司", en: nil)
        var firm = Title(zh: "正言律师事务所", en: nil)
        var short = Title(zh: "按小时", en: nil)
        var use = "空气质量预报模型的训练与验证"
        /// Ends every code and number that isn't the exchange's own.
        var code = ""
    }

    static let log = SampleLog(records: 1337)

    private var now: Instant { SampleLog.start }
    func ago(days: Int64) -> Instant { now + .days(-days) }

    var site: Site {
        Site(
            name: Pair("数衡数据交易所", "DataBourse"),
            checkpoint: .init(size: 1337, signedAt: now, cosigned: 2, witnesses: 3),
            links: [.init(Pair("签名检查点", "Signed checkpoint"), address: "/checkpoint")]
        )
    }

    // MARK: Market

    func summary(_ index: Int64) -> ProductSummary {
        ProductSummary(
            id: ID(17 - index),
            name: words.product,
            abstract: words.abstract,
            provider: words.provider,
            kind: ProductKind.allCases[Int(index)],
            level: index == 2 ? .important : .general,
            modes: index == 1 ? [.api] : [.file, .api],
            completeness: 987_654 - index * 81_000,
            price: .fen(12_840 + index * 987_654),
            listed: ago(days: index * 3)
        )
    }

    var home: HomePage {
        HomePage(
            totals: .init(
                members: 47,
                products: 128,
                certificates: 163,
                contracts: 214,
                value: .fen(12_640_000_000),
                records: 1337
            ),
            checkpoint: Self.log.checkpoint,
            newest: (0..<3).map(summary),
            certificate: "SJ1112026110001"
        )
    }

    var emptyHome: HomePage {
        HomePage(
            totals: .init(
                members: 0,
                products: 0,
                certificates: 0,
                contracts: 0,
                value: .fen(0),
                records: 0
            ),
            checkpoint: nil,
            newest: [],
            certificate: nil
        )
    }

    func market(_ query: MarketQuery = MarketQuery(), empty: Bool = false) -> MarketPage {
        MarketPage(
            query: query,
            total: empty ? 0 : 128,
            kinds: [.dataSet: 64, .api: 31, .report: 9, .service: 24],
            levels: [.general: 119, .important: 9],
            modes: [.file: 71, .api: 66],
            results: empty ? [] : (0..<5).map(summary),
            newer: nil,
            older: empty ? nil : "13\(words.code)"
        )
    }

    var narrowQuery: MarketQuery {
        MarketQuery(parameters: [
            ("q", "PM2.5\(words.code)"), ("kind", "dataSet"), ("mode", "api"), ("from", "100"),
            ("order", "cheapest"),
        ])
    }

    // MARK: Registry

    func registry(unknown: String? = nil) -> RegistryPage {
        let notices = (1...3).map { index in
            RegistryPage.Notice(
                number: "SJ111202611000\(index)\(words.code)",
                name: words.product,
                applicant: words.provider,
                day: Day(now).adding(Int64(index))
            )
        }
        return RegistryPage(
            unknown: unknown,
            inPublicity: unknown == nil ? notices : [],
            newest: notices
        )
    }

    func certificate(_ state: CertificateState) -> CertificatePage {
        let isIssued = state != .inPublicity
        return CertificatePage(
            number: "SJ1112026110001\(words.code)",
            state: state,
            name: words.product,
            abstract: words.use,
            applicant: words.provider,
            rights: RightType.allCases,
            limits: state == .valid ? words.use : nil,
            restrictions: state == .valid ? [.lien] : [],
            resource: isIssued ? ID(9) : nil,
            products: state == .valid ? [summary(0)] : [],
            publicFrom: ago(days: isIssued ? 20 : 1),
            publicUntil: isIssued ? ago(days: 13) : now + .days(4),
            issued: isIssued ? Day(ago(days: 12)) : nil,
            validThrough: isIssued
                ? Day(state == .expired ? ago(days: 1) : now + .days(1800)) : nil,
            fingerprint: SampleData.root,
            proof: isIssued ? Self.log.proof(212) : nil
        )
    }

    func resource(_ state: CertificateState, products: [ProductSummary]) -> ResourcePage {
        ResourcePage(
            id: ID(9),
            name: words.product,
            abstract: words.use,
            holder: words.provider,
            certificate: "SJ1112026110001\(words.code)",
            state: state,
            rights: RightType.allCases,
            restrictions: state == .valid ? [] : [.freeze],
            rows: 672,
            fingerprint: SampleData.root,
            products: products
        )
    }

    // MARK: Ledger

    private func record(_ sequence: Int) -> LedgerPage.Record {
        let kinds = [
            ("products.library", Pair("产品库", "Product library")),
            ("registry.registration", Pair("数据登记", "Data registration")),
            ("contracts.contract", Pair("数字交易合约", "Trade contract")),
        ]
        let (code, name) = kinds[sequence % 3]
        return .init(
            sequence: Int64(sequence),
            at: now + .seconds(-61 * Int64(1337 - sequence)),
            capability: code + words.code,
            name: name,
            leaf: Self.log.leaves[sequence]
        )
    }

    private func grown(_ step: Int64) -> GrowthPoint {
        GrowthPoint(at: now + .seconds(-3600 * (40 - step)), size: step * step * 1337 / 1600)
    }

    var ledger: LedgerPage {
        LedgerPage(
            checkpoint: Self.log.checkpoint,
            growth: (0...40).map(grown),
            records: (1322..<1337).reversed().map(record),
            from: nil,
            newer: nil,
            older: 1321
        )
    }

    var emptyLedger: LedgerPage {
        LedgerPage(checkpoint: nil, growth: [], records: [], from: nil, newer: nil, older: nil)
    }

    func recordPage(_ sequence: Int, _ finality: Finality) -> RecordPage {
        RecordPage(
            record: record(sequence),
            finality: finality,
            proof: finality >= .checkpointed ? Self.log.proof(sequence) : nil,
            newest: 1336
        )
    }

    // MARK: All

    /// Every page in every state, by a name for files and test cases.
    private func makeAll() -> [(name: String, page: any Page)] {
        var all: [(name: String, page: any Page)] = []
        all.append(("home", home))
        all.append(("home-empty", emptyHome))
        all.append(("market", market()))
        all.append(("market-narrow", market(narrowQuery)))
        all.append(("market-empty", market(narrowQuery, empty: true)))
        all.append(("product", product()))
        all.append(("product-bare", bareProduct()))
        all.append(("registry", registry()))
        all.append(("registry-unknown", registry(unknown: "SJ9992026110001\(words.code)")))
        for state in CertificateState.allCases {
            all.append(("certificate-\(state.rawValue)", certificate(state)))
        }
        all.append(("resource", resource(.valid, products: [summary(0), summary(1)])))
        all.append(("resource-bare", resource(.expired, products: [])))
        all.append(("ledger", ledger))
        all.append(("ledger-empty", emptyLedger))
        all.append(("record", recordPage(1290, .witnessed)))
        all.append(("record-new", recordPage(1336, .durable)))
        for problem: ErrorPage.Problem in [
            .notFound, .tooManyRequests(retryAfter: 30), .serverError,
        ] {
            let page = ErrorPage(
                problem: problem,
                address: "/nowhere\(words.code)",
                request: "7f3a\(words.code)"
            )
            all.append(("error-\(problem.status)", page))
        }
        return all
    }
}
