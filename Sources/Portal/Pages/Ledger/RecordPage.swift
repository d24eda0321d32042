public import Units

/// A journal record as outsiders see it, with the proof of its place in the tree.
public struct RecordPage: Page {
    /// The record.
    public let record: LedgerPage.Record
    /// How final it is.
    public let finality: Finality
    /// The proof of its place; `nil` until a checkpoint covers it.
    public let proof: LedgerProof?
    /// The newest record's number.
    public let newest: Int64

    /// The page of a record.
    public init(record: LedgerPage.Record, finality: Finality, proof: LedgerProof?, newest: Int64) {
        self.record = record
        self.finality = finality
        self.proof = proof
        self.newest = newest
    }

    public var address: String { "/ledger/\(record.sequence)" }
    public func title(_ t: Language) -> String {
        t("记录 #\(Numbers.grouped(record.sequence))", "Record #\(Numbers.grouped(record.sequence))")
    }

    public func content(_ t: Language) -> [Node] {
        [
            div(.class("ph")) {
                breadcrumbs(
                    t,
                    [
                        (t("存证日志", "Ledger"), "/ledger"),
                        ("#\(Numbers.grouped(record.sequence))", nil),
                    ]
                )
                div(.class("ph-t")) {
                    h1 { title(t) }
                    chip(
                        t(finality.label),
                        finality >= .checkpointed ? .ok : .brand,
                        icon: "shield"
                    )
                }
                p(.class("meta")) {
                    span { t(record.name) }
                    mono(record.capability)
                    span {
                        moment(record.at)
                        t(" 北京时间", " Beijing time")
                    }
                }
            },
            stages(t),
            div(.class("cols")) {
                div(.class("main")) {
                    factsCard(t)
                    if let proof { PathCard(proof: proof).node(t) }
                    ReceiptCheck(checkpoint: proof?.checkpoint).node(t)
                }
                div(.class("rail")) {
                    proof?.panel(t)
                    RecordCheck(leaf: record.leaf).node(t)
                }
            },
            pager(
                t,
                newer: record.sequence < newest ? neighbour(record.sequence + 1, t) : nil,
                older: record.sequence > 0 ? neighbour(record.sequence - 1, t) : nil
            ) ?? .group([]),
        ]
    }

    private func neighbour(_ sequence: Int64, _ t: Language) -> String {
        "/\(t.rawValue)/ledger/\(sequence)"
    }

    /// The levels on the way; that a checkpoint covers a record doesn't mean that it's replicated.
    private var levels: [Finality] {
        Finality.allCases.filter { $0 != .replicated || finality == .replicated }
    }

    private func stages(_ t: Language) -> Node {
        ol(.class("stages card"), .aria("label", t("最终性", "Finality"))) {
            for (index, level) in levels.enumerated() {
                let isReached = level <= finality
                li(.class(isReached ? "done" : "open")) {
                    span(.class("dot"), .aria("hidden", "true")) {
                        if isReached { icon("check") } else { "\(index + 1)" }
                    }
                    span {
                        strong { t(level.label) }
                        small { isReached ? t("已达到", "Reached") : t("尚未", "Not yet") }
                    }
                }
            }
        }
    }

    private func factsCard(_ t: Language) -> Node {
        card(t("公开的内容", "What is public"), id: "facts") {
            facts([
                (t("序号", "Number"), [.text(Numbers.grouped(record.sequence))]),
                (t("时间", "Time"), [moment(record.at)]),
                (t("命令类型", "Kind"), [.text(t(record.name)), mono(record.capability)]),
                (t("叶哈希", "Leaf hash"), [hash(record.leaf, t, whole: true)]),
            ])
            p(.class("fine")) {
                icon("lock")
                span {
                    t(
                        "记录内容只有当事人、审计方与监管方可见；每条记录带有随机盐，哈希不会泄露内容。",
                        "Only the parties, auditors and the regulator see what it says; every record is salted, so its hash gives nothing away."
                    )
                }
            }
        }
    }
}
