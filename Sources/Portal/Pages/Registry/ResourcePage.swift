public import Units

/// Registered data: whose it is, the certificate that says so, and the products made of it.
///
/// Shows what the certificate makes public, and nothing else of the case.
public struct ResourcePage: Page {
    /// Its number.
    public let id: ID<DataResource>
    /// Its name.
    public let name: Title
    /// What the data is: its function, form and use.
    public let abstract: String
    /// Whose rights are registered.
    public let holder: Title
    /// The number of its certificate.
    public let certificate: String
    /// Where the certificate stands.
    public let state: CertificateState
    /// The rights certified.
    public let rights: [RightType]
    /// What holds the rights back at present.
    public let restrictions: [Restriction]
    /// The rows that the fingerprint covers.
    public let rows: Int64
    /// The Merkle root over them.
    public let fingerprint: Digest
    /// The listed products made of it.
    public let products: [ProductSummary]

    /// The page of a data resource.
    public init(
        id: ID<DataResource>,
        name: Title,
        abstract: String,
        holder: Title,
        certificate: String,
        state: CertificateState,
        rights: [RightType],
        restrictions: [Restriction],
        rows: Int64,
        fingerprint: Digest,
        products: [ProductSummary]
    ) {
        self.id = id
        self.name = name
        self.abstract = abstract
        self.holder = holder
        self.certificate = certificate
        self.state = state
        self.rights = rights
        self.restrictions = restrictions
        self.rows = rows
        self.fingerprint = fingerprint
        self.products = products
    }

    static func address(_ id: ID<DataResource>) -> String { "/registry/\(id)" }

    public var address: String { Self.address(id) }
    public func title(_ t: Language) -> String { t("数据资源 \(id)", "Data resource \(id)") }

    public func content(_ t: Language) -> [Node] {
        [
            div(.class("ph")) {
                breadcrumbs(t, [(t("登记", "Registry"), "/registry"), (id.text, nil)])
                div(.class("ph-t")) {
                    h1 { titled(name, t) }
                    chip(t(state.label), state.tone, icon: state.icon)
                    for restriction in restrictions {
                        chip(t(restriction.label), .warn, icon: "alert")
                    }
                }
                p(.class("abstract")) { member(abstract, t) }
                p(.class("meta")) {
                    mono(id.text)
                    span { titled(holder, t) }
                }
            },
            card(t("登记", "Registration"), id: "registration") {
                facts([
                    (t("权利人", "Holder"), [titled(holder, t)]),
                    (t("登记凭证", "Certificate"), [certificateLink(t)]),
                    (t("登记的权利", "Rights"), rights.map { chip(t($0.label), .brand) }),
                    (t("数据行数", "Rows"), [.text(Numbers.grouped(rows))]),
                    (t("数据指纹", "Fingerprint"), [hash(fingerprint, t, whole: true)]),
                ])
            },
            section(.aria("labelledby", "products")) {
                div(.class("found-h")) {
                    h2(.id("products")) { t("由此形成的挂牌产品", "Listed products made of it") }
                }
                if products.isEmpty {
                    emptyState(t("还没有产品挂牌。", "No product is listed yet."))
                } else {
                    ul(.class("rows")) { for product in products { product.row(t) } }
                }
            },
        ]
    }

    private func certificateLink(_ t: Language) -> Node {
        a(.href("/\(t.rawValue)\(CertificatePage.address(certificate))")) { mono(certificate) }
    }
}
