public import Units

extension ProductPage {
    /// What has been bought of a product.
    public struct Sales: Sendable {
        /// Contracts concluded.
        public let contracts: Int64
        /// What they are worth together.
        public let value: Money
        /// How many members bought it.
        public let buyers: Int64

        /// What has been bought of a product.
        public init(contracts: Int64, value: Money, buyers: Int64) {
            self.contracts = contracts
            self.value = value
            self.buyers = buyers
        }
    }

    /// A way to buy: what is delivered, for how much, for how long.
    public struct Plan: Sendable {
        /// How it's paid.
        public enum Pricing: Sendable, Hashable {
            /// One price for everything.
            case oneOff(price: Money)
            /// A price a call, up to a quota; `total` is put in escrow.
            case perCall(unit: MicroPrice, quota: Int64, total: Money)
        }

        /// Its code, as used in an order.
        public let code: String
        /// Its name.
        public let name: Title
        /// How it's delivered.
        public let delivery: DeliveryMode
        /// How it's paid.
        public let pricing: Pricing
        /// For how many days the right of access is valid.
        public let termDays: Int64

        /// A way to buy.
        public init(
            code: String,
            name: Title,
            delivery: DeliveryMode,
            pricing: Pricing,
            termDays: Int64
        ) {
            self.code = code
            self.name = name
            self.delivery = delivery
            self.pricing = pricing
            self.termDays = termDays
        }

        func item(_ t: Language) -> Node {
            li(.class("plan")) {
                div(.class("plan-h")) {
                    h3 { titled(name, t) }
                    chip(t(delivery.label))
                }
                switch pricing {
                case .oneOff(let price):
                    cost(Numbers.money(price), t("一次性", "once"))
                    p(.class("mut")) { t("整份数据，一次付清", "The whole data set, paid once") }
                case .perCall(let unit, let quota, let total):
                    let (calls, most) = (Numbers.grouped(quota), Numbers.money(total))
                    cost(Numbers.price(unit), t("/ 次", "a call"))
                    p(.class("mut")) {
                        t(
                            "至多 \(calls) 次，托管 \(most)，按实际用量付",
                            "Up to \(calls) calls; \(most) in escrow, paid as used"
                        )
                    }
                }
                p(.class("mut")) {
                    t(
                        "有效期 \(Numbers.grouped(termDays)) 天",
                        "Valid for \(Numbers.grouped(termDays)) days"
                    )
                }
                mono(code)
            }
        }

        private func cost(_ price: String, _ unit: String) -> Node {
            p(.class("price")) {
                strong { price }
                small { unit }
            }
        }
    }

    /// A data resource the product is made of.
    public struct Resource: Sendable {
        /// Its number.
        public let id: ID<DataResource>
        /// Its name, as registered.
        public let name: Title
        /// How it was come by.
        public let acquisition: Acquisition
        /// The area it covers.
        public let coverage: Coverage
        /// The first day it covers.
        public let from: Day
        /// The last day it covers.
        public let through: Day
        /// Section letter and division of GB/T 4754, such as `N77`.
        public let industry: String
        /// Its size.
        public let bytes: Int64
        /// Its certificate, if it has one.
        public let certificate: Certificate?

        /// A data resource.
        public init(
            id: ID<DataResource>,
            name: Title,
            acquisition: Acquisition,
            coverage: Coverage,
            from: Day,
            through: Day,
            industry: String,
            bytes: Int64,
            certificate: Certificate?
        ) {
            self.id = id
            self.name = name
            self.acquisition = acquisition
            self.coverage = coverage
            self.from = from
            self.through = through
            self.industry = industry
            self.bytes = bytes
            self.certificate = certificate
        }

        func box(_ t: Language) -> ProvenanceGraph.Box {
            let facts = [
                id.text, t(acquisition.label), t(coverage.label), "\(from) – \(through)", industry,
                Numbers.bytes(bytes),
            ]
            let name = titled(name, t)
            return .init(
                // Only registered data has a page in the registry.
                name: certificate == nil
                    ? name : a(.href("/\(t.rawValue)\(ResourcePage.address(id))")) { name },
                note: .text(facts.joined(separator: " · ")),
                kind: "src"
            )
        }

        func certificateBox(_ t: Language) -> ProvenanceGraph.Box {
            guard let certificate else {
                return .init(
                    name: .text(t("尚无登记凭证", "No certificate yet")),
                    note: .text(t("不登记不交易", "Unregistered data isn't traded")),
                    kind: "none"
                )
            }
            let rights = certificate.rights.map { t($0.label) }.joined(separator: t("、", ", "))
            let address = CertificatePage.address(certificate.number)
            return .init(
                name: a(.href("/\(t.rawValue)\(address)")) { certificate.number },
                note: .text("\(t(certificate.state.label)) · \(rights)"),
                kind: "own"
            )
        }
    }

    /// The certificate of a resource.
    public struct Certificate: Sendable {
        /// Its number.
        public let number: String
        /// The rights it certifies.
        public let rights: [RightType]
        /// Where it stands.
        public let state: CertificateState

        /// The certificate of a resource.
        public init(number: String, rights: [RightType], state: CertificateState) {
            self.number = number
            self.rights = rights
            self.state = state
        }
    }

    /// An assessor's opinion on whether trading the version is lawful.
    public struct Opinion: Sendable {
        /// What it concludes.
        public enum Conclusion: String, Term {
            case pass, conditional, fail

            public var label: Pair {
                switch self {
                case .pass: Pair("可以流通", "May be traded")
                case .conditional: Pair("有条件流通", "May be traded on conditions")
                case .fail: Pair("不得流通", "May not be traded")
                }
            }

            var tone: Tone {
                switch self {
                case .pass: .ok
                case .conditional: .warn
                case .fail: .bad
                }
            }
        }

        /// Who gives it.
        public let assessor: Title
        /// What it concludes.
        public let conclusion: Conclusion
        /// What must be kept to; empty when there is nothing.
        public let conditions: [String]
        /// When it was recorded.
        public let recorded: Instant
        /// The last day on which it opens the market.
        public let validThrough: Day
        /// The digest of the report.
        public let report: Digest

        /// A compliance opinion.
        public init(
            assessor: Title,
            conclusion: Conclusion,
            conditions: [String],
            recorded: Instant,
            validThrough: Day,
            report: Digest
        ) {
            self.assessor = assessor
            self.conclusion = conclusion
            self.conditions = conditions
            self.recorded = recorded
            self.validThrough = validThrough
            self.report = report
        }

        func card(_ t: Language) -> Node {
            let isPass = conclusion == .pass
            return Portal.card(
                t("合规意见", "Compliance opinion"),
                id: "opinion",
                tools: [
                    chip(t(conclusion.label), conclusion.tone, icon: isPass ? "check" : "alert")
                ]
            ) {
                facts([
                    (t("评估机构", "Given by"), [titled(assessor, t)]),
                    (t("记录于", "Recorded"), [date(recorded)]),
                    (t("有效期至", "Valid through"), [date(validThrough)]),
                    (t("报告哈希", "Report"), [hash(report, t)]),
                ])
                if !conditions.isEmpty {
                    h3(.class("gap")) { t("须遵守的条件", "Conditions to keep") }
                    ul(.class("uses")) {
                        for condition in conditions { li { span { member(condition, t) } } }
                    }
                }
            }
        }
    }

    /// Who provides a product.
    public struct Provider: Sendable {
        /// Its member number.
        public let id: ID<Member>
        /// Its legal name.
        public let name: Title
        /// When it was admitted.
        public let admitted: Instant?
        /// How many products it has listed.
        public let products: Int64
        /// How many contracts it concluded.
        public let contracts: Int64
        /// Who answers complaints.
        public let contact: String

        /// A provider.
        public init(
            id: ID<Member>,
            name: Title,
            admitted: Instant?,
            products: Int64,
            contracts: Int64,
            contact: String
        ) {
            self.id = id
            self.name = name
            self.admitted = admitted
            self.products = products
            self.contracts = contracts
            self.contact = contact
        }

        func card(_ t: Language) -> Node {
            Portal.card(t("供方", "Provider"), id: "provider") {
                div(.class("who")) {
                    span(.class("ava"), .aria("hidden", "true")) {
                        String(plain(name, t).prefix(1))
                    }
                    div {
                        strong { titled(name, t) }
                        mono(id.text)
                    }
                }
                facts(
                    (admitted.map { [(t("入会", "Admitted"), [date($0)])] } ?? []) + [
                        (t("挂牌产品", "Products"), [.text(Numbers.grouped(products))]),
                        (t("成交合约", "Contracts"), [.text(Numbers.grouped(contracts))]),
                        (t("投诉联系", "Complaints"), [member(contact, t)]),
                    ]
                )
            }
        }
    }

    /// A version; it never changes once it's recorded.
    public struct Version: Sendable {
        /// Its number, counted from 1.
        public let number: Int64
        /// When it was recorded.
        public let recorded: Instant
        /// The digest of its specification.
        public let specification: Digest
        /// The journal record that holds it.
        public let sequence: Int64
        /// Whether it's the one on offer.
        public let isListed: Bool

        /// A version.
        public init(
            number: Int64,
            recorded: Instant,
            specification: Digest,
            sequence: Int64,
            isListed: Bool
        ) {
            self.number = number
            self.recorded = recorded
            self.specification = specification
            self.sequence = sequence
            self.isListed = isListed
        }

        func row(_ t: Language) -> Node {
            tr {
                th(.set("scope", "row")) {
                    "v\(number) "
                    if isListed { chip(t("挂牌", "Listed"), .ok) }
                }
                td { date(recorded) }
                td { hash(specification, t) }
                td(.class("n")) {
                    a(.href("/\(t.rawValue)/ledger/\(sequence)")) {
                        "#\(Numbers.grouped(sequence))"
                    }
                }
            }
        }
    }

    /// A step of buying: what it does, and the command that does it.
    public struct OrderStep: Sendable {
        /// What the command does.
        public let explanation: Pair
        /// The command, ready to be run.
        public let command: String

        /// A step of buying.
        public init(explanation: Pair, command: String) {
            self.explanation = explanation
            self.command = command
        }
    }
}
