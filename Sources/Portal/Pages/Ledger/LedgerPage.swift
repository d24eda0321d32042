public import Units

/// The public face of the journal: its head, its growth, its latest records, a check of receipts.
///
/// What records say is confidential: outsiders see number, time, kind and hash.
public struct LedgerPage: Page {
    /// A record as outsiders see it.
    public struct Record: Sendable {
        /// Its sequence number, counted from 0.
        public let sequence: Int64
        /// When it was recorded.
        public let at: Instant
        /// What kind of command it records: the capability's code.
        public let capability: String
        /// What that capability is called.
        public let name: Pair
        /// Its leaf hash.
        public let leaf: Digest

        /// A record as outsiders see it.
        public init(sequence: Int64, at: Instant, capability: String, name: Pair, leaf: Digest) {
            self.sequence = sequence
            self.at = at
            self.capability = capability
            self.name = name
            self.leaf = leaf
        }
    }

    /// The newest checkpoint, or `nil` before the first.
    public let checkpoint: Checkpoint?
    /// Sizes of the tree over time, oldest first; a few hundred are plenty.
    public let growth: [GrowthPoint]
    /// The records of this page, newest first.
    public let records: [Record]
    /// Where the page starts, when it isn't the newest: the first record's number.
    public let from: Int64?
    /// The number that the page of newer records starts with, if there is one.
    public let newer: Int64?
    /// The number that the page of older records starts with, if there is one.
    public let older: Int64?

    /// The explorer's front page.
    public init(
        checkpoint: Checkpoint?,
        growth: [GrowthPoint],
        records: [Record],
        from: Int64?,
        newer: Int64?,
        older: Int64?
    ) {
        self.checkpoint = checkpoint
        self.growth = growth
        self.records = records
        self.from = from
        self.newer = newer
        self.older = older
    }

    public var address: String { from.map { "/ledger?from=\($0)" } ?? "/ledger" }
    public func title(_ t: Language) -> String { t("存证日志", "Ledger") }

    public func content(_ t: Language) -> [Node] {
        [
            div(.class("ph")) {
                h1 { t("存证日志", "Ledger") }
                p(.class("lead")) {
                    t(
                        "每条被接受的命令都是默克尔树的一片叶。内容保密，哈希公开：任何人都能证明某条记录在其中，且从未被改动。",
                        "Every accepted command is a leaf of a Merkle tree. Contents are confidential, hashes public: anyone can prove that a record is there and was never altered."
                    )
                }
            },
            div(.class("cols")) {
                div(.class("main")) {
                    growthCard(t)
                    recordsCard(t)
                }
                div(.class("rail")) {
                    checkpoint?.card(t, id: "checkpoint", withNote: true)
                    ReceiptCheck(checkpoint: checkpoint).node(t)
                }
            },
        ]
    }

    private func growthCard(_ t: Language) -> Node? {
        guard let chart = GrowthChart(points: growth, t: t).node else { return nil }
        return card(
            t("树的增长", "Growth of the tree"),
            id: "growth",
            note: t("每个检查点覆盖的记录数", "Records covered by each checkpoint")
        ) { chart }
    }

    private func recordsCard(_ t: Language) -> Node {
        card(
            t("最新记录", "Latest records"),
            id: "records",
            tools: [jump(t)]
        ) {
            if records.isEmpty {
                emptyState(t("日志里还没有记录。", "The journal has no record yet."))
            } else {
                scrolling(t("记录表，可横向滚动", "Records; scrolls sideways")) { recordsTable(t) }
            }
            pager(t, newer: newer.map { page($0, t) }, older: older.map { page($0, t) })
        }
    }

    private func page(_ from: Int64, _ t: Language) -> String {
        "/\(t.rawValue)/ledger?from=\(from)"
    }

    private func jump(_ t: Language) -> Node {
        form(.class("jump"), .action("/\(t.rawValue)/ledger"), .set("method", "get")) {
            input(
                .set("type", "number"),
                .set("name", "from"),
                .set("min", "0"),
                .set("inputmode", "numeric"),
                .set("placeholder", t("序号", "Number")),
                .aria("label", t("跳到序号", "Jump to a number"))
            )
            button(.class("btn sm"), .set("type", "submit")) { t("跳转", "Go") }
        }
    }

    private func recordsTable(_ t: Language) -> Node {
        table(.class("t")) {
            caption(.class("vh")) { t("最新记录", "Latest records") }
            columns([
                (t("序号", "Number"), true), (t("时间（北京）", "Time (Beijing)"), false),
                (t("命令类型", "Kind of command"), false), (t("叶哈希", "Leaf hash"), false),
            ])
            tbody {
                for record in records {
                    tr {
                        td(.class("n")) {
                            a(.href("/\(t.rawValue)/ledger/\(record.sequence)")) {
                                "#\(Numbers.grouped(record.sequence))"
                            }
                        }
                        td { moment(record.at) }
                        td {
                            span(.class("cap")) {
                                t(record.name)
                                mono(record.capability)
                            }
                        }
                        td { hash(record.leaf, t) }
                    }
                }
            }
        }
    }
}
