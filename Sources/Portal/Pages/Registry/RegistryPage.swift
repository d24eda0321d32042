public import Units

/// The door to the registry: look up a certificate, see what is in publicity.
public struct RegistryPage: Page {
    /// The number that was looked up and isn't in the registry, if one was.
    public let unknown: String?
    /// Registrations in publicity, the one ending first on top.
    public let inPublicity: [Notice]
    /// Certificates issued last, newest first.
    public let newest: [Notice]

    /// The registry's front page.
    public init(unknown: String?, inPublicity: [Notice], newest: [Notice]) {
        self.unknown = unknown
        self.inPublicity = inPublicity
        self.newest = newest
    }

    /// A certificate or a case in a list.
    public struct Notice: Sendable {
        /// The number it's looked up by: of the certificate, or of the case in publicity.
        public let number: String
        /// The name of the data.
        public let name: Title
        /// Who applied.
        public let applicant: Title
        /// The last day of publicity, or the day it was issued.
        public let day: Day

        /// A certificate or a case in a list.
        public init(number: String, name: Title, applicant: Title, day: Day) {
            self.number = number
            self.name = name
            self.applicant = applicant
            self.day = day
        }
    }

    public var address: String {
        unknown.map { "/registry/\(PercentEncoding.encode($0))" } ?? "/registry"
    }
    public func title(_ t: Language) -> String { t("登记凭证查询", "Certificate lookup") }

    public func content(_ t: Language) -> [Node] {
        [
            div(.class("lookup")) {
                h1 { t("登记凭证查询", "Certificate lookup") }
                p(.class("lead")) {
                    t(
                        "输入凭证编号，查看它是否有效。登记簿与纸面凭证不一致时，以登记簿为准。",
                        "Enter a number to see whether it is valid. Where paper and register differ, the register prevails."
                    )
                }
                form(
                    .role("search"),
                    .action("/\(t.rawValue)/registry"),
                    .set("method", "get")
                ) {
                    div(.class("gsearch")) {
                        icon("shield")
                        input(
                            .set("type", "search"),
                            .set("name", "number"),
                            .set("value", unknown ?? ""),
                            .set("maxlength", "40"),
                            .set("autocomplete", "off"),
                            .set("spellcheck", "false"),
                            .set("placeholder", t("凭证编号，以 SJ 开头", "Number, beginning with SJ")),
                            .aria("label", t("凭证编号", "Certificate number")),
                            .when(unknown != nil, .aria("describedby", "unknown")),
                            .when(unknown != nil, .aria("invalid", "true"))
                        )
                    }
                    button(.class("btn pri big-btn"), .set("type", "submit")) { t("查询", "Look up") }
                }
                if let unknown {
                    p(.class("notice bad"), .id("unknown"), .role("alert")) {
                        icon("x")
                        span {
                            t(
                                "登记簿中没有编号 “\(unknown)” 的凭证。请核对每一位；若凭证上就是这个编号，它不是本所签发的。",
                                "No certificate '\(unknown)' is in the register. Check each digit; if a certificate carries this number, it was not issued here."
                            )
                        }
                    }
                }
            },
            div(.class("two")) {
                list(
                    t("公示中", "In publicity"),
                    "publicity",
                    inPublicity,
                    t("公示截止", "Until"),
                    t("目前没有公示中的登记。", "Nothing is in publicity."),
                    t
                )
                list(
                    t("最新签发", "Newest certificates"),
                    "issued",
                    newest,
                    t("签发", "Issued"),
                    t("还没有签发凭证。", "No certificate was issued yet."),
                    t
                )
            },
        ]
    }

    private func list(
        _ heading: String,
        _ id: String,
        _ notices: [Notice],
        _ when: String,
        _ none: String,
        _ t: Language
    ) -> Node {
        card(heading, id: id) {
            if notices.isEmpty { emptyState(none) }
            ul(.class("notices")) {
                for notice in notices {
                    li {
                        a(.href("/\(t.rawValue)/registry/\(PercentEncoding.encode(notice.number))"))
                        {
                            titled(notice.name, t)
                        }
                        p(.class("meta")) {
                            mono(notice.number)
                            span { titled(notice.applicant, t) }
                            span(.class("mut")) {
                                "\(when) "
                                date(notice.day)
                            }
                        }
                    }
                }
            }
        }
    }
}
