import Contracts
public import Kernel
import Ledgers
import Products
import Registry
import Tables
public import Units
public import Wire

/// Taking a listed product at its listed price (挂牌, 定价): an open shelf with many buyers.
///
/// | State    | `take`                  |
/// |----------|-------------------------|
/// | unlisted | `notListed`             |
/// | listed   | → a contract (LS-1…4)   |
///
/// ## Rules
///
/// - **LS-1** What is listed is open to every buyer at the same price (Shenzhen Art. 69).
/// - **LS-2** The buyer names the version and the price it has seen; if either has changed, nothing
///   happens.
/// - **LS-3** The buyer names what it wants the data for, among the product's scenarios
///   (无场景不交易).
/// - **LS-4** What may no longer be provided can't be bought: the certificate has ended, the right
///   has or will before the plan's term does, or a restriction blocks it (`domain.md` §0.1, §1.7).
public enum Listing: Capability {
    public static let name = "trading.listing"
    public static let genesis = State()

    @Wire
    public enum Command: Equatable {
        /// Takes a plan of a listed product at its price.
        case take(Order)
    }

    /// What a buyer has seen and wants.
    @Wire
    public struct Order: Equatable, Sendable {
        /// The product.
        public let product: ID<DataProduct>
        /// The version that the buyer has seen.
        public let version: Int64
        /// The code of one of the version's plans.
        public let plan: String
        /// What the data is for: one of the version's scenarios.
        public let scenario: String
        /// What the plan costs in all.
        public let price: Money
    }

    @Wire
    public enum Event: Equatable {
        case taken(
            product: ID<DataProduct>,
            buyer: ID<Member>,
            supplier: ID<Member>,
            plan: String,
            price: Money
        )
    }

    public enum Reason: String, RejectionReason {
        /// There is no product of this number.
        case unknownProduct
        /// The product isn't listed.
        case notListed
        /// Another version is listed (LS-2).
        case otherVersion
        /// The version has no such plan.
        case unknownPlan
        /// The price is another (LS-2).
        case otherPrice
        /// The scenario isn't one of the product's (LS-3).
        case otherScenario
        /// The supplier can't buy from itself.
        case supplierBuys
        /// The supplier may no longer provide it (LS-4).
        case notProvidable

        public var refusal: Refusal {
            switch self {
            case .unknownProduct: .notFound("没有这个产品", "There is no product of this number")
            case .notListed: .conflict("该产品未挂牌", "The product isn't listed")
            case .otherVersion: .conflict("挂牌版本已变更", "Another version is listed")
            case .unknownPlan: .notFound("没有这个方案", "The version has no such plan")
            case .otherPrice: .conflict("价格已变更", "The price is another")
            case .otherScenario:
                .invalid("用途不在产品应用场景内", "The scenario isn't one of the product's")
            case .supplierBuys: .forbidden("供方不得购买自己的产品", "The supplier can't buy from itself")
            case .notProvidable:
                .conflict("供方已不能提供该数据", "The supplier may no longer provide the data")
            }
        }
    }

    /// How often each product was taken.
    @Wire
    public struct State: Equatable, Sendable {
        var taken: Table<ID<DataProduct>, Int64> = Table()
    }

    public static func authority(for command: Command) -> Authority { .role([.dataDemander]) }

    public static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        switch command {
        case .take(let order): return try take(order, context, world)
        }
    }

    private static func take(
        _ order: Order,
        _ context: Context,
        _ world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        let library = world[ProductLibrary.self]
        guard let product = library.product(order.product) else { throw .because(.unknownProduct) }
        guard let listed = product.listed else { throw .because(.notListed) }
        guard listed == order.version,
            let version = library.version(listed, of: product.id)
        else {
            throw .because(.otherVersion, Fact("listed", listed))
        }
        let specification = version.specification
        guard let plan = specification.plans.first(where: { $0.code == order.plan }) else {
            throw .because(.unknownPlan)
        }
        guard plan.pricing.total == order.price else {
            let total = plan.pricing.total?.description ?? ""
            throw .because(.otherPrice, Fact("price", total))
        }
        guard specification.scenarios.contains(order.scenario) else {
            throw .because(.otherScenario)
        }
        guard product.supplier != context.member else { throw .because(.supplierBuys) }
        let end = context.now + .days(plan.termDays)
        for resource in specification.resources {
            guard
                world.isProvidable(resource, by: product.supplier, at: context.now, until: end)
            else { throw .because(.notProvidable, Fact("resource", resource)) }
        }
        let terms = Terms(version, of: product, plan, order.scenario, context.member, world.rules)
        return Decision(
            .taken(
                product: product.id,
                buyer: context.member,
                supplier: product.supplier,
                plan: plan.code,
                price: order.price
            ),
            then: [FollowOn(Contract.self, .conclude(terms))]
        )
    }

    public static func evolve(_ state: inout State, on event: Event) {
        switch event {
        case .taken(let product, _, _, _, _):
            state.taken[product] = (state.taken[product] ?? 0) + 1
        }
    }

    public static func readers(of event: Event) -> [ID<Member>] {
        switch event {
        case .taken(_, let buyer, let supplier, _, _): [buyer, supplier]
        }
    }
}

extension Listing.State {
    /// How often a product was taken.
    public func count(of product: ID<DataProduct>) -> Int64 { taken[product] ?? 0 }
}

extension Terms {
    /// The contract that taking a plan of a listed version makes.
    fileprivate init(
        _ version: ProductLibrary.Version,
        of product: ProductLibrary.Product,
        _ plan: Plan,
        _ scenario: String,
        _ buyer: ID<Member>,
        _ rules: RuleBook
    ) {
        let specification = version.specification
        let price: Price =
            switch plan.pricing {
            case .oneOff(let amount): .oneOff(amount: amount)
            case .perCall(let unit, let quota): .perCall(unit: unit, quota: quota)
            }
        self.init(
            buyer: buyer,
            supplier: product.supplier,
            mechanism: Listing.name,
            product: product.id,
            version: product.listed ?? product.version,
            specification: version.digest,
            resources: specification.resources,
            plan: plan.code,
            delivery: Delivery(
                mode: plan.delivery == .file ? .file : .api,
                address: specification.delivery.address,
                dataset: specification.delivery.dataset,
                key: specification.delivery.key
            ),
            price: price,
            scope: RightScope(
                purposes: [scenario],
                isSublicensable: false,
                isDerivable: true
            ),
            scenario: scenario,
            prohibitedUses: specification.prohibitedUses,
            termDays: plan.termDays,
            acceptanceDays: rules.trading.acceptanceDays,
            rules: rules.version
        )
    }
}
