public import Units

extension ProductPage {
    /// What has been bought of a product.
    public struct Sales: Sendable {
        /// Completed contracts.
        public let contracts: Int64
        /// What they were paid, in fen.
        public let fen: Int64
        /// Contracts that were disputed.
        public let disputes: Int64

        /// What has been bought of a product.
        public init(contracts: Int64, fen: Int64, disputes: Int64) {
            self.contracts = contracts
            self.fen = fen
            self.disputes = disputes
        }
    }

    /// A way to buy: what is delivered, for how much.
    public struct Plan: Sendable {
        /// What the price buys.
        public enum Terms: Sendable, Hashable {
            /// The whole file, once.
            case oneOff
            /// This many calls within this many days.
            case calls(quota: Int64, days: Int64)
            /// Access for this many days.
            case subscription(days: Int64)
        }

        /// Its code, as used in an order.
        public let code: String
        /// Its name, as listed.
        public let name: String
        /// How it's delivered.
        public let mode: DeliveryMode
        /// What the price buys.
        public let terms: Terms
        /// The price in fen, or `nil` when it is by agreement.
        public let fen: Int64?
        /// What the provider adds; may be empty.
        public let note: String

        /// A way to buy.
        public init(
            code: String,
            name: String,
            mode: DeliveryMode,
            terms: Terms,
            fen: Int64?,
            note: String
        ) {
            self.code = code
            self.name = name
            self.mode = mode
            self.terms = terms
            self.fen = fen
            self.note = note
        }

        func item(_ t: Language) -> Node {
            li(.class("plan")) {
                div(.class("plan-h")) {
                    h3 { member(name, t) }
                    chip(t(mode.label))
                }
                p(.class("price")) {
                    strong { fen.map(Numbers.yuan) ?? t("面议", "By agreement") }
                    small { unit(t) }
                }
                p(.class("mut")) { bought(t) }
                if !note.isEmpty { p(.class("mut")) { member(note, t) } }
                mono(code)
            }
        }

        private func unit(_ t: Language) -> String {
            switch terms {
            case .oneOff: t("一次性", "once")
            case .calls(let quota, _):
                t("/ \(Numbers.grouped(quota)) 次", "/ \(Numbers.grouped(quota)) calls")
            case .subscription(let days):
                t("/ \(Numbers.grouped(days)) 天", "/ \(Numbers.grouped(days)) days")
            }
        }

        private func bought(_ t: Language) -> String {
            switch terms {
            case .oneOff:
                return t("整份数据，一次交付", "The whole file, delivered once")
            case .calls(let quota, let days):
                let valid = t(
                    "\(Numbers.grouped(days)) 天内有效",
                    "Valid for \(Numbers.grouped(days)) days"
                )
                guard let fen, quota > 0 else { return valid }
                // Thousandths of a yuan a call: a plan's calls may cost less than a fen each.
                let each = Int128(fen) * 10 / Int128(quota)
                let (yuan, rest) = Int64(clamping: each).quotientAndRemainder(dividingBy: 1000)
                let price = "¥\(Numbers.grouped(yuan)).\(Numbers.padded(rest.magnitude, 3))"
                return t("\(valid)，约 \(price) / 次", "\(valid), about \(price) a call")
            case .subscription(let days):
                return t(
                    "\(Numbers.grouped(days)) 天内不限次",
                    "Unlimited use for \(Numbers.grouped(days)) days"
                )
            }
        }
    }

    /// A quality assessment by the six characteristics of GB/T 36344-2018.
    public struct Quality: Sendable {
        /// The weighted score in basis points (0...10,000).
        public let score: Int64
        /// The score of each characteristic in basis points, in the order shown.
        public let characteristics: [(characteristic: QualityCharacteristic, score: Int64)]
        /// Who assessed it.
        public let assessor: String
        /// When, in microseconds since 1970.
        public let assessedAt: Int64

        /// A quality assessment.
        public init(
            score: Int64,
            characteristics: [(characteristic: QualityCharacteristic, score: Int64)],
            assessor: String,
            assessedAt: Int64
        ) {
            self.score = score
            self.characteristics = characteristics
            self.assessor = assessor
            self.assessedAt = assessedAt
        }

        func card(_ t: Language) -> Node {
            Portal.card(
                t("质量评价", "Quality"),
                id: "quality",
                note: "GB/T 36344-2018",
                tools: [chip(Numbers.percent(basisPoints: score), .ok)]
            ) {
                table(.class("qt")) {
                    caption(.class("vh")) { t("各维度得分", "Score by characteristic") }
                    tbody {
                        for (characteristic, score) in characteristics {
                            let text = Numbers.percent(basisPoints: score)
                            tr {
                                th(.set("scope", "row")) { t(characteristic.label) }
                                td {
                                    bar(
                                        score,
                                        score >= 8000 ? .ok : .warn,
                                        label: "\(t(characteristic.label)) \(text)"
                                    )
                                }
                                td(.class("n")) { text }
                            }
                        }
                    }
                }
                p(.class("fine")) {
                    icon("info")
                    span {
                        member(assessor, t)
                        " · "
                        moment(assessedAt, dateOnly: true)
                    }
                }
            }
        }
    }

    /// A lawyer's or assessor's opinion on whether trading the product is lawful.
    public struct Opinion: Sendable {
        /// What it concludes.
        public enum Conclusion: String, Term {
            case pass, conditional, fail

            public var label: Pair {
                switch self {
                case .pass: Pair("可以流通", "May be traded")
                case .conditional: Pair("有条件流通", "May be traded on conditions")
                case .fail: Pair("不得流通", "May not be traded")
                }
            }

            var tone: Tone {
                switch self {
                case .pass: .ok
                case .conditional: .warn
                case .fail: .bad
                }
            }
        }

        /// Who gives it.
        public let firm: String
        /// What it concludes.
        public let conclusion: Conclusion
        /// On which conditions; empty when there are none.
        public let conditions: [String]
        /// When it was given, in microseconds since 1970.
        public let issuedAt: Int64
        /// Until when it holds, in microseconds since 1970.
        public let validUntil: Int64
        /// The digest of the document.
        public let document: Digest

        /// A compliance opinion.
        public init(
            firm: String,
            conclusion: Conclusion,
            conditions: [String],
            issuedAt: Int64,
            validUntil: Int64,
            document: Digest
        ) {
            self.firm = firm
            self.conclusion = conclusion
            self.conditions = conditions
            self.issuedAt = issuedAt
            self.validUntil = validUntil
            self.document = document
        }

        func card(_ t: Language) -> Node {
            let isPass = conclusion == .pass
            return Portal.card(
                t("合规意见", "Compliance opinion"),
                id: "opinion",
                tools: [
                    chip(t(conclusion.label), conclusion.tone, icon: isPass ? "check" : "alert")
                ]
            ) {
                facts([
                    (t("出具机构", "Given by"), [member(firm, t)]),
                    (t("出具日期", "Given on"), [moment(issuedAt, dateOnly: true)]),
                    (t("有效期至", "Valid until"), [moment(validUntil, dateOnly: true)]),
                    (t("文件哈希", "Document"), [hash(document, t)]),
                ])
                if !conditions.isEmpty {
                    h3 { t("条件", "Conditions") }
                    ul(.class("uses")) {
                        for condition in conditions { li { span { member(condition, t) } } }
                    }
                }
            }
        }
    }

    /// Who provides a product.
    public struct Provider: Sendable {
        /// Its member code.
        public let code: String
        /// Its name.
        public let name: String
        /// When it was admitted, in microseconds since 1970.
        public let admittedAt: Int64
        /// How many products it has listed.
        public let products: Int64
        /// How many of its contracts were completed.
        public let contracts: Int64

        /// A provider.
        public init(
            code: String,
            name: String,
            admittedAt: Int64,
            products: Int64,
            contracts: Int64
        ) {
            self.code = code
            self.name = name
            self.admittedAt = admittedAt
            self.products = products
            self.contracts = contracts
        }

        func card(_ t: Language) -> Node {
            Portal.card(t("供方", "Provider"), id: "provider") {
                div(.class("who")) {
                    span(.class("ava"), .aria("hidden", "true")) { String(name.prefix(1)) }
                    div {
                        strong { member(name, t) }
                        mono(code)
                    }
                }
                facts([
                    (t("入会", "Member since"), [moment(admittedAt, dateOnly: true)]),
                    (t("挂牌产品", "Products"), [.text(Numbers.grouped(products))]),
                    (t("完成合约", "Contracts"), [.text(Numbers.grouped(contracts))]),
                ])
            }
        }
    }

    /// A published version; its specification never changes.
    public struct Version: Sendable {
        /// Its number, counted from 1.
        public let number: Int64
        /// When it was published, in microseconds since 1970.
        public let publishedAt: Int64
        /// What changed, in the provider's words.
        public let note: String
        /// The digest of its specification.
        public let specification: Digest
        /// The journal record that published it.
        public let sequence: Int64

        /// A published version.
        public init(
            number: Int64,
            publishedAt: Int64,
            note: String,
            specification: Digest,
            sequence: Int64
        ) {
            self.number = number
            self.publishedAt = publishedAt
            self.note = note
            self.specification = specification
            self.sequence = sequence
        }

        func row(_ t: Language) -> Node {
            tr {
                th(.set("scope", "row")) { "v\(number)" }
                td { moment(publishedAt) }
                td { member(note, t) }
                td { hash(specification, t) }
                td(.class("n")) {
                    a(.href("/\(t.rawValue)/ledger/\(sequence)")) {
                        "#\(Numbers.grouped(sequence))"
                    }
                }
            }
        }
    }

    /// A step of buying: what it does, and the command that does it.
    public struct OrderStep: Sendable {
        /// What the command does.
        public let explanation: Pair
        /// The command, ready to be run.
        public let command: String

        /// A step of buying.
        public init(explanation: Pair, command: String) {
            self.explanation = explanation
            self.command = command
        }
    }
}
