public import Kernel
import Ledgers
import Registry
import Tables
public import Units

extension ProductLibrary {
    public enum Reason: String, RejectionReason {
        /// There is no product of this number.
        case unknownProduct
        /// The product belongs to another member.
        case notSupplier
        /// The product isn't listed.
        case notListed
        /// A text is empty or too long (PL-1).
        case textOutOfRange
        /// There are no resources, fields or plans, or too many; or one stands twice (PL-1).
        case listOutOfRange
        /// A resource was never put forward for registration (PL-1).
        case unknownResource
        /// A price, quota or term isn't in range (PL-1).
        case planOutOfRange
        /// A price isn't in the venue's currency (PL-1).
        case wrongCurrency
        /// The node's address isn't an http or https address (PL-1).
        case addressMalformed
        /// The level is below that of a resource (PL-7).
        case levelTooLow
        /// Core data is never listed (PL-7).
        case coreData
        /// Important data doesn't leave its owner (PL-7).
        case deliveryNotAllowed
        /// There is no such version (PL-3).
        case unknownVersion
        /// The digest isn't the version's (PL-3).
        case otherSpecification
        /// The assessor is the supplier (PL-3).
        case assessorIsParty
        /// 不登记不交易 (PL-4).
        case notRegistered
        /// 不合规不挂牌 (PL-5).
        case notCompliant
        /// 无场景不交易 (PL-6).
        case noScenario

        public var refusal: Refusal {
            switch self {
            case .unknownProduct: .notFound("没有这个产品", "There is no product of this number")
            case .notSupplier: .forbidden("该产品属于其他会员", "The product is another member's")
            case .notListed: .conflict("该产品未挂牌", "The product isn't listed")
            case .textOutOfRange:
                .invalid("名称1至60字，说明1至500字", "Names have 1 to 60 characters, notes 1 to 500")
            case .listOutOfRange:
                .invalid(
                    "资源1至20项、字段1至200项、方案1至10项且不得重复",
                    "1 to 20 resources, 1 to 200 fields, 1 to 10 plans, none twice"
                )
            case .unknownResource: .notFound("没有这项数据资源", "There is no such resource")
            case .planOutOfRange:
                .invalid(
                    "价格须大于零，次数1至10亿，期限1至1830天",
                    "A price is more than zero, a quota 1 to 10^9, a term 1 to 1830 days"
                )
            case .wrongCurrency: .invalid("价格须以人民币计", "A price is in CNY")
            case .addressMalformed:
                .invalid("交付地址须为http或https地址", "The node's address is an http(s) address")
            case .levelTooLow:
                .invalid("产品级别不得低于其数据资源", "The level is at least that of every resource")
            case .coreData: .forbidden("核心数据不得交易（LVL-01）", "Core data is never traded (LVL-01)")
            case .deliveryNotAllowed:
                .forbidden(
                    "重要数据不得以文件或接口方式提供（LVL-02）",
                    "Important data doesn't leave its owner (LVL-02)"
                )
            case .unknownVersion: .notFound("没有这个版本", "There is no such version")
            case .otherSpecification:
                .conflict("摘要与该版本说明书不符", "The digest isn't the version's")
            case .assessorIsParty:
                .forbidden("评估机构不得评估自己的产品", "An assessor has no part in what it assesses")
            case .notRegistered:
                .conflict(
                    "不登记不交易：数据资源无有效登记凭证，或供方没有经营权",
                    "Not registered: a resource has no valid certificate, or the supplier no right"
                )
            case .notCompliant:
                .conflict(
                    "不合规不挂牌：该版本没有有效的合规评估意见",
                    "Not compliant: the version has no passing opinion in force"
                )
            case .noScenario:
                .conflict("无场景不交易：未说明应用场景", "No scenario: the version names none")
            }
        }
    }

    public static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        let state = world[Self.self]
        switch command {
        case .draft(let specification):
            try specification.check(world[Registration.self])
            let id = ID<DataProduct>((state.products.last?.key.number ?? 0) + 1)
            return drafted(id, version: 1, specification, context)
        case .revise(let id, let specification):
            let product = try state.product(id, of: context.member)
            try specification.check(world[Registration.self])
            return drafted(id, version: product.version + 1, specification, context)
        case .opine(let opinion): return try opine(opinion, context, state)
        case .list(let id):
            let product = try state.product(id, of: context.member)
            try gates(product, context, world)
            return Decision(
                .listed(
                    product: id,
                    supplier: product.supplier,
                    version: product.version,
                    at: context.now
                )
            )
        case .delist(let id, let ground):
            let product = try state.product(id, of: context.member)
            guard product.listed != nil else { throw .because(.notListed) }
            guard 1...500 ~= ground.count else { throw .because(.textOutOfRange) }
            return Decision(.delisted(product: id, supplier: product.supplier, ground: ground))
        }
    }

    private static func drafted(
        _ id: ID<DataProduct>,
        version: Int64,
        _ specification: Specification,
        _ context: Context
    ) -> Decision<Self> {
        let event = Event.drafted(
            product: id,
            supplier: context.member,
            version: version,
            specification: specification,
            digest: Digest(of: specification)
        )
        return Decision(event)
    }

    /// PL-3: an opinion is on one version, by somebody who has no part in it.
    private static func opine(
        _ opinion: Opinion,
        _ context: Context,
        _ state: State
    ) throws(Rejection<Reason>) -> Decision<Self> {
        guard let product = state.products[opinion.product] else {
            throw .because(.unknownProduct)
        }
        guard opinion.conditions.count <= 20,
            opinion.conditions.allSatisfy({ 1...500 ~= $0.count })
        else { throw .because(.textOutOfRange) }
        guard let version = state.version(opinion.version, of: opinion.product) else {
            throw .because(.unknownVersion)
        }
        guard version.digest == opinion.specification else {
            throw .because(.otherSpecification, Fact("digest", version.digest))
        }
        guard product.supplier != context.member else { throw .because(.assessorIsParty) }
        return Decision(
            .opined(
                supplier: product.supplier,
                assessor: context.member,
                opinion: opinion,
                at: context.now
            )
        )
    }

    /// The three gates before any listing (`domain.md` §0.6).
    private static func gates(
        _ product: Product,
        _ context: Context,
        _ world: World
    ) throws(Rejection<Reason>) {
        guard let version = world[Self.self].version(product.version, of: product.id) else {
            throw .because(.unknownVersion)
        }
        // PL-4
        for resource in version.specification.resources {
            guard
                world.isProvidable(resource, by: product.supplier, at: context.now)
            else { throw .because(.notRegistered, Fact("resource", resource)) }
        }
        // PL-5
        let months = world.rules.trading.opinionMonths
        guard let opinion = version.opinion, opinion.conclusion != .fail,
            let given = version.opinedAt, Day(context.now) <= Day(given).adding(months: months)
        else { throw .because(.notCompliant) }
        // PL-6
        guard !version.specification.scenarios.isEmpty else { throw .because(.noScenario) }
    }
}

extension World {
    /// Whether a supplier may provide a resource, and until `end`: a valid certificate and the
    /// right to (PL-4).
    public func isProvidable(
        _ resource: ID<DataResource>,
        by supplier: ID<Member>,
        at now: Instant,
        until end: Instant? = nil
    ) -> Bool {
        let certificate = self[Registration.self].certificate(of: resource)
        return (certificate?.isValid(at: now, until: end) ?? false)
            && rights.holds(.operation, in: resource, supplier, at: now, until: end)
            && rights.restrictions(on: resource).isEmpty
    }
}
