import Portal
import Units

/// A data set of 672 rows, committed to as `docs/formats/fingerprint.md` says.
enum SampleData {
    static let header = ["day", "hour", "pm25", "temp", "wd"]

    static func row(_ index: Int) -> [String] {
        if index == 0 { return header }
        let (day, hour) = ((index - 1) / 24 + 1, (index - 1) % 24)
        let reading = index % 41 == 6 ? "NA" : "\(6 + index * 37 % 180)"
        return ["2017-02-\(day)", "\(hour)", reading, "-\(index % 9).\(index % 10)", "NNE"]
    }

    static func canonical(_ index: Int) -> String {
        "[" + row(index).map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }

    static func salt(_ index: Int) -> Digest { SampleLog.sha256(Array("salt \(index)".utf8)) }

    static let leaves = (0...672).map { SampleLog.leaf(salt($0).bytes + Array(canonical($0).utf8)) }
    static let root = SampleLog.root(leaves[...])

    static func proved(_ index: Int) -> ProductPage.Sample.Row {
        .init(
            cells: row(index),
            index: Int64(index),
            canonical: canonical(index),
            salt: salt(index),
            path: SampleLog.path(index, leaves[...])
        )
    }
}

extension SamplePages {
    func product() -> ProductPage {
        ProductPage(
            summary: summary(0),
            state: .listed,
            frequency: .monthly,
            personalInformation: .none,
            records: 672,
            fields: SampleData.header.indices.map(field),
            sales: .init(contracts: 214, value: .fen(126_400_000), buyers: 37),
            plans: plans,
            scenarios: [words.use, words.use],
            prohibitedUses: [words.use],
            sample: sample,
            resources: [resource(certified: true), resource(certified: true)],
            opinion: opinion,
            provider: .init(
                id: ID(42),
                name: words.provider,
                admitted: ago(days: 400),
                products: 6,
                contracts: 381,
                contact: words.use
            ),
            versions: [version(2, days: 2, 1290), version(1, days: 90, 212)],
            ordering: [
                .init(
                    explanation: Pair("登录一次，生成本机密钥", "Sign in once; this makes your key"),
                    command: "databourse login --exchange https://databourse.example\(words.code)"
                ),
                .init(
                    explanation: Pair("按方案下单，款项进入托管", "Order a plan; payment goes to escrow"),
                    command: "databourse trading listing take --product DP-17 --plan api-10k"
                ),
            ],
            proof: Self.log.proof(1290)
        )
    }

    /// A product with no more than it must have.
    func bareProduct() -> ProductPage {
        ProductPage(
            summary: summary(1),
            state: .halted,
            frequency: .realTime,
            personalInformation: .deidentified,
            records: 0,
            fields: [
                .init(
                    name: "a\(words.code)",
                    type: "text\(words.code)",
                    unit: nil,
                    note: words.short,
                    missing: nil,
                    distinct: nil
                )
            ],
            sales: .init(contracts: 0, value: .fen(0), buyers: 0),
            plans: Array(plans.prefix(1)),
            scenarios: [],
            prohibitedUses: [],
            sample: nil,
            resources: [resource(certified: false)],
            opinion: nil,
            provider: .init(
                id: ID(1),
                name: words.provider,
                admitted: nil,
                products: 1,
                contracts: 0,
                contact: words.use
            ),
            versions: [],
            ordering: [],
            proof: nil
        )
    }

    private func field(_ index: Int) -> ProductPage.Field {
        .init(
            name: SampleData.header[index] + words.code,
            type: ["date", "integer", "integer", "decimal", "text"][index] + words.code,
            unit: index == 2 ? "μg/m³\(words.code)" : nil,
            note: words.short,
            missing: index == 3 ? nil : index == 2 ? 16 : 0,
            distinct: index == 2 ? nil : Int64(24 + index * 61)
        )
    }

    private var plans: [ProductPage.Plan] {
        [
            .init(
                code: "file-full\(words.code)",
                name: words.short,
                delivery: .file,
                pricing: .oneOff(price: .fen(4_820_000)),
                termDays: 30
            ),
            .init(
                code: "api-10k\(words.code)",
                name: words.short,
                delivery: .api,
                pricing: .perCall(
                    unit: MicroPrice(microYuan: 12_840),
                    quota: 10_000,
                    total: .fen(12_840)
                ),
                termDays: 365
            ),
        ]
    }

    private var sample: ProductPage.Sample {
        .init(
            header: SampleData.proved(0),
            rows: [1, 6, 337, 672].map(SampleData.proved),
            total: 672,
            root: SampleData.root
        )
    }

    private func resource(certified: Bool) -> ProductPage.Resource {
        .init(
            id: ID(certified ? 9 : 10),
            name: words.product,
            acquisition: .ownCollection,
            coverage: .city,
            from: Day(17_198),
            through: Day(17_225),
            industry: "N77\(words.code)",
            bytes: 51_942,
            certificate: certified
                ? .init(
                    number: "SJ1112026110001\(words.code)",
                    rights: [.holding, .operation],
                    state: .valid
                ) : nil
        )
    }

    private var opinion: ProductPage.Opinion {
        .init(
            assessor: words.firm,
            conclusion: .conditional,
            conditions: [words.use],
            recorded: SampleLog.start,
            validThrough: Day(SampleLog.start).adding(months: 12),
            report: SampleLog.sha256([7])
        )
    }

    private func version(_ number: Int64, days: Int64, _ sequence: Int64) -> ProductPage.Version {
        .init(
            number: number,
            recorded: SampleLog.start + .days(-days),
            specification: SampleLog.sha256([UInt8(number)]),
            sequence: sequence,
            isListed: number == 2
        )
    }
}
