import Kernel
import Tables
public import Units
public import Wire

extension ProductLibrary {
    @Wire
    public struct State: Equatable, Sendable {
        var products: Table<ID<DataProduct>, Product> = Table()
        var versions: Table<VersionKey, Version> = Table()
    }

    /// A product and where it stands.
    @Wire
    public struct Product: Equatable, Sendable {
        /// Its number.
        public let id: ID<DataProduct>
        /// Who sells it.
        public let supplier: ID<Member>
        /// The latest version.
        public internal(set) var version: Int64
        /// The version that is listed, if one is.
        public internal(set) var listed: Int64?
        /// Since when it is listed, if it is.
        public internal(set) var listedAt: Instant?
    }

    /// One version with the last opinion on it.
    @Wire
    public struct Version: Equatable, Sendable {
        /// What the version is.
        public let specification: Specification
        /// The digest of the specification.
        public let digest: Digest
        /// The last opinion, if there is one.
        public internal(set) var opinion: Opinion?
        /// Who gave it.
        public internal(set) var assessor: ID<Member>?
        /// When it was given.
        public internal(set) var opinedAt: Instant?
    }

    @Wire
    struct VersionKey: Hashable, Comparable {
        let product: ID<DataProduct>
        let version: Int64

        static func < (a: Self, b: Self) -> Bool {
            (a.product, a.version) < (b.product, b.version)
        }
    }

    public static func evolve(_ state: inout State, on event: Event) {
        switch event {
        case .drafted(let id, let supplier, let version, let specification, let digest):
            state.versions[VersionKey(product: id, version: version)] = Version(
                specification: specification,
                digest: digest
            )
            if state.products[id] == nil {
                state.products[id] = Product(id: id, supplier: supplier, version: version)
            } else {
                state.products.update(id) { $0.version = version }
            }
        case .opined(_, let assessor, let opinion, let at):
            let key = VersionKey(product: opinion.product, version: opinion.version)
            state.versions.update(key) {
                $0.opinion = opinion
                $0.assessor = assessor
                $0.opinedAt = at
            }
        case .listed(let id, _, let version, let at):
            state.products.update(id) {
                $0.listed = version
                $0.listedAt = at
            }
        case .delisted(let id, _, _):
            state.products.update(id) {
                $0.listed = nil
                $0.listedAt = nil
            }
        }
    }
}

extension ProductLibrary.State {
    /// The product of this number.
    public func product(_ id: ID<DataProduct>) -> ProductLibrary.Product? { products[id] }

    /// All products, in order of number, beginning after `id`.
    public func all(after id: ID<DataProduct>? = nil) -> some Sequence<ProductLibrary.Product> {
        products.ascending(from: id.map { ID($0.number + 1) }).lazy.map(\.value)
    }

    /// One version of a product.
    public func version(_ number: Int64, of product: ID<DataProduct>) -> ProductLibrary.Version? {
        versions[ProductLibrary.VersionKey(product: product, version: number)]
    }

    func product(
        _ id: ID<DataProduct>,
        of supplier: ID<Member>
    ) throws(Rejection<ProductLibrary.Reason>) -> ProductLibrary.Product {
        guard let product = products[id] else { throw .because(.unknownProduct) }
        guard product.supplier == supplier else { throw .because(.notSupplier) }
        return product
    }
}
