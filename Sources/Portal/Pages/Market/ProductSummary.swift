/// A product in a list.
public struct ProductSummary: Sendable {
    /// Its code, unique in the exchange; the last part of its page's address.
    public let code: String
    /// Its name, as registered.
    public let name: String
    /// What it's good for, in a sentence or two of its provider.
    public let abstract: String
    /// The name of the provider.
    public let provider: String
    /// What it is.
    public let kind: ProductKind
    /// How sensitive its data is.
    public let level: DataLevel
    /// How it can be delivered.
    public let modes: [DeliveryMode]
    /// Its quality score in basis points (0...10,000), if it was assessed.
    public let quality: Int64?
    /// The price of its cheapest plan in fen, or `nil` when all are by agreement.
    public let lowestFen: Int64?
    /// When it was listed, in microseconds since 1970.
    public let listedAt: Int64

    /// A product in a list.
    public init(
        code: String,
        name: String,
        abstract: String,
        provider: String,
        kind: ProductKind,
        level: DataLevel,
        modes: [DeliveryMode],
        quality: Int64?,
        lowestFen: Int64?,
        listedAt: Int64
    ) {
        self.code = code
        self.name = name
        self.abstract = abstract
        self.provider = provider
        self.kind = kind
        self.level = level
        self.modes = modes
        self.quality = quality
        self.lowestFen = lowestFen
        self.listedAt = listedAt
    }

    func row(_ t: Language) -> Node {
        li(.class("card row")) {
            div {
                h3 {
                    a(.href("/\(t.rawValue)/market/\(PercentEncoding.encode(code))")) {
                        member(name, t)
                    }
                }
                p(.class("abstract")) { member(abstract, t) }
                p(.class("meta")) {
                    mono(code)
                    span { member(provider, t) }
                    span(.class("mut")) {
                        t("挂牌 ", "Listed ")
                        moment(listedAt, dateOnly: true)
                    }
                }
                div(.class("chips")) {
                    chip(t(kind.label), .brand)
                    chip(t(level.label), level == .general ? .plain : .warn)
                    for mode in modes { chip(t(mode.label)) }
                }
            }
            div(.class("row-r")) {
                p(.class("price")) {
                    if let lowestFen {
                        strong { Numbers.yuan(lowestFen) }
                        small { t(" 起", " and up") }
                    } else {
                        strong { t("面议", "By agreement") }
                    }
                }
                if let quality {
                    span(.class("q")) {
                        bar(
                            quality,
                            .ok,
                            label: t(
                                "质量 \(Numbers.percent(basisPoints: quality))",
                                "Quality \(Numbers.percent(basisPoints: quality))"
                            )
                        )
                        small(.aria("hidden", "true")) {
                            t("质量 ", "Quality ") + Numbers.percent(basisPoints: quality)
                        }
                    }
                }
            }
        }
    }
}
