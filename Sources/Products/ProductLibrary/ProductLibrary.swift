public import Kernel
public import Units
public import Wire

/// Data products with their versions, compliance opinions and listing (产品库).
///
/// | State     | `draft`   | `revise`       | `opine`        | `list`          | `delist`    |
/// |-----------|-----------|----------------|----------------|-----------------|-------------|
/// | none      | → draft   | `unknownProduct`| `unknownProduct`| `unknownProduct`| `unknownProduct` |
/// | draft     | –         | → draft (PL-2) | → draft (PL-3) | → listed (PL-4…7)| `notListed` |
/// | listed    | –         | → listed       | → listed       | → listed        | → delisted  |
/// | delisted  | –         | → delisted     | → delisted     | → listed        | `notListed` |
///
/// ## Rules
///
/// - **PL-1** A product names its resources, its scenarios and prohibited uses, its fields, its
///   plans, and the node that delivers it (`domain.md` §2.4, 数据产品说明书).
/// - **PL-2** A version never changes: a revision is the next version. What was bought stays what
///   it was.
/// - **PL-3** A compliance opinion is on one version, by digest; who gives it has no part in it
///   (`domain.md` §1.5, 3.2: an assessor is no party).
/// - **PL-4** 不登记不交易: every resource has a valid certificate, and the supplier has the right to
///   provide it (经营权) (REG-01).
/// - **PL-5** 不合规不挂牌: the last opinion on the version passes, and isn't too old.
/// - **PL-6** 无场景不交易: the version names at least one scenario.
/// - **PL-7** Core data is never listed; important data only where it doesn't leave its owner
///   (LVL-01, LVL-02; `domain.md` §2.6).
public enum ProductLibrary: Capability {
    public static let name = "products.library"
    public static let genesis = State()

    @Wire
    public enum Command: Equatable {
        /// Describes a new product.
        case draft(Specification)
        /// Describes the next version of a product.
        case revise(product: ID<DataProduct>, specification: Specification)
        /// Gives a compliance opinion on one version.
        case opine(Opinion)
        /// Lists the latest version: the three gates are checked.
        case list(product: ID<DataProduct>)
        /// Takes a product off the list; what was bought stays bought.
        case delist(product: ID<DataProduct>, ground: String)
    }

    @Wire
    public enum Event: Equatable {
        case drafted(
            product: ID<DataProduct>,
            supplier: ID<Member>,
            version: Int64,
            specification: Specification,
            digest: Digest
        )
        case opined(supplier: ID<Member>, assessor: ID<Member>, opinion: Opinion, at: Instant)
        case listed(
            product: ID<DataProduct>,
            supplier: ID<Member>,
            version: Int64,
            at: Instant
        )
        case delisted(product: ID<DataProduct>, supplier: ID<Member>, ground: String)
    }

    public static func authority(for command: Command) -> Authority {
        switch command {
        case .draft, .revise, .list, .delist: .role([.dataProvider])
        case .opine: .role([.complianceAssessor])
        }
    }

    public static func readers(of event: Event) -> [ID<Member>] {
        switch event {
        case .drafted(_, let supplier, _, _, _), .listed(_, let supplier, _, _),
            .delisted(_, let supplier, _):
            [supplier]
        case .opined(let supplier, let assessor, _, _): [supplier, assessor]
        }
    }
}
