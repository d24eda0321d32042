import Clearing
import Contracts
import Exchange
import HTTPTypes
public import Kernel
import KernelTesting
import Ledgers
import Membership
import Products
import Registry
import Signatures
public import Trading
public import Units
import Wire

/// A founded exchange with one listed product, a buyer, a supplier and a bank, and calls to it.
public struct Market: Sendable {
    private var venue = TestVenue(makeExchange())

    /// The exchange.
    public var machine: StateMachine { venue.machine }

    /// The forms of its records.
    public var records: [[UInt8]] { venue.journal.map(\.wire) }

    /// Who buys.
    public let buyer = Party(3)
    /// The settlement bank.
    public let bank = Party(2)
    private let registrar = Party(1)
    private let supplier = Party(4)
    private let assessor = Party(5)

    private static let origin = "exchange.example/2026"
    private static let start = Day(20_700).start

    /// Founds the venue, registers a resource, and lists a product made of it.
    public init() {
        let charter = House.Charter(
            title: Title(zh: "性能测试", en: "Benchmark"),
            origin: Self.origin,
            rules: .standard,
            isTest: true
        )
        give(House.self, .open(charter), by: nil)
        let founders: [(Party, [Role])] = [
            (registrar, [.registrar, .venueOperator]), (bank, [.settlementBank]),
            (buyer, [.dataDemander]), (supplier, [.dataProvider]),
            (assessor, [.complianceAssessor]),
        ]
        for (party, roles) in founders {
            give(Admission.self, .found(party.application(roles)), by: nil)
        }
        give(Registration.self, .submit(Self.disclosure), by: supplier)
        give(Registration.self, .accept(registration: ID(1)), by: registrar)
        give(Registration.self, .examine(registration: ID(1)), by: registrar)
        venue.pass(to: Self.start + .days(60))
        give(ProductLibrary.self, .draft(specification), by: supplier)
        let opinion = Opinion(
            product: ID(1),
            version: 1,
            specification: Digest(of: specification),
            conclusion: .pass,
            conditions: [],
            report: Digest(hashing: [])
        )
        give(ProductLibrary.self, .opine(opinion), by: assessor)
        give(ProductLibrary.self, .list(product: ID(1)), by: supplier)
    }

    private mutating func give<C: Capability>(
        _: C.Type,
        _ command: C.Command,
        by party: Party?
    ) {
        let applied = venue.give(
            C.self,
            command,
            signedBy: party?.keyID,
            at: max(venue.machine.world.time, Self.start)
        )
        guard case .recorded(let record, _) = applied, case .accepted = record.outcome else {
            fatalError("\(command) wasn't accepted: \(applied)")
        }
    }

    // MARK: Calls

    /// A call as the door hands it on, its signature verified.
    public func call<C: Capability>(_: C.Type, _ command: C.Command, by party: Party) -> Call {
        let verb = "\(command.caseName)"
        var body = JSONWriter()
        command.writePayload(to: &body)
        let endpoint = venue.machine.endpoints.first { $0.capability == C.name && $0.verb == verb }
        guard let path = endpoint?.path,
            let tag = ExchangeName(text: Self.origin),
            let message = try? Message(method: .post, target: path, body: body.bytes)
        else { fatalError("\(C.name) has no command \(verb)") }
        let id = CommandID.random()
        let input = SignatureInput(
            of: message,
            created: Self.start.microseconds / 1_000_000,
            keyID: party.keyID,
            nonce: id,
            tag: tag
        )
        let signature = MessageSignature(
            input: input.text,
            key: party.keyID,
            value: String(repeating: "5a", count: 64)
        )
        let raw = RawJSON(canonical: body.bytes)
        guard let call = try? venue.machine.call(path, body: raw, id: id, signature: signature)
        else { fatalError("\(command) has no canonical form") }
        return call
    }

    /// The buyer's requests to pay money in.
    public func deposits(_ count: Int) -> [Call] {
        (0..<count).map { _ in
            let account = "1100 0028 3706 0000 1"
            let command = Payments.Command.requestDeposit(amount: .fen(10_000), account: account)
            return call(Payments.self, command, by: buyer)
        }
    }

    /// The bank's confirmations of the instructions from `first` on.
    public func confirmations(_ count: Int, from first: Int64) -> [Call] {
        (0..<Int64(count)).map { offset in
            let id = ID<PaymentInstruction>(first + offset)
            let reference = "CNAPS-2026-\(id.number)"
            return call(Payments.self, .confirm(instruction: id, reference: reference), by: bank)
        }
    }

    /// Takings of the listed product.
    public func purchases(_ count: Int) -> [Call] {
        (0..<count).map { _ in call(Listing.self, .take(Self.order), by: buyer) }
    }

    /// The listed product for the listed purpose at the listed price.
    public static let order = Listing.Order(
        product: ID(1),
        version: 1,
        plan: "standard",
        scenario: "空气质量研究",
        price: .fen(800_000)
    )

    /// The buyer's number.
    public var buyerID: ID<Member> {
        machine.holder(of: buyer.keyID)?.member ?? ID(0)
    }

    // MARK: What is sold

    private static var disclosure: Disclosure {
        Disclosure(
            title: Title(zh: "北京观园空气质量监测数据", en: "Air quality at Guanyuan"),
            abstract: "逐小时的颗粒物、二氧化硫、二氧化氮、一氧化碳、臭氧浓度及气象要素，用于环境研究与公众服务。",
            industry: "N77",
            acquisition: .ownCollection,
            acquisitionStatement: "由申请人自建监测站采集",
            coverage: .district,
            from: Day(17_000),
            through: Day(17_400),
            frequency: .monthly,
            records: 8_760,
            bytes: 700_000,
            form: .table,
            level: .general,
            personalInformation: .none,
            limits: nil,
            rights: [.holding, .operation, .usage],
            scope: RightScope(purposes: [], isSublicensable: true, isDerivable: true),
            evidence: [Evidence(title: "监测站运行合同", digest: Digest(hashing: [1]))],
            fingerprint: Fingerprint(
                root: Digest(hashing: [2]),
                leaves: 8_761,
                profile: Digest(hashing: [3])
            ),
            isTruthful: true
        )
    }

    private static let fields: [FieldSpecification] =
        [field("time", "timestamp", unit: nil)]
        + ["PM2.5", "PM10", "SO2", "NO2", "CO", "O3"].map { field($0, "decimal", unit: "µg/m³") }

    private static func field(_ name: String, _ type: String, unit: String?) -> FieldSpecification {
        FieldSpecification(name: name, type: type, unit: unit, note: Title(zh: "监测值"))
    }

    private var specification: Specification {
        Specification(
            title: Title(zh: "观园空气质量小时数据", en: "Hourly air quality, Guanyuan"),
            summary: Title(zh: "一年的逐小时监测值", en: "A year of hourly readings"),
            kind: .dataSet,
            resources: [ID(1)],
            scenarios: ["空气质量研究", "公众健康服务"],
            prohibitedUses: ["识别个人"],
            level: .general,
            fields: Self.fields,
            frequency: .monthly,
            records: 8_760,
            completeness: 980_000,
            plans: [
                Plan(
                    code: "standard",
                    title: Title(zh: "标准方案"),
                    delivery: .file,
                    pricing: .oneOff(price: .fen(800_000)),
                    termDays: 365
                )
            ],
            delivery: DeliveryPoint(
                address: "https://node.example:8443",
                key: supplier.publicKey,
                dataset: "guanyuan-2017"
            ),
            sample: [],
            contact: "data@example.com"
        )
    }
}

/// One member with a key.
public struct Party: Sendable {
    private let number: UInt8
    let key: PrivateKey

    /// The name of its key.
    public var keyID: KeyID { key.publicKey.keyID }

    init(_ number: UInt8) {
        self.number = number
        key = .sample(number)
    }

    var publicKey: PublicKeyText {
        guard let text = PublicKeyText(text: key.publicKey.text) else {
            fatalError("a public key has a text")
        }
        return text
    }

    func application(_ roles: [Role]) -> Admission.Application {
        Admission.Application(
            title: Title(zh: "会员\(number)"),
            uscc: code,
            contact: "张三",
            roles: roles,
            key: publicKey
        )
    }

    /// The code with this number and the check character that fits.
    private var code: USCC {
        let stem = "91110108MA00000\(number)0"
        let codes = "0123456789ABCDEFGHJKLMNPQRTUWXY".compactMap { USCC(text: stem + "\($0)") }
        guard let code = codes.first else { fatalError("\(stem) has no check character") }
        return code
    }
}
