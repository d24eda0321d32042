import Units

/// A product: what it is, what it costs, where it comes from, and how to check all of it.
public struct ProductPage: Page {
    /// The product in brief, as in lists.
    public let summary: ProductSummary
    /// Whether it can be bought.
    public let state: ListingState
    /// How often the data changes.
    public let frequency: UpdateFrequency
    /// Whether the data tells of persons: the strongest of what its resources say.
    public let personalInformation: PersonalInformation
    /// Rows of the data.
    public let records: Int64
    /// Its columns, in order.
    public let fields: [Field]
    /// What has been bought so far.
    public let sales: Sales
    /// The plans on offer, in the provider's order.
    public let plans: [Plan]
    /// What buyers may use it for.
    public let scenarios: [String]
    /// What buyers may not use it for.
    public let prohibitedUses: [String]
    /// Some of its rows, provably part of the registered data.
    public let sample: Sample?
    /// The resources it's made of, each with its certificate.
    public let resources: [Resource]
    /// The compliance opinion on the listed version.
    public let opinion: Opinion?
    /// Who provides it.
    public let provider: Provider
    /// Its versions, newest first.
    public let versions: [Version]
    /// How to buy it, step by step; empty when it can't be bought.
    public let ordering: [OrderStep]
    /// The proof that its listing stands in the journal; `nil` until a checkpoint covers it.
    public let proof: LedgerProof?

    /// The page of a product.
    public init(
        summary: ProductSummary,
        state: ListingState,
        frequency: UpdateFrequency,
        personalInformation: PersonalInformation,
        records: Int64,
        fields: [Field],
        sales: Sales,
        plans: [Plan],
        scenarios: [String],
        prohibitedUses: [String],
        sample: Sample?,
        resources: [Resource],
        opinion: Opinion?,
        provider: Provider,
        versions: [Version],
        ordering: [OrderStep],
        proof: LedgerProof?
    ) {
        self.summary = summary
        self.state = state
        self.frequency = frequency
        self.personalInformation = personalInformation
        self.records = records
        self.fields = fields
        self.sales = sales
        self.plans = plans
        self.scenarios = scenarios
        self.prohibitedUses = prohibitedUses
        self.sample = sample
        self.resources = resources
        self.opinion = opinion
        self.provider = provider
        self.versions = versions
        self.ordering = ordering
        self.proof = proof
    }

    public var address: String { summary.address }
    public func title(_ t: Language) -> String { plain(summary.name, t) }

    public func content(_ t: Language) -> [Node] {
        [
            heading(t),
            strip(t),
            div(.class("cols")) {
                div(.class("main")) {
                    plansCard(t)
                    usesCard(t)
                    fieldsCard(t)
                    sample?.card(t)
                    originCard(t)
                    div(.class("two")) {
                        opinion?.card(t)
                        versionsCard(t)
                    }
                }
                div(.class("rail")) {
                    orderCard(t)
                    proof?.panel(t)
                    provider.card(t)
                }
            },
            // On a phone the order panel is far down: its price stays at hand.
            div(.class("buybar")) {
                strong { Numbers.money(summary.price) }
                a(.class("btn pri"), .href("#order")) { t("购买", "How to buy") }
            },
        ]
    }

    // MARK: Head

    private func heading(_ t: Language) -> Node {
        div(.class("ph")) {
            breadcrumbs(
                t,
                [
                    (t("市场", "Market"), "/market"),
                    (
                        t(summary.kind.label),
                        MarketQuery().with { $0.kinds = [summary.kind] }.address
                    ),
                    (summary.id.text, nil),
                ]
            )
            div(.class("ph-t")) {
                h1 { titled(summary.name, t) }
                chip(t(state.label), state.tone, icon: state == .listed ? "check" : "alert")
            }
            p(.class("abstract")) { titled(summary.abstract, t) }
            p(.class("meta")) {
                mono(summary.id.text)
                span { titled(summary.provider, t) }
                span {
                    t("挂牌 ", "Listed ")
                    date(summary.listed)
                }
            }
            div(.class("chips")) {
                chip(t(summary.kind.label), .brand)
                chip(
                    t(summary.level.label),
                    summary.level == .general ? .plain : .warn,
                    icon: "lock"
                )
                chip(
                    t(personalInformation.label),
                    personalInformation == .none ? .plain : .warn
                )
                chip(t(frequency.label), icon: "clock")
                for mode in summary.modes { chip(t(mode.label)) }
                for certificate in resources.compactMap(\.certificate) {
                    chip(t("已登记 ", "Registered ") + certificate.number, .ok, icon: "shield")
                }
            }
        }
    }

    private func strip(_ t: Language) -> Node {
        dl(.class("stats card")) {
            stat(
                t("起价", "Price from"),
                Numbers.money(summary.price),
                t("\(plans.count) 个方案", Numbers.counted(Int64(plans.count), "plan"))
            )
            stat(t("数据行数", "Rows"), Numbers.grouped(records), t(frequency.label))
            stat(t("字段", "Columns"), "\(fields.count)")
            stat(
                t("完整率", "Completeness"),
                Numbers.percent(millionths: summary.completeness),
                t("有值的单元格占比", "Cells with a value")
            )
            stat(
                t("成交合约", "Contracts"),
                Numbers.grouped(sales.contracts),
                Numbers.brief(sales.value, t)
            )
            stat(t("买方", "Buyers"), Numbers.grouped(sales.buyers))
        }
    }

    // MARK: Offer

    private func plansCard(_ t: Language) -> Node {
        card(t("方案与价格", "Plans and prices"), id: "plans") {
            ul(.class("plans")) { for plan in plans { plan.item(t) } }
        }
    }

    private func usesCard(_ t: Language) -> Node? {
        guard !scenarios.isEmpty || !prohibitedUses.isEmpty else { return nil }
        return card(t("应用场景", "Uses"), id: "uses") {
            div(.class("two")) {
                uses(t("可以用于", "May be used for"), scenarios, "check", "yes", t)
                uses(t("不得用于", "May not be used for"), prohibitedUses, "x", "no", t)
            }
        }
    }

    private func uses(
        _ heading: String,
        _ uses: [String],
        _ picture: StaticString,
        _ kind: String,
        _ t: Language
    ) -> Node? {
        guard !uses.isEmpty else { return nil }
        return div {
            h3 { heading }
            ul(.class("uses pm-\(kind)")) {
                for use in uses {
                    li {
                        icon(picture)
                        span { member(use, t) }
                    }
                }
            }
        }
    }

    private func orderCard(_ t: Language) -> Node {
        card(t("购买", "How to buy"), id: "order", kind: "order") {
            if ordering.isEmpty {
                p(.class("mut")) {
                    t("该产品目前不接受订单。", "This product takes no orders at present.")
                }
            } else {
                ol(.class("howto")) {
                    for step in ordering {
                        li {
                            p { t(step.explanation) }
                            commandLine(step.command, t)
                        }
                    }
                }
                p(.class("fine")) {
                    icon("lock")
                    span {
                        t(
                            "命令在本机签名，私钥不离开您的电脑；款项由托管账户保管，验收后才付给供方。",
                            "Commands are signed on your machine and the key never leaves it; payment stays in escrow until you accept delivery."
                        )
                    }
                }
            }
        }
    }

    // MARK: Origin

    private func originCard(_ t: Language) -> Node {
        card(t("权利链", "Chain of rights"), id: "rights") {
            ProvenanceGraph(
                columns: [
                    resources.map { $0.box(t) },
                    resources.map { $0.certificateBox(t) },
                    [
                        .init(
                            name: titled(summary.name, t),
                            note: .text(t("买方取得：", "Buyers get: ") + t(RightType.usage.label)),
                            kind: "prod"
                        )
                    ],
                ],
                edges: [
                    resources.indices.map { ($0, $0) },
                    resources.indices.filter { resources[$0].certificate != nil }.map { ($0, 0) },
                ],
                label: t("从数据资源到凭证再到产品", "From data resources to certificates to the product")
            ).node
        }
    }

    private func versionsCard(_ t: Language) -> Node? {
        guard !versions.isEmpty else { return nil }
        return card(t("版本", "Versions"), id: "versions") {
            scrolling(t("版本表", "Table of versions")) {
                table(.class("t t-dense")) {
                    caption(.class("vh")) { t("版本", "Versions") }
                    columns([
                        (t("版本", "Version"), false), (t("记录于", "Recorded"), false),
                        (t("说明书哈希", "Specification"), false), (t("存证", "Record"), true),
                    ])
                    tbody { for version in versions { version.row(t) } }
                }
            }
        }
    }
}
