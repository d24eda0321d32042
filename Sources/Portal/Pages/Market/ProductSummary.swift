public import Units

/// A product in a list.
public struct ProductSummary: Sendable {
    /// Its number; the last part of its page's address.
    public let id: ID<DataProduct>
    /// Its name.
    public let name: Title
    /// What it is and what it is good for.
    public let abstract: Title
    /// The name of the provider.
    public let provider: Title
    /// What it is.
    public let kind: ProductKind
    /// How sensitive its data is.
    public let level: DataLevel
    /// How it can be delivered.
    public let modes: [DeliveryMode]
    /// The share of values present, in millionths.
    public let completeness: Int64
    /// What its cheapest plan costs in all.
    public let price: Money
    /// When it was listed.
    public let listed: Instant

    /// A product in a list.
    public init(
        id: ID<DataProduct>,
        name: Title,
        abstract: Title,
        provider: Title,
        kind: ProductKind,
        level: DataLevel,
        modes: [DeliveryMode],
        completeness: Int64,
        price: Money,
        listed: Instant
    ) {
        self.id = id
        self.name = name
        self.abstract = abstract
        self.provider = provider
        self.kind = kind
        self.level = level
        self.modes = modes
        self.completeness = completeness
        self.price = price
        self.listed = listed
    }

    var address: String { "/market/\(id)" }

    func row(_ t: Language) -> Node {
        li(.class("card row")) {
            div {
                h3 { a(.href("/\(t.rawValue)\(address)")) { titled(name, t) } }
                p(.class("abstract")) { titled(abstract, t) }
                p(.class("meta")) {
                    mono(id.text)
                    span { titled(provider, t) }
                    span(.class("mut")) {
                        t("挂牌 ", "Listed ")
                        date(listed)
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
                    strong { Numbers.money(price) }
                    small { t(" 起", " and up") }
                }
                completenessBar(t)
            }
        }
    }

    private func completenessBar(_ t: Language) -> Node {
        let share = t("完整率 ", "Completeness ") + Numbers.percent(millionths: completeness)
        return span(.class("q")) {
            bar(millionths: completeness, .ok, label: share)
            small(.aria("hidden", "true")) { share }
        }
    }
}
