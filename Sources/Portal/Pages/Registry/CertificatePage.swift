public import Units

/// A registration certificate: its public fields and where it stands, fit for printing.
///
/// Public are the applicant, the name and abstract of the data, and the limits of the rights
/// (Trial Measures for Data Property Rights Registration); nothing else of the case is shown.
public struct CertificatePage: Page {
    /// Its number.
    public let number: String
    /// Where it stands.
    public let state: CertificateState
    /// The name of the data.
    public let name: String
    /// What the data is: its content, form and use.
    public let abstract: String
    /// Who applied.
    public let applicant: String
    /// The rights it certifies.
    public let rights: [RightType]
    /// The limits of the rights; empty when there are none.
    public let limits: [String]
    /// Restrictions in force on the rights, such as a freeze or a pledge.
    public let restrictions: [Pair]
    /// The first moment of publicity, in microseconds since 1970.
    public let publicityFrom: Int64
    /// The end of publicity, in microseconds since 1970.
    public let publicityUntil: Int64
    /// When it was issued, in microseconds since 1970; `nil` while in publicity.
    public let issuedAt: Int64?
    /// Until when it is valid, in microseconds since 1970; `nil` while in publicity.
    public let validUntil: Int64?
    /// The digest of the registered data, if it was fingerprinted.
    public let fingerprint: Digest?
    /// The proof that its record stands in the journal; `nil` until a checkpoint covers it.
    public let proof: LedgerProof?

    /// The page of a certificate.
    public init(
        number: String,
        state: CertificateState,
        name: String,
        abstract: String,
        applicant: String,
        rights: [RightType],
        limits: [String],
        restrictions: [Pair],
        publicityFrom: Int64,
        publicityUntil: Int64,
        issuedAt: Int64?,
        validUntil: Int64?,
        fingerprint: Digest?,
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
        self.publicityFrom = publicityFrom
        self.publicityUntil = publicityUntil
        self.issuedAt = issuedAt
        self.validUntil = validUntil
        self.fingerprint = fingerprint
        self.proof = proof
    }

    public var address: String { "/registry/\(PercentEncoding.encode(number))" }
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
                    h1 { member(name, t) }
                    p(.class("meta")) { mono(number) }
                }
                p(.class("stamp \(state.tone.rawValue)")) {
                    icon(state.icon)
                    strong { t(state.label) }
                    small { standing(t) }
                }
            }
            p(.class("abstract")) { member(abstract, t) }
            facts(
                [
                    (t("申请人", "Applicant"), [member(applicant, t)]),
                    (t("登记的权利", "Rights"), rights.map { chip(t($0.label), .brand) }),
                    (t("公示期", "Publicity"), period(publicityFrom, publicityUntil)),
                ]
                    + (issuedAt.map { [(t("签发", "Issued"), [moment($0)])] } ?? [])
                    + (validUntil.map { [(t("有效期至", "Valid until"), [moment($0)])] } ?? [])
                    + (fingerprint.map {
                        [(t("数据指纹", "Fingerprint"), [hash($0, t, whole: true)])]
                    } ?? [])
            )
            list(t("限制范围", "Limits"), limits.map { member($0, t) }, t("无", "None"))
            list(t("权利负担", "Restrictions"), restrictions.map { .text(t($0)) }, t("无", "None"))
        }
    }

    private func standing(_ t: Language) -> String {
        let until = { (at: Int64) in BeijingTime(microseconds: at).date }
        return switch state {
        case .inPublicity:
            t("可提异议至 \(until(publicityUntil))", "Objections until \(until(publicityUntil))")
        case .valid:
            validUntil.map { t("至 \(until($0))", "until \(until($0))") } ?? ""
        case .expired:
            validUntil.map { t("于 \(until($0))", "on \(until($0))") } ?? ""
        case .cancelled:
            t("权利不再受证明", "It certifies nothing now")
        }
    }

    private func period(_ from: Int64, _ until: Int64) -> [Node] {
        [
            span {
                moment(from, dateOnly: true)
                " – "
                moment(until, dateOnly: true)
            }
        ]
    }

    private func list(_ heading: String, _ items: [Node], _ none: String) -> Node {
        div(.class("sheet-l")) {
            h2 { heading }
            if items.isEmpty {
                p(.class("mut")) { none }
            } else {
                ul(.class("uses")) { for item in items { li { span { item } } } }
            }
        }
    }
}
