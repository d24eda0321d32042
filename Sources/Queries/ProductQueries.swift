import Gateway
public import Kernel
import Membership
public import Products
public import Registry
import Trading
public import Units
public import Wire

/// A product as its page shows it.
@Wire
public struct ProductCard: Equatable, Sendable {
    /// The product's number.
    public let product: ID<DataProduct>
    /// Who sells it.
    public let supplier: ID<Member>
    /// The supplier's legal name.
    public let supplierTitle: Title
    /// Which version is shown.
    public let version: Int64
    /// The digest of the specification: what an opinion and a contract name.
    public let digest: Digest
    /// Whether this version is listed.
    public let isListed: Bool
    /// Since when it is listed, if it is.
    public let listedAt: Instant?
    /// What the version is.
    public let specification: Specification
    /// The last opinion on it, if there is one.
    public let opinion: Opinion?
    /// Who gave the opinion.
    public let assessor: ID<Member>?
    /// The certificates of the resources that it is made of.
    public let certificates: [CertificateNumber]
    /// How often it was taken.
    public let taken: Int64
}

let productQueries: [Query] = [
    .list(
        "/v1/products",
        "Lists the listed products, oldest first; `search` finds words in Chinese and English.",
        parameters: [
            Parameter(
                "search",
                String.self,
                "Words that must all stand in the title, summary, scenarios or fields."
            ),
            Parameter("kind", ProductKind.self, "Only products of this kind."),
            Parameter("delivery", DeliveryMode.self, "Only products with a plan so delivered."),
            Parameter("supplier", ID<Member>.self, "Only products of this member."),
        ],
        audience: .everyone
    ) { machine, _, arguments throws(QueryError) -> Page<ProductCard> in
        let world = machine.world
        let filter = ProductFilter(
            search: arguments.optional("search"),
            kind: arguments.optional("kind"),
            delivery: arguments.optional("delivery"),
            supplier: arguments.optional("supplier")
        )
        return try Page(of: world[ProductLibrary.self].all(), by: \.id, arguments) { product in
            guard let listed = product.listed else { return nil }
            return ProductCard(product, version: listed, in: world).flatMap {
                filter.matches($0) ? $0 : nil
            }
        }
    },
    .list(
        "/v1/products/mine",
        "Lists one's own products in their latest version, listed or not.",
        audience: .members
    ) { machine, viewer, arguments throws(QueryError) -> Page<ProductCard> in
        let world = machine.world
        return try Page(of: world[ProductLibrary.self].all(), by: \.id, arguments) { product in
            viewer.isOne(of: product.supplier)
                ? ProductCard(product, version: product.version, in: world) : nil
        }
    },
    Query(
        "/v1/products/{product}",
        "Shows the listed version of a product; its supplier, its assessor and the venue also see"
            + " one that isn't listed.",
        parameters: [
            Parameter("product", ID<DataProduct>.self, "The product's number."),
            Parameter("version", Int64.self, "The version; the listed one when absent."),
        ],
        audience: .viewer("A version that isn't listed is for its supplier, assessors, the venue.")
    ) { machine, viewer, arguments throws(QueryError) -> ProductCard in
        let id: ID<DataProduct> = try arguments.value("product")
        let world = machine.world
        guard let product = world[ProductLibrary.self].product(id) else { throw .notFound }
        let number = arguments.optional("version") ?? product.listed ?? product.version
        let isInsider =
            viewer.readsAll || viewer.isOne(of: product.supplier)
            || viewer.hasRole(.complianceAssessor)
        guard number == product.listed || isInsider,
            let card = ProductCard(product, version: number, in: world)
        else { throw .notFound }
        return card
    },
]

/// What a buyer looks for.
public struct ProductFilter: Sendable {
    /// Words that must all stand in it.
    public var search: String?
    /// The kind of product.
    public var kind: ProductKind?
    /// How it can be delivered.
    public var delivery: DeliveryMode?
    /// Who sells it.
    public var supplier: ID<Member>?

    /// A search; what is `nil` may be anything.
    public init(
        search: String? = nil,
        kind: ProductKind? = nil,
        delivery: DeliveryMode? = nil,
        supplier: ID<Member>? = nil
    ) {
        self.search = search
        self.kind = kind
        self.delivery = delivery
        self.supplier = supplier
    }

    /// Whether a product is one of those looked for.
    ///
    /// Every word must stand somewhere in it: Chinese as it is, Latin letters in either case.
    public func matches(_ card: ProductCard) -> Bool {
        let specification = card.specification
        if let kind, specification.kind != kind { return false }
        if let supplier, card.supplier != supplier { return false }
        if let delivery, !specification.plans.contains(where: { $0.delivery == delivery }) {
            return false
        }
        guard let search else { return true }
        let text = specification.searchText(card).lowercased()
        return search.lowercased().split(whereSeparator: \.isWhitespace).allSatisfy {
            text.contains($0)
        }
    }
}

extension Specification {
    fileprivate func searchText(_ card: ProductCard) -> String {
        let titles = [title, summary, card.supplierTitle].flatMap { [$0.zh, $0.en ?? ""] }
        let fields = fields.flatMap { [$0.name, $0.note.zh, $0.note.en ?? ""] }
        return ([card.product.text] + titles + scenarios + fields).joined(separator: "\n")
    }
}

extension ProductCard {
    /// One version of a product; `nil` when there is no such version.
    public init?(_ product: ProductLibrary.Product, version number: Int64, in world: World) {
        guard let version = world[ProductLibrary.self].version(number, of: product.id),
            let supplier = world[Admission.self].file(of: product.supplier)
        else { return nil }
        let registry = world[Registration.self]
        self.init(
            product: product.id,
            supplier: product.supplier,
            supplierTitle: supplier.application.title,
            version: number,
            digest: version.digest,
            isListed: product.listed == number,
            listedAt: product.listed == number ? product.listedAt : nil,
            specification: version.specification,
            opinion: version.opinion,
            assessor: version.assessor,
            certificates: version.specification.resources.compactMap {
                registry.certificate(of: $0)?.number
            },
            taken: world[Listing.self].count(of: product.id)
        )
    }
}
