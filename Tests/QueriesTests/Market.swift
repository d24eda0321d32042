import Clearing
import Contracts
import Exchange
import Kernel
import KernelTesting
import Ledgers
import Membership
import Products
import Registry
import Signatures
import Testing
import Trading
import Units
import Wire

/// A market in which a little of everything has happened.
///
/// | What | State |
/// |---|---|
/// | `RC-1`, `DR-1` | the supplier's, registered |
/// | `RC-2` | the supplier's, in its publicity period |
/// | `RC-3` | the outsider's, just submitted |
/// | `DP-1` | the supplier's: version 1 listed with two plans, version 2 not |
/// | `DP-2` | the supplier's, a draft |
/// | `PAY-1` | the buyer's deposit, confirmed |
/// | `PAY-2` | the outsider's deposit, unanswered |
/// | `PAY-3` | the buyer's withdrawal, unanswered |
/// | `TC-1`, `AE-1` | supplier and buyer: a file, paid into escrow |
/// | `TC-2`, `AE-2` | supplier and buyer: five calls, all used and settled, with a fee |
/// | `M-6` | an auditor who was suspended |
/// | `M-11` | an applicant |
struct Market {
    static let origin = "market.example/log"
    private(set) var venue = TestVenue(makeExchange())

    init() throws {
        try give(nil, House.self, .open(Self.charter))
        for person in Person.allCases where person != .stranger {
            let application = try person.application()
            if person.isFounder {
                try give(nil, Admission.self, .found(application))
            } else {
                try give(person, Admission.self, .apply(application))
            }
        }
        for person in [Person.supplier, .buyer, .assessor, .outsider] {
            try give(
                .venueOperator,
                Admission.self,
                .admit(member: person.member, roles: person.roles)
            )
        }
        let former = Person.formerAuditor.member
        try give(.venueOperator, Admission.self, .suspend(member: former, ground: "离任"))
        try register()
        try list()
        try pay()
        try trade()
    }

    private static var charter: House.Charter {
        House.Charter(
            title: Title(zh: "示例交易所", en: "Example market"),
            origin: origin,
            rules: .example,
            isTest: true
        )
    }

    // MARK: What has happened

    private mutating func register() throws {
        try give(.supplier, Registration.self, .submit(disclosure("空气质量数据", seed: 1)))
        try give(.registrar, Registration.self, .accept(registration: ID(1)))
        try give(.registrar, Registration.self, .examine(registration: ID(1)))
        venue.pass(to: venue.machine.world.time + .days(30))
        try give(.supplier, Registration.self, .submit(disclosure("道路流量数据", seed: 2)))
        try give(.registrar, Registration.self, .accept(registration: ID(2)))
        try give(.registrar, Registration.self, .examine(registration: ID(2)))
        try give(.outsider, Registration.self, .submit(disclosure("气温数据", seed: 3)))
    }

    private mutating func list() throws {
        let first = try specification(zh: "北京空气质量小时数据", en: "Beijing air quality")
        try give(.supplier, ProductLibrary.self, .draft(first))
        let opinion = Opinion(
            product: ID(1),
            version: 1,
            specification: Digest(of: first),
            conclusion: .pass,
            conditions: [],
            report: digest(9)
        )
        try give(.assessor, ProductLibrary.self, .opine(opinion))
        try give(.supplier, ProductLibrary.self, .list(product: ID(1)))
        let revision = try specification(zh: "北京空气质量小时数据第二版")
        try give(
            .supplier,
            ProductLibrary.self,
            .revise(product: ID(1), specification: revision)
        )
        try give(.supplier, ProductLibrary.self, .draft(try specification(zh: "草案")))
    }

    private mutating func pay() throws {
        let deposit = Payments.Command.requestDeposit(amount: .fen(10_000), account: "6222-1")
        try give(.buyer, Payments.self, deposit)
        try give(.bank, Payments.self, .confirm(instruction: ID(1), reference: "B-1"))
        try give(.outsider, Payments.self, deposit)
        try give(
            .buyer,
            Payments.self,
            .requestWithdrawal(amount: .fen(1_000), account: "6222-1")
        )
    }

    private mutating func trade() throws {
        for (number, plan, price) in [(Int64(1), "file", Int64(5_000)), (2, "calls", 1_000)] {
            let contract = ID<TradeContract>(number)
            let order = Listing.Order(
                product: ID(1),
                version: 1,
                plan: plan,
                scenario: "能耗预测",
                price: .fen(price)
            )
            try give(.buyer, Listing.self, .take(order))
            let state = venue.machine.world[Contract.self]
            let terms = try #require(state.contract(contract)).digest
            try give(.buyer, Contract.self, .sign(contract: contract, terms: terms))
            try give(.supplier, Contract.self, .sign(contract: contract, terms: terms))
            let accessKey = try Person.buyer.application().key
            try give(.buyer, Contract.self, .fund(contract: contract, accessKey: accessKey))
        }
        // Signatures inside a command are the gateway's to check, not the state machine's.
        let signature = try #require(SignatureText(text: String(repeating: "0", count: 128)))
        let receipt = UsageReceipt(
            statement: UsageStatement(entitlement: ID(2), count: 5, chain: digest(5)),
            nodeKey: try Person.supplier.application().key,
            nodeSignature: signature,
            buyerKey: try Person.buyer.application().key,
            buyerSignature: signature
        )
        try give(.supplier, Contract.self, .settleUsage(receipt))
    }

    private mutating func give<C: Capability>(
        _ person: Person?,
        _: C.Type,
        _ command: C.Command
    ) throws {
        let applied = venue.give(
            C.self,
            command,
            signedBy: person?.key?.publicKey.keyID,
            at: max(venue.machine.world.time, marketTime)
        )
        guard case .recorded(let record, _) = applied, case .accepted = record.outcome else {
            throw Refused(command: "\(command)", answer: "\(applied)")
        }
    }

    struct Refused: Error {
        let command: String
        let answer: String
    }
}

/// 2026-11-02 09:30 in Beijing: when the market opens, and what its gateway's clock says.
let marketTime = Instant(microseconds: 1_793_583_000_000_000)

func digest(_ number: Int64) -> Digest { Digest(of: number) }

func disclosure(_ zh: String, seed: Int64) throws -> Disclosure {
    Disclosure(
        title: Title(zh: zh),
        abstract: "逐小时观测",
        industry: "N77",
        acquisition: .ownCollection,
        acquisitionStatement: "自有设备采集",
        coverage: .city,
        from: try #require(Day(text: "2024-01-01")),
        through: try #require(Day(text: "2025-12-31")),
        frequency: .daily,
        records: 100,
        bytes: 1_000,
        form: .table,
        level: .general,
        personalInformation: .none,
        rights: [.holding, .operation, .usage],
        scope: RightScope(purposes: [], isSublicensable: true, isDerivable: true),
        evidence: [Evidence(title: "采集记录", digest: digest(seed + 100))],
        fingerprint: Fingerprint(root: digest(seed), leaves: 101, profile: digest(seed + 200)),
        isTruthful: true
    )
}

func specification(zh: String, en: String? = nil) throws -> Specification {
    Specification(
        title: Title(zh: zh, en: en),
        summary: Title(zh: "用于能耗预测", en: "For energy forecasts"),
        kind: .dataSet,
        resources: [ID(1)],
        scenarios: ["能耗预测"],
        prohibitedUses: ["转售原始数据"],
        level: .general,
        fields: [
            FieldSpecification(
                name: "PM2.5",
                type: "decimal",
                unit: "µg/m³",
                note: Title(zh: "细颗粒物", en: "Fine particles")
            )
        ],
        frequency: .daily,
        records: 100,
        completeness: 1_000_000,
        plans: [
            Plan(
                code: "file",
                title: Title(zh: "整份文件"),
                delivery: .file,
                pricing: .oneOff(price: .fen(5_000)),
                termDays: 90
            ),
            Plan(
                code: "calls",
                title: Title(zh: "按次接口"),
                delivery: .api,
                pricing: .perCall(unit: MicroPrice(microYuan: 2_000_000), quota: 5),
                termDays: 30
            ),
        ],
        delivery: DeliveryPoint(
            address: "https://node.example",
            key: try Person.supplier.application().key,
            dataset: "air"
        ),
        sample: [],
        contact: "supplier@market.example"
    )
}
