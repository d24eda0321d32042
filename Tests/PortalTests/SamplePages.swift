import Portal
import Units

/// One page of every kind and state, with contents fit for reading.
///
/// `words` gives the members' own text: in tests of translation it is free of the other language.
struct SamplePages {
    let words: Words
    private(set) var all: [(name: String, page: any Page)] = []

    init(words: Words) {
        self.words = words
        all = makeAll()
    }

    /// The text that members wrote.
    struct Words {
        var product = "京津冀新能源商用车运行指数"
        var abstract = "按日汇总三十一万辆新能源商用车的出勤率、里程、能耗与电池健康度，用于信贷风控、车险定价与充电网络规划。"
        var provider = "京能车联科技有限公司"
        var firm = "正言律师事务所"
        var short = "按车型分组"
        /// Ends every code, key and number.
        var code = ""
    }

    static let log = SampleLog(records: 1337)
    static let data: [[UInt8]] = (0..<3112).map { row in
        let (day, rate, distance) = (row % 28 + 1, 8000 + row % 1999, 120 + row % 300)
        return Array("2026-11-\(day),重卡,0.\(rate),\(distance).\(row % 10)".utf8)
    }
    static let dataLeaves = data.map(SampleLog.leaf)
    static let dataRoot = SampleLog.root(dataLeaves[...])

    private var now: Int64 { SampleLog.start }
    private func days(_ count: Int64) -> Int64 { count * 86_400_000_000 }

    var site: Site {
        Site(
            name: Pair("数衡数据交易所", "DataBourse"),
            checkpoint: .init(size: 1337, signedAt: now, cosigned: 2, witnesses: 3),
            links: [.init(Pair("签名检查点", "Signed checkpoint"), address: "/checkpoint")]
        )
    }

    var summaries: [ProductSummary] {
        let kinds = ProductKind.allCases
        return (0..<5).map { index in
            ProductSummary(
                code: "DP-2026-\(4187 - index)\(words.code)",
                name: words.product,
                abstract: words.abstract,
                provider: words.provider,
                kind: kinds[(index + 1) % kinds.count],
                level: index == 2 ? .important : .general,
                modes: index == 2 ? [.privacyCompute, .sandbox] : [.file, .api],
                quality: index == 3 ? nil : 9376 - Int64(index) * 411,
                lowestFen: index == 4 ? nil : 12_840 + Int64(index) * 987_654,
                listedAt: now - days(Int64(index) * 3)
            )
        }
    }

    var home: HomePage {
        HomePage(
            totals: .init(
                members: 47,
                products: 128,
                certificates: 163,
                deals: 214,
                dealsFen: 12_640_000_000,
                records: 1337
            ),
            checkpoint: Self.log.checkpoint,
            newest: Array(summaries.prefix(3)),
            certificate: "SJ1112026110001\(words.code)"
        )
    }

    var emptyHome: HomePage {
        HomePage(
            totals: .init(
                members: 0,
                products: 0,
                certificates: 0,
                deals: 0,
                dealsFen: 0,
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
            kinds: [.publicData: 31, .commercialData: 64, .analyticsTool: 9, .dataService: 24],
            levels: [.general: 119, .important: 9],
            modes: [.file: 71, .api: 66, .privacyCompute: 12, .sandbox: 4],
            results: empty ? [] : summaries,
            newer: nil,
            older: empty ? nil : "DP-2026-4183\(words.code)"
        )
    }

    var narrowQuery: MarketQuery {
        MarketQuery(parameters: [
            ("q", "truck\(words.code)"), ("kind", "commercialData"), ("mode", "api"),
            ("from", "100"),
            ("order", "cheapest"),
        ])
    }

    // MARK: Product

    var product: ProductPage {
        ProductPage(
            summary: summaries[0],
            state: .listed,
            frequency: .daily,
            industry: words.short,
            region: words.short,
            period: "2023-01 – 2026-11\(words.code)",
            sales: .init(contracts: 214, fen: 126_400_000, disputes: 1),
            plans: plans,
            scenarios: [words.short, words.abstract],
            prohibited: [words.short],
            specification: specification,
            sample: sample,
            quality: quality,
            rights: rights,
            opinion: opinion,
            provider: .init(
                code: "M-110-0042\(words.code)",
                name: words.provider,
                admittedAt: now - days(700),
                products: 6,
                contracts: 381
            ),
            versions: [version(2, at: now - days(2), 1290), version(1, at: now - days(90), 212)],
            ordering: [
                .init(
                    explanation: Pair("登录一次，生成本机密钥", "Sign in once; this makes your key"),
                    command: "databourse login --exchange https://databourse.example\(words.code)"
                ),
                .init(
                    explanation: Pair("按方案下单，款项进入托管", "Order a plan; payment goes to escrow"),
                    command: "databourse trading buy --product DP-2026-4187 --plan api-10k"
                ),
            ],
            proof: Self.log.proof(1290)
        )
    }

    private var plans: [ProductPage.Plan] {
        [
            .init(
                code: "file-full\(words.code)",
                name: words.short,
                mode: .file,
                terms: .oneOff,
                fen: 4_820_000,
                note: words.short
            ),
            .init(
                code: "api-10k\(words.code)",
                name: words.short,
                mode: .api,
                terms: .calls(quota: 10_000, days: 365),
                fen: 12_840,
                note: ""
            ),
            .init(
                code: "mpc-year\(words.code)",
                name: words.short,
                mode: .privacyCompute,
                terms: .subscription(days: 365),
                fen: nil,
                note: ""
            ),
        ]
    }

    private var specification: ProductPage.Specification {
        let names = ["day", "vehicle_group", "active_rate", "km_p50", "soh_mean", "night_ratio"]
        return .init(
            rows: Int64(Self.data.count),
            bytes: 812_345,
            format: "CSV\(words.code)",
            columns: names.enumerated().map { column($0, $1) }
        )
    }

    private func column(_ index: Int, _ name: String) -> ProductPage.Specification.Column {
        .init(
            name: name + words.code,
            type: ["date", "text", "decimal"][min(index, 2)] + words.code,
            meaning: words.short,
            missing: Int64(index * index * 37),
            distinct: index == 4 ? nil : Int64(28 + index * 913),
            spread: index == 1 ? [] : (0..<14).map { hump(at: $0 - 4 - index) }
        )
    }

    private func hump(at distance: Int) -> Int64 { Int64(1000 / (1 + distance * distance)) }

    private var sample: ProductPage.Sample {
        .init(
            columns: ["day", "vehicle_group", "active_rate", "km_p50"].map { $0 + words.code },
            rows: [3, 1024, 2051].map { index in
                .init(
                    cells: String(decoding: Self.data[index], as: UTF8.self)
                        .replacing("重卡", with: words.short).split(separator: ",").map(String.init),
                    index: Int64(index),
                    leaf: Self.data[index],
                    path: SampleLog.path(index, Self.dataLeaves[...])
                )
            },
            size: Int64(Self.data.count),
            root: Self.dataRoot
        )
    }

    private var quality: ProductPage.Quality {
        .init(
            score: 9376,
            characteristics: zip(
                QualityCharacteristic.allCases,
                [8888, 9600, 8972, 10_000, 9000, 7200]
            ).map { ($0, $1) },
            assessor: words.firm,
            assessedAt: now - days(9)
        )
    }

    private var rights: ProductPage.Rights {
        .init(
            resources: [
                .init(name: words.short, source: .collected),
                .init(name: words.short, source: .agreed),
            ],
            certificates: [
                .init(
                    number: "SJ1112026110001\(words.code)",
                    rights: [.holding, .operation],
                    state: .valid
                )
            ],
            granted: .usage
        )
    }

    private var opinion: ProductPage.Opinion {
        .init(
            firm: words.firm,
            conclusion: .conditional,
            conditions: [words.short],
            issuedAt: now - days(40),
            validUntil: now + days(325),
            document: SampleLog.sha256([7])
        )
    }

    private func version(_ number: Int64, at: Int64, _ sequence: Int64) -> ProductPage.Version {
        .init(
            number: number,
            publishedAt: at,
            note: words.short,
            specification: SampleLog.sha256([UInt8(number)]),
            sequence: sequence
        )
    }

    // MARK: Registry

    func registry(unknown: String? = nil) -> RegistryPage {
        let notices = (1...3).map { index in
            RegistryPage.Notice(
                number: "SJ11120261100\(10 + index)\(words.code)",
                name: words.product,
                applicant: words.provider,
                at: now + days(Int64(index))
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
            abstract: words.abstract,
            applicant: words.provider,
            rights: RightType.allCases,
            limits: state == .valid ? [words.short] : [],
            restrictions: state == .valid ? [Pair("已质押", "Pledged")] : [],
            publicityFrom: now - days(20),
            publicityUntil: now - days(13),
            issuedAt: isIssued ? now - days(12) : nil,
            validUntil: isIssued ? now + days(state == .expired ? -1 : 1800) : nil,
            fingerprint: isIssued ? Self.dataRoot : nil,
            proof: isIssued ? Self.log.proof(212) : nil
        )
    }

    // MARK: Ledger

    private func record(_ sequence: Int) -> LedgerPage.Record {
        let kinds = [
            ("products.listing", Pair("产品挂牌", "Product listing")),
            ("registry.certificate", Pair("登记凭证", "Registration certificate")),
            ("contracts.contract", Pair("数字交易合约", "Trade contract")),
        ]
        let (code, name) = kinds[sequence % 3]
        return .init(
            sequence: Int64(sequence),
            at: now - Int64(1337 - sequence) * 61_000_000,
            capability: code + words.code,
            name: name,
            leaf: Self.log.leaves[sequence]
        )
    }

    private func grown(_ step: Int64) -> GrowthPoint {
        let hours = 40 - step
        return GrowthPoint(at: now - hours * 3_600_000_000, size: step * step * 1337 / 1600)
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

    /// Every page in every state, by a name for files and test cases.
    private func makeAll() -> [(name: String, page: any Page)] {
        var all: [(name: String, page: any Page)] = []
        all.append(("home", home))
        all.append(("home-empty", emptyHome))
        all.append(("market", market()))
        all.append(("market-narrow", market(narrowQuery)))
        all.append(("market-empty", market(narrowQuery, empty: true)))
        all.append(("product", product))
        all.append(("registry", registry()))
        all.append(("registry-unknown", registry(unknown: "SJ9992026110001\(words.code)")))
        for state in CertificateState.allCases {
            all.append(("certificate-\(state.rawValue)", certificate(state)))
        }
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
