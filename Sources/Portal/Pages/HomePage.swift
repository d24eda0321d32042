public import Units

/// The front page: what the exchange is, how large it is, what is new, and what anyone can verify.
public struct HomePage: Page {
    /// Totals as of the newest durable record.
    public let totals: Totals
    /// The newest checkpoint, which the page has the browser check; `nil` before the first.
    public let checkpoint: Checkpoint?
    /// The products listed last, newest first.
    public let newest: [ProductSummary]
    /// The number of a certificate to look up as an example, if any was issued.
    public let certificate: String?

    /// The front page.
    public init(
        totals: Totals,
        checkpoint: Checkpoint?,
        newest: [ProductSummary],
        certificate: String?
    ) {
        self.totals = totals
        self.checkpoint = checkpoint
        self.newest = newest
        self.certificate = certificate
    }

    /// Live totals of the exchange.
    public struct Totals: Sendable {
        /// Admitted members.
        public let members: Int64
        /// Listed products.
        public let products: Int64
        /// Valid registration certificates.
        public let certificates: Int64
        /// Contracts concluded.
        public let contracts: Int64
        /// What they are worth together.
        public let value: Money
        /// Records in the journal.
        public let records: Int64

        /// Totals at one moment.
        public init(
            members: Int64,
            products: Int64,
            certificates: Int64,
            contracts: Int64,
            value: Money,
            records: Int64
        ) {
            self.members = members
            self.products = products
            self.certificates = certificates
            self.contracts = contracts
            self.value = value
            self.records = records
        }
    }

    public var address: String { "" }
    public func title(_ t: Language) -> String { t("首页", "Home") }

    public func content(_ t: Language) -> [Node] {
        [hero(t), figures(t), checks(t), listings(t)]
    }

    private func hero(_ t: Language) -> Node {
        div(.class("hero")) {
            div {
                p(.class("over")) { t("开放的数据交易所", "An open data exchange") }
                h1 {
                    t("数据可以交易，", "Trade data.")
                    span(.class("soft")) { t("无需轻信任何人", " Trust no one's word.") }
                }
                p(.class("lead")) {
                    t(
                        "登记权利、挂牌产品、签署合约、托管付款、交付使用，都在同一份公开存证的日志上完成。每条记录由成员签名，任何人都能在自己的浏览器里核验。",
                        "Register rights, list products, sign contracts, hold payment in escrow and deliver, on one publicly anchored journal. Members sign every record; anyone can check it in their own browser."
                    )
                }
                div(.class("acts")) {
                    a(.class("btn pri big-btn"), .href("/\(t.rawValue)/market")) {
                        t("进入市场", "Enter the market")
                    }
                    a(.class("btn big-btn"), .href("/\(t.rawValue)/ledger")) {
                        t("查看存证日志", "See the ledger")
                    }
                }
            }
            if let checkpoint { checkpoint.card(t, id: "head") }
        }
    }

    private func figures(_ t: Language) -> Node {
        dl(.class("stats card")) {
            stat(t("会员", "Members"), Numbers.grouped(totals.members))
            stat(t("挂牌产品", "Listed products"), Numbers.grouped(totals.products))
            stat(t("有效登记凭证", "Valid certificates"), Numbers.grouped(totals.certificates))
            stat(t("成交合约", "Contracts"), Numbers.grouped(totals.contracts))
            stat(t("合约金额", "Contract value"), Numbers.brief(totals.value, t))
            stat(t("存证记录", "Journal records"), Numbers.grouped(totals.records))
        }
    }

    private func checks(_ t: Language) -> Node {
        section(.class("three"), .aria("labelledby", "verify")) {
            h2(.id("verify")) { t("三件可以自己验证的事", "Three things to verify yourself") }
            ol {
                check(
                    "tree",
                    t("日志没有被改写", "The journal was not rewritten"),
                    t(
                        "检查点覆盖全部记录；用浏览器核对签名与独立见证方的联署。",
                        "A checkpoint covers every record; check its signature and the witnesses' cosignatures."
                    ),
                    t("核对检查点", "Check the checkpoint"),
                    "/ledger",
                    t
                )
                check(
                    "doc",
                    t("登记凭证是真的", "A certificate is genuine"),
                    t(
                        "输入凭证编号，查看状态、权利与限制，并核验它在日志中的位置。",
                        "Enter its number to see state, rights and limits, and check its place in the journal."
                    ),
                    certificate.map { t("例如 \($0)", "For example \($0)") }
                        ?? t("查询凭证", "Look up a certificate"),
                    certificate.map { "/registry/\(PercentEncoding.encode($0))" } ?? "/registry",
                    t
                )
                check(
                    "shield",
                    t("你的回执有效", "Your receipt holds"),
                    t(
                        "把回执文件拖进页面，记录哈希、包含路径与签名都在本机重算，不上传任何内容。",
                        "Drop a receipt on the page: hash, path and signatures are recomputed here; nothing is uploaded."
                    ),
                    t("核验回执", "Check a receipt"),
                    "/ledger#receipt",
                    t
                )
            }
        }
    }

    private func check(
        _ picture: StaticString,
        _ heading: String,
        _ text: String,
        _ action: String,
        _ address: String,
        _ t: Language
    ) -> Node {
        li(.class("card")) {
            span(.class("pic")) { icon(picture) }
            h3 { heading }
            p { text }
            a(.href("/\(t.rawValue)\(address)")) {
                action
                icon("chevron")
            }
        }
    }

    private func listings(_ t: Language) -> Node {
        section(.aria("labelledby", "newest")) {
            div(.class("found-h")) {
                h2(.id("newest")) { t("最新挂牌", "Newest listings") }
                a(.href("/\(t.rawValue)/market?order=newest")) { t("全部产品", "All products") }
            }
            if newest.isEmpty {
                emptyState(t("还没有产品挂牌。", "No product is listed yet."))
            } else {
                ul(.class("rows")) { for product in newest { product.row(t) } }
            }
        }
    }
}
