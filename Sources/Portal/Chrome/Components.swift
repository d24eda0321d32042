import Units

// The shared parts that pages are made of.

/// A picture of the icon sprite; always beside a word, so hidden from screen readers.
func icon(_ name: StaticString) -> Node {
    element("svg", [.class("i"), .aria("hidden", "true")]) {
        element("use", [.set("href", Assets.path("icons.svg") + "#\(name)")])
    }
}

/// A box with a heading.
func card(
    _ heading: String,
    id: String,
    note: String? = nil,
    kind: String = "",
    tools: [Node] = [],
    @HTML content: Content
) -> Node {
    section(.class(kind.isEmpty ? "card" : "card \(kind)"), .aria("labelledby", id)) {
        div(.class("ch")) {
            h2(.id(id)) { heading }
            if let note { span(.class("note")) { note } }
            if !tools.isEmpty { div(.class("ct")) { tools } }
        }
        content()
    }
}

/// A short fact in a pill; the icon repeats the word, never replaces it.
func chip(_ text: String, _ tone: Tone = .plain, icon name: StaticString? = nil) -> Node {
    span(.class(tone == .plain ? "chip" : "chip \(tone.rawValue)")) {
        name.map(icon)
        text
    }
}

/// What a colour says; the words beside it say it as well.
enum Tone: String {
    case plain, ok, warn, bad, brand
}

/// One figure of a stat strip.
func stat(_ name: String, _ value: String, _ detail: String = "") -> Node {
    div(.class("st")) {
        dt { name }
        dd {
            span(.class("big")) { value }
            if !detail.isEmpty { span(.class("sub")) { detail } }
        }
    }
}

/// The way from the market to this page.
func breadcrumbs(_ t: Language, _ steps: [(name: String, address: String?)]) -> Node {
    nav(.class("crumbs"), .aria("label", t("位置", "Breadcrumb"))) {
        ol {
            for step in steps {
                li {
                    if let address = step.address {
                        a(.href("/\(t.rawValue)\(address)")) { step.name }
                    } else {
                        span(.aria("current", "page")) { step.name }
                    }
                }
            }
        }
    }
}

/// A hash cut to its ends, with the whole of it for the pointer, for copying and for readers.
func hash(_ digest: Digest, _ t: Language, whole: Bool = false) -> Node {
    let hex = digest.hex
    return span(.class(whole ? "hash whole" : "hash")) {
        element("code", [.set("title", hex)]) { whole ? hex : "\(hex.prefix(8))…\(hex.suffix(6))" }
        copyButton(hex, t("复制哈希", "Copy the hash"), t)
    }
}

/// Copies `text`; shown only where scripts run.
func copyButton(_ text: String, _ label: String, _ t: Language) -> Node {
    button(
        .class("copy needs-script"),
        .set("type", "button"),
        .data("copy", text),
        .data("done", t("已复制", "Copied")),
        .aria("label", label)
    ) { icon("copy") }
}

/// A command for the terminal, ready to be copied.
func commandLine(_ text: String, _ t: Language) -> Node {
    div(.class("cmd")) {
        pre(.set("tabindex", "0"), .role("group"), .aria("label", t("命令", "Command"))) {
            mono(text)
        }
        copyButton(text, t("复制命令", "Copy the command"), t)
    }
}

/// A code, set in a fixed width.
func mono(_ text: String) -> Node { element("code", [], [.text(text)]) }

/// A name in the page's language where it has one, else in Chinese and marked as such.
///
/// WCAG 2.2, 3.1.2: a passage in another language than its page is marked.
func titled(_ title: Title, _ t: Language) -> Node {
    t == .en && title.en == nil ? member(title.zh, t) : .text(plain(title, t))
}

/// The same as plain text.
func plain(_ title: Title, _ t: Language) -> String {
    t == .en ? title.en ?? title.zh : title.zh
}

/// Text that a member wrote, in whichever language; marked as Chinese where it is.
func member(_ text: String, _ t: Language) -> Node {
    guard t == .en, text.unicodeScalars.contains(where: { (0x4E00...0x9FFF).contains($0.value) })
    else { return .text(text) }
    return span(.set("lang", Language.zh.tag)) { text }
}

/// Names and values, one pair a row.
func facts(_ rows: [(name: String, value: [Node])]) -> Node {
    dl(.class("kv")) {
        for row in rows {
            div {
                dt { row.name }
                dd { row.value }
            }
        }
    }
}

/// Why there is nothing here, and what to do about it.
func emptyState(_ reason: String, @HTML action: Content = { [] }) -> Node {
    div(.class("empty")) {
        icon("box")
        p { reason }
        action()
    }
}

/// A table that scrolls sideways by itself where the window is narrow.
func scrolling(_ label: String, @HTML content: Content) -> Node {
    div(.class("scroll"), .set("tabindex", "0"), .role("region"), .aria("label", label)) {
        content()
    }
}

/// The head of a table; names over figures are set to the right, as the figures are.
func columns(_ names: [(name: String, isFigure: Bool)]) -> Node {
    thead {
        tr {
            for column in names {
                th(.set("scope", "col"), .when(column.isFigure, .class("n"))) { column.name }
            }
        }
    }
}

/// Links to the neighbouring pages of a list.
func pager(_ t: Language, newer: String?, older: String?) -> Node? {
    guard newer != nil || older != nil else { return nil }
    return nav(.class("pager"), .aria("label", t("翻页", "Pages"))) {
        if let newer {
            a(.class("btn"), .set("rel", "prev"), .href(newer)) { t("上一页", "Previous") }
        }
        if let older { a(.class("btn"), .set("rel", "next"), .href(older)) { t("下一页", "Next") } }
    }
}
