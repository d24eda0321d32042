/// A product: what it is, what it costs, where it comes from, and how to check all of it.
public struct ProductPage: Page {
    /// The product in brief, as in lists.
    public let summary: ProductSummary
    /// Whether it can be bought.
    public let state: ListingState
    /// How often the data changes.
    public let frequency: UpdateFrequency
    /// The industry (GB/T 4754), as registered.
    public let industry: String
    /// The region that the data covers, as registered.
    public let region: String
    /// The time that the data covers, as registered.
    public let period: String
    /// What has been bought so far.
    public let sales: Sales
    /// The plans on offer, in the provider's order.
    public let plans: [Plan]
    /// What the product may be used for, as declared.
    public let scenarios: [String]
    /// What it may not be used for, as declared.
    public let prohibited: [String]
    /// Its columns and what is known about them, for tabular data.
    public let specification: Specification?
    /// Some of its rows, provably part of the registered data.
    public let sample: Sample?
    /// Its quality assessment, if one was made.
    public let quality: Quality?
    /// Where its rights come from.
    public let rights: Rights
    /// The compliance opinion on it.
    public let opinion: Opinion?
    /// Who provides it.
    public let provider: Provider
    /// Its published versions, newest first.
    public let versions: [Version]
    /// How to buy it, step by step.
    public let ordering: [OrderStep]
    /// The proof that its listing stands in the journal; `nil` until a checkpoint covers it.
    public let proof: LedgerProof?

    /// The page of a product.
    public init(
        summary: ProductSummary,
        state: ListingState,
        frequency: UpdateFrequency,
        industry: String,
        region: String,
        period: String,
        sales: Sales,
        plans: [Plan],
        scenarios: [String],
        prohibited: [String],
        specification: Specification?,
        sample: Sample?,
        quality: Quality?,
        rights: Rights,
        opinion: Opinion?,
        provider: Provider,
        versions: [Version],
        ordering: [OrderStep],
        proof: LedgerProof?
    ) {
        self.summary = summary
        self.state = state
        self.frequency = frequency
        self.industry = industry
        self.region = region
        self.period = period
        self.sales = sales
        self.plans = plans
        self.scenarios = scenarios
        self.prohibited = prohibited
        self.specification = specification
        self.sample = sample
        self.quality = quality
        self.rights = rights
        self.opinion = opinion
        self.provider = provider
        self.versions = versions
        self.ordering = ordering
        self.proof = proof
    }

    public var address: String { "/market/\(PercentEncoding.encode(summary.code))" }
    public func title(_ t: Language) -> String { summary.name }

    public func content(_ t: Language) -> [Node] {
        [
            heading(t),
            strip(t),
            div(.class("cols")) {
                div(.class("main")) {
                    plansCard(t)
                    scenariosCard(t)
                    specification?.card(t)
                    sample?.card(t)
                    rights.card(product: summary, t)
                    div(.class("two")) {
                        quality?.card(t)
                        opinion?.card(t)
                    }
                    versionsCard(t)
                }
                div(.class("rail")) {
                    orderCard(t)
                    proof?.panel(t)
                    provider.card(t)
                }
            },
            // On a phone the order panel is far down: its price stays at hand.
            div(.class("buybar")) {
                strong { summary.lowestFen.map(Numbers.yuan) ?? t("面议", "By agreement") }
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
                    (summary.code, nil),
                ]
            )
            div(.class("ph-t")) {
                h1 { member(summary.name, t) }
                chip(t(state.label), state.tone, icon: state == .listed ? "check" : "alert")
            }
            p(.class("abstract")) { member(summary.abstract, t) }
            p(.class("meta")) {
                mono(summary.code)
                span { member(summary.provider, t) }
                span { member(industry, t) }
                span { member(region, t) }
                span { member(period, t) }
            }
            div(.class("chips")) {
                chip(t(summary.kind.label), .brand)
                chip(
                    t(summary.level.label),
                    summary.level == .general ? .plain : .warn,
                    icon: "lock"
                )
                for mode in summary.modes { chip(t(mode.label)) }
                chip(t(frequency.label), icon: "clock")
                if let certificate = rights.certificates.first {
                    chip(t("已登记 ", "Registered ") + certificate.number, .ok, icon: "shield")
                }
            }
        }
    }

    private func strip(_ t: Language) -> Node {
        dl(.class("stats card")) {
            stat(
                t("起价", "Price from"),
                summary.lowestFen.map(Numbers.yuan) ?? t("面议", "By agreement"),
                t("\(plans.count) 个方案", "\(plans.count) plans")
            )
            if let specification {
                stat(
                    t("数据行数", "Rows"),
                    Numbers.grouped(specification.rows),
                    Numbers.bytes(specification.bytes)
                )
                stat(
                    t("字段", "Columns"),
                    "\(specification.columns.count)",
                    t(
                        "缺失 \(specification.missingShare)",
                        "\(specification.missingShare) missing"
                    )
                )
            }
            if let quality {
                stat(
                    t("质量评分", "Quality"),
                    Numbers.percent(basisPoints: quality.score),
                    t("GB/T 36344 六维", "Six characteristics")
                )
            }
            stat(
                t("成交合约", "Contracts"),
                Numbers.grouped(sales.contracts),
                Numbers.yuanBrief(sales.fen, t)
            )
            stat(
                t("争议", "Disputes"),
                Numbers.grouped(sales.disputes),
                Numbers.percent(sales.disputes, of: sales.contracts)
            )
        }
    }

    // MARK: Offer

    private func plansCard(_ t: Language) -> Node {
        card(t("方案与价格", "Plans and prices"), id: "plans") {
            ul(.class("plans")) {
                for plan in plans { plan.item(t) }
            }
        }
    }

    private func scenariosCard(_ t: Language) -> Node? {
        guard !scenarios.isEmpty || !prohibited.isEmpty else { return nil }
        return card(t("应用场景与禁止用途", "Uses"), id: "uses") {
            div(.class("two")) {
                uses(t("可以用于", "May be used for"), scenarios, "check", "yes", t)
                uses(t("不得用于", "May not be used for"), prohibited, "x", "no", t)
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

    private func versionsCard(_ t: Language) -> Node? {
        guard !versions.isEmpty else { return nil }
        return card(t("版本", "Versions"), id: "versions") {
            scrolling(t("版本表", "Table of versions")) {
                table(.class("t")) {
                    caption(.class("vh")) { t("版本", "Versions") }
                    columns([
                        (t("版本", "Version"), false), (t("发布时间（北京）", "Published (Beijing)"), false),
                        (t("说明", "What changed"), false), (t("说明书哈希", "Spec hash"), false),
                        (t("记录", "Record"), true),
                    ])
                    tbody { for version in versions { version.row(t) } }
                }
            }
        }
    }
}
