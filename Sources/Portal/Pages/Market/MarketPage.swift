/// The market: a search box, facets with counts, and the products found.
public struct MarketPage: Page {
    /// What was asked for.
    public let query: MarketQuery
    /// How many products fit.
    public let total: Int64
    /// How many products fit each kind, all other facets kept.
    public let kinds: [ProductKind: Int64]
    /// How many products fit each level, all other facets kept.
    public let levels: [DataLevel: Int64]
    /// How many products fit each delivery mode, all other facets kept.
    public let modes: [DeliveryMode: Int64]
    /// The products of this page, best first.
    public let results: [ProductSummary]
    /// The cursor of the page before, if there is one.
    public let newer: String?
    /// The cursor of the page after, if there is one.
    public let older: String?

    /// A page of results.
    public init(
        query: MarketQuery,
        total: Int64,
        kinds: [ProductKind: Int64],
        levels: [DataLevel: Int64],
        modes: [DeliveryMode: Int64],
        results: [ProductSummary],
        newer: String?,
        older: String?
    ) {
        self.query = query
        self.total = total
        self.kinds = kinds
        self.levels = levels
        self.modes = modes
        self.results = results
        self.newer = newer
        self.older = older
    }

    public var address: String { query.address }
    public var hasOwnSearch: Bool { true }
    public func title(_ t: Language) -> String { t("市场", "Market") }

    public func content(_ t: Language) -> [Node] {
        [
            div(.class("ph")) {
                h1 { t("数据市场", "Data market") }
                p(.class("lead")) {
                    t(
                        "每个产品都有登记凭证、合规意见与可自行核验的存证。",
                        "Every product has a certificate, a compliance opinion and a proof you can check."
                    )
                }
            },
            form(
                .role("search"),
                .action("/\(t.rawValue)/market"),
                .set("method", "get"),
                .aria("label", t("搜索与筛选", "Search and filter"))
            ) {
                searchBox(t)
                div(.class("cols-l")) {
                    filters(t)
                    section(.aria("labelledby", "found")) { found(t) }
                }
            },
        ]
    }

    private func searchBox(_ t: Language) -> Node {
        div(.class("msearch")) {
            div(.class("gsearch")) {
                icon("search")
                input(
                    .set("type", "search"),
                    .set("name", "q"),
                    .set("value", query.text),
                    .set("maxlength", "\(MarketQuery.longestText)"),
                    .set("placeholder", t("搜索产品、编号、供方", "Search products, codes, suppliers")),
                    .aria("label", t("搜索市场", "Search the market")),
                    .data("hotkey", "/")
                )
                kbd { "/" }
            }
            button(.class("btn pri"), .set("type", "submit")) { t("搜索", "Search") }
        }
    }

    // MARK: Facets

    private func filters(_ t: Language) -> Node {
        details(.class("card facets"), .on("open")) {
            summary { t("筛选", "Filters") }
            facet("kind", t("产品类型", "Kind"), query.kinds, kinds, t)
            facet("level", t("数据级别", "Level"), query.levels, levels, t)
            facet("mode", t("交付方式", "Delivery"), query.modes, modes, t)
            fieldset {
                legend { t("起价（元）", "Price from (¥)") }
                div(.class("range")) {
                    price("from", t("最低", "Lowest"), query.fromYuan)
                    span(.aria("hidden", "true")) { "–" }
                    price("to", t("最高", "Highest"), query.toYuan)
                }
            }
            button(.class("btn wide-btn"), .set("type", "submit")) { t("应用筛选", "Apply filters") }
        }
    }

    private func facet<T: Term>(
        _ name: String,
        _ heading: String,
        _ chosen: Set<T>,
        _ counts: [T: Int64],
        _ t: Language
    ) -> Node {
        fieldset {
            legend { heading }
            for term in T.allCases where counts[term, default: 0] > 0 || chosen.contains(term) {
                label(.class("opt")) {
                    input(
                        .set("type", "checkbox"),
                        .set("name", name),
                        .set("value", term.rawValue),
                        .on("checked", if: chosen.contains(term))
                    )
                    span { t(term.label) }
                    span(.class("count")) { Numbers.grouped(counts[term, default: 0]) }
                }
            }
        }
    }

    private func price(_ name: String, _ heading: String, _ yuan: Int64?) -> Node {
        input(
            .set("type", "number"),
            .set("name", name),
            .set("min", "0"),
            .set("max", "\(MarketQuery.highestYuan)"),
            .set("inputmode", "numeric"),
            .set("placeholder", heading),
            .set("value", yuan.map { "\($0)" } ?? ""),
            .aria("label", heading)
        )
    }

    // MARK: Results

    @HTML private func found(_ t: Language) -> [Node] {
        div(.class("found-h")) {
            h2(.id("found"), .aria("live", "polite")) {
                t("\(Numbers.grouped(total)) 个产品", Numbers.counted(total, "product"))
            }
            nav(.class("seg"), .aria("label", t("排序", "Sort"))) {
                for order in MarketQuery.Order.allCases {
                    a(
                        .href("/\(t.rawValue)\(query.with { $0.order = order }.address)"),
                        .when(order == query.order, .aria("current", "true"))
                    ) { t(order.label) }
                }
            }
        }
        activeFilters(t)
        if results.isEmpty {
            emptyState(t("没有符合条件的产品。", "No product fits.")) { wayOut(t) }
        } else {
            ul(.class("rows")) { for result in results { result.row(t) } }
        }
        pager(t, newer: newer.map { link($0, t) }, older: older.map { link($0, t) })
    }

    private func link(_ cursor: String, _ t: Language) -> String {
        "/\(t.rawValue)\(query.with { $0.cursor = cursor }.address)"
    }

    /// What narrows the list, each with the way to drop it.
    private func filtersInForce(_ t: Language) -> [(name: String, without: MarketQuery)] {
        var filters: [(name: String, without: MarketQuery)] = []
        if !query.text.isEmpty {
            filters.append((t("“\(query.text)”", "\"\(query.text)\""), query.with { $0.text = "" }))
        }
        for kind in ProductKind.allCases where query.kinds.contains(kind) {
            filters.append((t(kind.label), query.with { $0.kinds.remove(kind) }))
        }
        for level in DataLevel.allCases where query.levels.contains(level) {
            filters.append((t(level.label), query.with { $0.levels.remove(level) }))
        }
        for mode in DeliveryMode.allCases where query.modes.contains(mode) {
            filters.append((t(mode.label), query.with { $0.modes.remove(mode) }))
        }
        if let yuan = query.fromYuan {
            filters.append(("≥ ¥\(Numbers.grouped(yuan))", query.with { $0.fromYuan = nil }))
        }
        if let yuan = query.toYuan {
            filters.append(("≤ ¥\(Numbers.grouped(yuan))", query.with { $0.toYuan = nil }))
        }
        return filters
    }

    private func activeFilters(_ t: Language) -> Node? {
        let filters = filtersInForce(t)
        guard !filters.isEmpty else { return nil }
        return ul(.class("active"), .aria("label", t("当前条件", "Current filters"))) {
            for filter in filters {
                li {
                    a(.class("fchip"), .href("/\(t.rawValue)\(filter.without.address)")) {
                        span(.class("vh")) { t("移除：", "Remove: ") }
                        filter.name
                        icon("x")
                    }
                }
            }
            li { a(.href("/\(t.rawValue)/market")) { t("清除全部", "Clear all") } }
        }
    }

    /// With no result: which single condition to drop.
    @HTML private func wayOut(_ t: Language) -> [Node] {
        let filters = filtersInForce(t)
        if filters.isEmpty {
            p(.class("mut")) {
                t("产品挂牌后会出现在这里。", "Products appear here once they are listed.")
            }
        } else {
            p(.class("mut")) { t("去掉一个条件再试：", "Try without one of these:") }
            ul(.class("active")) {
                for filter in filters {
                    li {
                        a(.class("fchip"), .href("/\(t.rawValue)\(filter.without.address)")) {
                            filter.name
                            icon("x")
                        }
                    }
                }
            }
        }
    }
}
