/// The frame around every page: head, top bar, foot.
struct Layout {
    let page: any Page
    let site: Site
    let t: Language

    /// The parts of the portal: where they are and what they're called.
    private static let sections: [(address: String, name: Pair)] = [
        ("/market", Pair("市场", "Market")),
        ("/registry", Pair("登记", "Registry")),
        ("/ledger", Pair("存证", "Ledger")),
    ]

    var document: Node {
        html(.set("lang", t.tag)) {
            documentHead
            body {
                a(.class("skip"), .href("#main")) { t("跳到正文", "Skip to content") }
                topBar
                main(.id("main"), .class("wide"), .set("tabindex", "-1")) { page.content(t) }
                foot
            }
        }
    }

    private var documentHead: Node {
        head {
            meta(.set("charset", "utf-8"))
            element("title", [], [.text("\(page.title(t)) · \(t(site.name))")])
            meta(
                .set("name", "viewport"),
                .set("content", "width=device-width, initial-scale=1")
            )
            meta(.set("name", "color-scheme"), .set("content", "light dark"))
            link(.set("rel", "icon"), .href(Assets.path("logo.svg")), .set("type", "image/svg+xml"))
            link(.set("rel", "stylesheet"), .href(Assets.path("app.css")))
            link(
                .set("rel", "alternate"),
                .set("hreflang", t.other.tag),
                .href("/\(t.other.rawValue)\(page.address)")
            )
            script(.src(Assets.path("theme.js")))
            script(.set("type", "module"), .src(Assets.path("app.js")))
        }
    }

    private var topBar: Node {
        header(.class("top")) {
            a(
                .class("brand"),
                .href("/\(t.rawValue)"),
                .aria("label", t("\(site.name.zh)，首页", "\(site.name.en), home"))
            ) {
                logo
                span { t("数衡", "DataBourse") }
            }
            nav(.class("mainnav"), .aria("label", t("主导航", "Main"))) {
                for section in Self.sections {
                    let isHere = page.address.hasPrefix(section.address)
                    a(
                        .href("/\(t.rawValue)\(section.address)"),
                        .when(isHere, .aria("current", "page"))
                    ) { t(section.name) }
                }
            }
            if page.hasOwnSearch { div(.class("gspace")) } else { search }
            div(.class("tools")) {
                a(
                    .class("ib"),
                    .href("/\(t.other.rawValue)\(page.address)"),
                    .set("lang", t.other.tag),
                    .set("hreflang", t.other.tag),
                    .aria("label", t("EN: English", "中文：切换到中文"))
                ) { t("EN", "中文") }
                button(
                    .class("ib needs-script"),
                    .set("type", "button"),
                    .data("theme-toggle"),
                    .aria("label", t("切换深色或浅色", "Switch between dark and light"))
                ) { icon("sun") }
            }
        }
    }

    private var logo: Node {
        element("svg", [.class("logo"), .set("viewBox", "0 0 28 28"), .aria("hidden", "true")]) {
            element(
                "rect",
                [.class("lg0"), .set("width", "28"), .set("height", "28"), .set("rx", "7")]
            )
            element("path", [.class("lg1"), .set("d", "M7 19.5V13M14 19.5V8M21 19.5v-4")])
            element("path", [.class("lg2"), .set("d", "M5.5 10.5L14 5l8.5 6")])
        }
    }

    private var search: Node {
        form(
            .class("gsearch"),
            .role("search"),
            .action("/\(t.rawValue)/market"),
            .set("method", "get")
        ) {
            icon("search")
            input(
                .set("type", "search"),
                .set("name", "q"),
                .set("maxlength", "\(MarketQuery.longestText)"),
                .set("placeholder", t("搜索产品、编号、供方", "Search products, codes, suppliers")),
                .aria("label", t("搜索市场", "Search the market")),
                .data("hotkey", "/")
            )
            kbd { "/" }
        }
    }

    private var foot: Node {
        footer(.class("foot")) {
            a(.class("fx"), .href("/\(t.rawValue)/ledger")) {
                icon("shield")
                span { journalHead(site.checkpoint) }
            }
            nav(.aria("label", t("更多", "More"))) {
                for link in site.links { a(.href(link.address)) { t(link.label) } }
            }
        }
    }

    private func journalHead(_ checkpoint: Site.CheckpointSummary?) -> String {
        guard let checkpoint else { return t("存证日志尚未签发检查点", "No checkpoint signed yet") }
        let size = Numbers.grouped(checkpoint.size)
        let at = checkpoint.signedAt.dateAndTime
        let seen = "\(checkpoint.cosigned)/\(checkpoint.witnesses)"
        return t("检查点：\(size) 条记录 · 北京时间 \(at)", "Checkpoint: \(size) records · \(at) Beijing time")
            + (checkpoint.witnesses == 0 ? "" : t(" · 见证 \(seen)", " · witnesses \(seen)"))
    }
}
