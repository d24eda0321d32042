public import Units

extension ProductPage {
    /// A column, with what its owner's node counted of it.
    public struct Field: Sendable {
        /// Its name.
        public let name: String
        /// `integer`, `decimal`, `date`, `timestamp`, `boolean` or `text`.
        public let type: String
        /// The unit of its figures, if they have one.
        public let unit: String?
        /// What it means.
        public let note: Title
        /// How many rows have no value; `nil` when that isn't published.
        public let missing: Int64?
        /// How many different values there are; `nil` when that isn't published.
        public let distinct: Int64?

        /// A column.
        public init(
            name: String,
            type: String,
            unit: String?,
            note: Title,
            missing: Int64?,
            distinct: Int64?
        ) {
            self.name = name
            self.type = type
            self.unit = unit
            self.note = note
            self.missing = missing
            self.distinct = distinct
        }
    }

    func fieldsCard(_ t: Language) -> Node {
        let hasMissing = fields.contains { $0.missing != nil }
        let hasDistinct = fields.contains { $0.distinct != nil }
        return card(
            t("数据字典", "Data dictionary"),
            id: "fields",
            note: t(
                "\(fields.count) 个字段 · \(Numbers.grouped(records)) 行",
                Numbers.counted(Int64(fields.count), "column") + " · "
                    + Numbers.counted(records, "row")
            )
        ) {
            scrolling(t("数据字典表，可横向滚动", "Data dictionary; scrolls sideways")) {
                table(.class("t")) {
                    caption(.class("vh")) { t("数据字典", "Data dictionary") }
                    columns(
                        [
                            (t("字段", "Column"), false), (t("类型", "Type"), false),
                            (t("含义", "Meaning"), false),
                        ]
                            + (hasMissing ? [(t("缺失", "Missing"), false)] : [])
                            + (hasDistinct ? [(t("不同值", "Distinct"), true)] : [])
                    )
                    tbody {
                        for field in fields {
                            tr {
                                described(field, t)
                                if hasMissing { td(.class("miss")) { missing(field, t) } }
                                if hasDistinct {
                                    td(.class("n")) { field.distinct.map(Numbers.grouped) ?? "–" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    @HTML private func described(_ field: Field, _ t: Language) -> [Node] {
        th(.set("scope", "row")) { mono(field.name) }
        td(.class("mut")) {
            mono(field.type)
            if let unit = field.unit { small { " \(unit)" } }
        }
        td { titled(field.note, t) }
    }

    @HTML private func missing(_ field: Field, _ t: Language) -> [Node] {
        if let missing = field.missing {
            let share = Numbers.percent(missing, of: records)
            bar(
                millionths: Numbers.millionths(missing, of: records),
                .warn,
                label: t("缺失 \(share)", "\(share) missing")
            )
            span(.aria("hidden", "true")) { share }
        } else {
            "–"
        }
    }
}
