public import Units

/// A registration certificate: its public fields and where it stands, fit for printing.
///
/// Public are the applicant, the name and abstract of the data, and the limits of the rights
/// (Trial Measures for Data Property Rights Registration); nothing else of the case is shown.
public struct CertificatePage: Page {
    /// Its number, or that of its case while in publicity.
    public let number: String
    /// Where it stands.
    public let state: CertificateState
    /// The name of the data.
    public let name: Title
    /// What the data is: its function, form and use.
    public let abstract: String
    /// Who applied.
    public let applicant: Title
    /// The rights it certifies, or that were applied for.
    public let rights: [RightType]
    /// The limits of the rights; `nil` when there are none.
    public let limits: String?
    /// What holds the rights back at present.
    public let restrictions: [Restriction]
    /// The data resource; `nil` while in publicity, when it isn't registered yet.
    public let resource: ID<DataResource>?
    /// The listed products made of the data.
    public let products: [ProductSummary]
    /// The beginning of publicity.
    public let publicFrom: Instant?
    /// The end of publicity.
    public let publicUntil: Instant?
    /// The day it was issued; `nil` while in publicity.
    public let issued: Day?
    /// The last day of validity; `nil` while in publicity.
    public let validThrough: Day?
    /// The Merkle root over the registered data.
    public let fingerprint: Digest
    /// The proof that its record stands in the journal; `nil` until a checkpoint covers it.
    public let proof: LedgerProof?

    /// The page of a certificate.
    public init(
        number: String,
        state: CertificateState,
        name: Title,
        abstract: String,
        applicant: Title,
        rights: [RightType],
        limits: String?,
        restrictions: [Restriction],
        resource: ID<DataResource>?,
        products: [ProductSummary],
        publicFrom: Instant?,
        publicUntil: Instant?,
        issued: Day?,
        validThrough: Day?,
        fingerprint: Digest,
        proof: LedgerProof?
    ) {
        self.number = number
        self.state = state
        self.name = name
        self.abstract = abstract
        self.applicant = applicant
        self.rights = rights
        self.limits = limits
        self.restrictions = restrictions
        self.resource = resource
        self.products = products
        self.publicFrom = publicFrom
        self.publicUntil = publicUntil
        self.issued = issued
        self.validThrough = validThrough
        self.fingerprint = fingerprint
        self.proof = proof
    }

    public var address: String { Self.address(number) }
    static func address(_ number: String) -> String {
        "/registry/\(PercentEncoding.encode(number))"
    }
    public func title(_ t: Language) -> String { t("登记凭证 \(number)", "Certificate \(number)") }

    public func content(_ t: Language) -> [Node] {
        [
            breadcrumbs(t, [(t("登记", "Registry"), "/registry"), (number, nil)]),
            div(.class("cols")) {
                div(.class("main")) { sheet(t) }
                div(.class("rail")) {
                    if let proof {
                        proof.panel(t)
                    } else {
                        section(.class("card"), .aria("labelledby", "ledger-proof")) {
                            h2(.id("ledger-proof")) { t("存证证明", "Ledger proof") }
                            p(.class("mut")) {
                                t(
                                    "等待下一个检查点覆盖该记录。",
                                    "Waiting for the next checkpoint to cover the record."
                                )
                            }
                        }
                    }
                    button(
                        .class("btn wide-btn needs-script"),
                        .set("type", "button"),
                        .data("print")
                    ) {
                        icon("doc")
                        t("打印凭证", "Print the certificate")
                    }
                }
            },
        ]
    }

    private func sheet(_ t: Language) -> Node {
        element("article", [.class("card sheet")]) {
            div(.class("sheet-h")) {
                div {
                    p(.class("over")) {
                        t("数据产权登记凭证", "Data property right certificate")
                    }
                    h1 { titled(name, t) }
                    p(.class("meta")) { mono(number) }
                }
                p(.class("stamp \(state.tone.rawValue)")) {
                    icon(state.icon)
                    strong { t(state.label) }
                    small { standing(t) }
                }
            }
            p(.class("abstract")) { member(abstract, t) }
            facts(registered(t) + [(t("数据指纹", "Fingerprint"), [hash(fingerprint, t, whole: true)])])
            list(t("限制范围", "Limits"), limits.map { [member($0, t)] } ?? [], t)
            list(t("权利负担", "Restrictions"), restrictions.map { .text(t($0.label)) }, t)
            if state != .inPublicity {
                list(
                    t("由此形成的挂牌产品", "Listed products made of it"),
                    products.map { product in
                        a(.href("/\(t.rawValue)\(product.address)")) { titled(product.name, t) }
                    },
                    t
                )
            }
        }
    }

    private func registered(_ t: Language) -> [(name: String, value: [Node])] {
        var rows: [(name: String, value: [Node])] = [
            (t("申请人", "Applicant"), [titled(applicant, t)]),
            (t("登记的权利", "Rights"), rights.map { chip(t($0.label), .brand) }),
        ]
        if let resource {
            let address = "/\(t.rawValue)\(ResourcePage.address(resource))"
            rows.append((t("数据资源", "Data resource"), [a(.href(address)) { mono(resource.text) }]))
        }
        if let publicFrom, let publicUntil {
            rows.append(
                (t("公示", "Publicity"), [moment(publicFrom), .text(" – "), moment(publicUntil)])
            )
        }
        if let issued { rows.append((t("签发", "Issued"), [date(issued)])) }
        if let validThrough { rows.append((t("有效期至", "Valid through"), [date(validThrough)])) }
        return rows
    }

    private func standing(_ t: Language) -> String {
        switch state {
        case .inPublicity:
            publicUntil.map { t("异议截止 \(Day($0))", "Objections until \(Day($0))") } ?? ""
        case .valid:
            validThrough.map { t("至 \($0)", "through \($0)") } ?? ""
        case .expired:
            validThrough.map { t("于 \($0)", "on \($0)") } ?? ""
        }
    }

    private func list(_ heading: String, _ items: [Node], _ t: Language) -> Node {
        div(.class("sheet-l")) {
            h2 { heading }
            if items.isEmpty {
                p(.class("mut")) { t("无", "None") }
            } else {
                ul(.class("uses")) { for item in items { li { span { item } } } }
            }
        }
    }
}
