public import Units

extension ProductPage {
    /// Rows that anyone can prove to be part of the registered data, without seeing the rest.
    ///
    /// The data's fingerprint is the root of a Merkle tree: leaf 0 is the header, leaf *i* the
    /// *i*-th row, each `SHA-256(0x00 ‖ salt ‖ row)` (`docs/formats/fingerprint.md`).
    public struct Sample: Sendable {
        /// The header: leaf 0, which proves the names of the columns.
        public let header: Row
        /// The rows shown.
        public let rows: [Row]
        /// The rows of the whole data set: one less than its tree has leaves.
        public let total: Int64
        /// The root: the fingerprint registered with the data.
        public let root: Digest

        /// A provable sample.
        public init(header: Row, rows: [Row], total: Int64, root: Digest) {
            self.header = header
            self.rows = rows
            self.total = total
            self.root = root
        }

        /// A record with what proves its place.
        public struct Row: Sendable {
            /// Its fields.
            public let cells: [String]
            /// Its leaf: 0 for the header, *i* for the *i*-th row.
            public let index: Int64
            /// The record as hashed: a JSON array of its fields in canonical form (RFC 8785).
            public let canonical: String
            /// The leaf's salt.
            public let salt: Digest
            /// The hashes from the leaf's sibling up to the root's child.
            public let path: [Digest]

            /// A record with what proves its place.
            public init(
                cells: [String],
                index: Int64,
                canonical: String,
                salt: Digest,
                path: [Digest]
            ) {
                self.cells = cells
                self.index = index
                self.canonical = canonical
                self.salt = salt
                self.path = path
            }

            var attributes: [Attribute] {
                [
                    .data("index", "\(index)"),
                    .data("row", canonical),
                    .data("salt", salt.hex),
                    .data("path", path.map(\.hex).joined(separator: " ")),
                ]
            }
        }

        func card(_ t: Language) -> Node {
            section(
                .class("card"),
                .aria("labelledby", "sample"),
                .data("sample"),
                .data("rows", "\(total)"),
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
                scrolling(t("样例数据表，可横向滚动", "Sample rows; scrolls sideways")) { rowsTable(t) }
                p(.class("fine")) {
                    icon("tree")
                    span {
                        t("数据指纹 ", "Fingerprint ")
                        hash(root, t)
                        t(
                            "是 \(Numbers.grouped(total)) 行数据的默克尔树根，登记时已存证。",
                            "is the Merkle root of \(Numbers.grouped(total)) rows, recorded at registration."
                        )
                    }
                }
                p(.class("live fine"), .role("status"), .data("verdict"))
            }
        }

        private func rowsTable(_ t: Language) -> Node {
            table(.class("t t-dense")) {
                caption(.class("vh")) { t("样例数据", "Sample rows") }
                thead {
                    element("tr", header.attributes) {
                        th(.set("scope", "col"), .class("n")) { t("行", "Row") }
                        for name in header.cells {
                            th(.set("scope", "col"), .data("cell")) { mono(name) }
                        }
                        outcome(of: header, "th", t)
                    }
                }
                tbody {
                    for row in rows {
                        element("tr", row.attributes) {
                            td(.class("n mut")) { Numbers.grouped(row.index) }
                            for cell in row.cells { td(.data("cell")) { member(cell, t) } }
                            outcome(of: row, "td", t)
                        }
                    }
                }
            }
        }

        private func outcome(of row: Row, _ tag: StaticString, _ t: Language) -> Node {
            element(tag, [.data("outcome"), .class("mut")]) {
                t("\(row.path.count) 次哈希", "\(row.path.count) hashes")
            }
        }
    }
}
