public import Contracts
public import Kernel
public import Ledgers
public import Membership
public import Products
public import Registry
public import Units

extension Admission.Application {
    /// An application that can be admitted, with the example credit code and key of `number`.
    public static func example(
        _ number: Int64 = 1,
        title: Title = Title(zh: "示例公司", en: "Example Ltd"),
        contact: String = "ops@example.cn",
        roles: [Role] = [.dataProvider]
    ) -> Self {
        Self(
            title: title,
            uscc: .example(number),
            contact: contact,
            roles: roles,
            key: .example(number)
        )
    }
}

extension Disclosure {
    /// A disclosure that can be registered: a month of hourly air quality.
    public static func example(
        title: Title = Title(zh: "2026年北京环境空气质量小时值", en: "Beijing air quality"),
        abstract: String = "国控站点小时均值，用于暴露评估。",
        industry: String = "N77",
        acquisition: Acquisition = .ownCollection,
        acquisitionStatement: String = "自建站点采集。",
        from: Day = .november(1),
        through: Day = .november(1),
        records: Int64 = 672,
        bytes: Int64 = 54_321,
        level: DataLevel = .general,
        limits: String? = nil,
        rights: [RightType] = [.holding, .operation, .usage],
        purposes: [String] = [],
        evidence: [Evidence] = [Evidence(title: "采集合同", digest: .example(10))],
        root: Digest = .example(1),
        leaves: Int64 = 673,
        isTruthful: Bool = true
    ) -> Self {
        Self(
            title: title,
            abstract: abstract,
            industry: industry,
            acquisition: acquisition,
            acquisitionStatement: acquisitionStatement,
            coverage: .city,
            from: from,
            through: through,
            frequency: .daily,
            records: records,
            bytes: bytes,
            form: .table,
            level: level,
            personalInformation: .none,
            limits: limits,
            rights: rights,
            scope: RightScope(purposes: purposes, isSublicensable: true, isDerivable: true),
            evidence: evidence,
            fingerprint: Fingerprint(root: root, leaves: leaves, profile: .example(20)),
            isTruthful: isTruthful
        )
    }
}

extension Plan {
    /// A file at one price.
    public static func file(
        _ code: String = "file",
        price: Money = .fen(80_000_000),
        termDays: Int64 = 30,
        title: Title = Title(zh: "文件", en: "File")
    ) -> Self {
        Self(
            code: code,
            title: title,
            delivery: .file,
            pricing: .oneOff(price: price),
            termDays: termDays
        )
    }

    /// Calls at a price each.
    public static func calls(
        _ code: String = "calls",
        unit: MicroPrice = MicroPrice(microYuan: 3_333),
        quota: Int64 = 1_000,
        termDays: Int64 = 30
    ) -> Self {
        Self(
            code: code,
            title: Title(zh: "接口", en: "Calls"),
            delivery: .api,
            pricing: .perCall(unit: unit, quota: quota),
            termDays: termDays
        )
    }
}

extension Specification {
    /// A product that can be drafted: the resource DR-1 as a file and by the call.
    public static func example(
        title: Title = Title(zh: "北京空气质量", en: "Beijing air"),
        resources: [ID<DataResource>] = [ID(1)],
        scenarios: [String] = ["暴露评估", "保险定价"],
        level: DataLevel = .general,
        records: Int64 = 672,
        completeness: Int64 = 990_000,
        fields: [FieldSpecification] = [
            FieldSpecification(
                name: "pm25",
                type: "decimal",
                unit: "µg/m³",
                note: Title(zh: "细颗粒物", en: nil)
            )
        ],
        plans: [Plan] = [.file(), .calls()],
        address: String = "https://node.example:8443",
        sample: [SampleRow] = []
    ) -> Self {
        Self(
            title: title,
            summary: Title(zh: "小时均值", en: nil),
            kind: .dataSet,
            resources: resources,
            scenarios: scenarios,
            prohibitedUses: ["识别个人"],
            level: level,
            fields: fields,
            frequency: .monthly,
            records: records,
            completeness: completeness,
            plans: plans,
            delivery: DeliveryPoint(address: address, key: .example(100), dataset: "air"),
            sample: sample,
            contact: "service@example.cn"
        )
    }
}

extension Opinion {
    /// An opinion on a version of DP-1.
    public static func example(
        on specification: Specification = .example(),
        version: Int64 = 1,
        product: ID<DataProduct> = ID(1),
        conclusion: Conclusion = .pass,
        conditions: [String] = []
    ) -> Self {
        Self(
            product: product,
            version: version,
            specification: Digest(of: specification),
            conclusion: conclusion,
            conditions: conditions,
            report: .example(30)
        )
    }
}

extension Terms {
    /// What the buyer M-2 and the supplier M-1 agree on: the example product's file.
    public static func example(
        price: Price = .oneOff(amount: .fen(80_000_000)),
        mode: Delivery.Mode = .file,
        resources: [ID<DataResource>] = [ID(1)],
        termDays: Int64 = 30
    ) -> Self {
        Self(
            buyer: ID(2),
            supplier: ID(1),
            mechanism: "trading.listing",
            product: ID(1),
            version: 1,
            specification: Digest(of: Specification.example()),
            resources: resources,
            plan: mode.rawValue,
            delivery: Delivery(
                mode: mode,
                address: "https://node.example:8443",
                dataset: "air",
                key: .example(100)
            ),
            price: price,
            scope: RightScope(purposes: ["暴露评估"], isSublicensable: false, isDerivable: true),
            scenario: "暴露评估",
            prohibitedUses: ["识别个人"],
            termDays: termDays,
            acceptanceDays: 7,
            rules: 1
        )
    }
}

extension UsageReceipt {
    /// What the node with `nodeKey` and the buyer with `buyerKey` have signed for.
    public static func example(
        _ count: Int64,
        of entitlement: ID<AccessEntitlement> = ID(1),
        nodeKey: PublicKeyText = .example(100),
        buyerKey: PublicKeyText = .example(200)
    ) -> Self {
        Self(
            statement: UsageStatement(
                entitlement: entitlement,
                count: count,
                chain: .example(count)
            ),
            nodeKey: nodeKey,
            nodeSignature: .example,
            buyerKey: buyerKey,
            buyerSignature: .example
        )
    }
}
