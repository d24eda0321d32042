public import Units

extension ProductPage {
    /// What tabular data looks like: its size and its dictionary, with what was measured.
    public struct Specification: Sendable {
        /// How many rows there are.
        public let rows: Int64
        /// How large it is.
        public let bytes: Int64
        /// The file format: `CSV`.
        public let format: String
        /// The columns, in order.
        public let columns: [Column]

        /// A specification.
        public init(rows: Int64, bytes: Int64, format: String, columns: [Column]) {
            self.rows = rows
            self.bytes = bytes
            self.format = format
            self.columns = columns
        }

        /// A column and its profile.
        public struct Column: Sendable {
            /// Its name.
            public let name: String
            /// Its type, as the profile found it: `integer`, `text`, `date`.
            public let type: String
            /// What it means, in the provider's words.
            public let meaning: String
            /// How many rows have no value.
            public let missing: Int64
            /// How many different values there are, if counted.
            public let distinct: Int64?
            /// How often values fall into each class, in order; empty when not measured.
            public let spread: [Int64]

            /// A column and its profile.
            public init(
                name: String,
                type: String,
                meaning: String,
                missing: Int64,
                distinct: Int64?,
                spread: [Int64]
            ) {
                self.name = name
                self.type = type
                self.meaning = meaning
                self.missing = missing
                self.distinct = distinct
                self.spread = spread
            }
        }

        /// The share of cells without a value.
        var missingShare: String {
            let missing = columns.reduce(Int128(0)) { $0 + Int128($1.missing) }
            let cells = Int128(rows) * Int128(columns.count)
            return Numbers.percent(Int64(clamping: missing), of: Int64(clamping: cells))
        }

        func card(_ t: Language) -> Node {
            Portal.card(
                t("规格与数据字典", "Specification and data dictionary"),
                id: "dictionary",
                note: t(
                    "\(Numbers.grouped(rows)) 行 · \(Numbers.bytes(bytes)) · \(format)",
                    "\(Numbers.grouped(rows)) rows · \(Numbers.bytes(bytes)) · \(format)"
                )
            ) {
                scrolling(t("数据字典表，可横向滚动", "Data dictionary; scrolls sideways")) {
                    table(.class("t")) {
                        caption(.class("vh")) { t("数据字典", "Data dictionary") }
                        Portal.columns([
                            (t("字段", "Column"), false), (t("类型", "Type"), false),
                            (t("含义", "Meaning"), false), (t("缺失", "Missing"), false),
                            (t("不同值", "Distinct"), true), (t("分布", "Spread"), false),
                        ])
                        tbody { for column in columns { row(column, t) } }
                    }
                }
            }
        }

        private func row(_ column: Column, _ t: Language) -> Node {
            let missing = Numbers.percent(column.missing, of: rows)
            let share = rows > 0 ? Int128(column.missing) * 10_000 / Int128(rows) : 0
            return tr {
                th(.set("scope", "row")) { mono(column.name) }
                td(.class("mut")) { mono(column.type) }
                td { member(column.meaning, t) }
                td(.class("miss")) {
                    bar(
                        Int64(clamping: share),
                        .warn,
                        label: t("缺失 \(missing)", "\(missing) missing")
                    )
                    span(.aria("hidden", "true")) { missing }
                }
                td(.class("n")) { column.distinct.map(Numbers.grouped) ?? "–" }
                td {
                    if column.spread.isEmpty {
                        span(.class("mut")) { "–" }
                    } else {
                        histogram(
                            column.spread,
                            label: t(
                                "\(column.name) 的分布，\(column.spread.count) 组",
                                "Spread of \(column.name) in \(column.spread.count) classes"
                            )
                        )
                    }
                }
            }
        }
    }

    /// Rows that anyone can prove to be part of the registered data, without seeing the rest.
    ///
    /// The data's fingerprint is the root of a Merkle tree (RFC 6962) whose leaves are its rows.
    public struct Sample: Sendable {
        /// The names of the columns shown.
        public let columns: [String]
        /// The rows.
        public let rows: [Row]
        /// How many leaves the tree has.
        public let size: Int64
        /// The root: the fingerprint on the certificate.
        public let root: Digest

        /// A provable sample.
        public init(columns: [String], rows: [Row], size: Int64, root: Digest) {
            self.columns = columns
            self.rows = rows
            self.size = size
            self.root = root
        }

        /// A row with its place in the data.
        public struct Row: Sendable {
            /// Its values, one a column.
            public let cells: [String]
            /// Its leaf's index.
            public let index: Int64
            /// The leaf's bytes, exactly as hashed.
            public let leaf: [UInt8]
            /// The siblings from the leaf up to the root's child.
            public let path: [Digest]

            /// A row with its place in the data.
            public init(cells: [String], index: Int64, leaf: [UInt8], path: [Digest]) {
                self.cells = cells
                self.index = index
                self.leaf = leaf
                self.path = path
            }
        }

        func card(_ t: Language) -> Node {
            section(
                .class("card"),
                .aria("labelledby", "sample"),
                .data("sample"),
                .data("size", "\(size)"),
                .data("root", root.hex)
            ) {
                div(.class("ch")) {
                    h2(.id("sample")) { t("样例数据", "Sample rows") }
                    span(.class("note")) {
                        t("可证明取自已登记的数据", "Provably part of the registered data")
                    }
                    div(.class("ct")) {
                        button(
                            .class("btn sm needs-script"),
                            .set("type", "button"),
                            .data("verify")
                        ) {
                            icon("check")
                            t("逐行验证", "Verify each row")
                        }
                    }
                }
                scrolling(t("样例数据表，可横向滚动", "Sample rows; scrolls sideways")) {
                    table(.class("t t-dense")) {
                        caption(.class("vh")) { t("样例数据", "Sample rows") }
                        Portal.columns(
                            [(t("行号", "Row"), true)] + columns.map { ($0, false) }
                                + [(t("验证", "Proof"), false)]
                        )
                        tbody { for row in rows { self.row(row, t) } }
                    }
                }
                p(.class("fine")) {
                    icon("tree")
                    span {
                        t("数据指纹 ", "Fingerprint ")
                        hash(root, t)
                        t(
                            "：\(Numbers.grouped(size)) 个叶的默克尔树根，登记时已写入凭证。",
                            ": the root of a Merkle tree of \(Numbers.grouped(size)) leaves, recorded at registration."
                        )
                    }
                }
                p(.class("live fine"), .role("status"), .data("verdict"))
            }
        }

        private func row(_ row: Row, _ t: Language) -> Node {
            tr(
                .data("index", "\(row.index)"),
                .data("bytes", Hex.encode(row.leaf)),
                .data("path", row.path.map(\.hex).joined(separator: " "))
            ) {
                td(.class("n mut")) { Numbers.grouped(row.index) }
                for cell in row.cells { td { member(cell, t) } }
                td(.data("outcome"), .class("mut")) {
                    t("\(row.path.count) 次哈希", "\(row.path.count) hashes")
                }
            }
        }
    }
}
