import Units

/// What a visitor looks for in the market; all of it stands in the address.
public struct MarketQuery: Hashable, Sendable {
    /// The order of results.
    public enum Order: String, Term {
        case relevance, newest, cheapest, dearest

        public var label: Pair {
            switch self {
            case .relevance: Pair("相关度", "Relevance")
            case .newest: Pair("最新", "Newest")
            case .cheapest: Pair("价格从低到高", "Price, low first")
            case .dearest: Pair("价格从高到低", "Price, high first")
            }
        }
    }

    /// The longest search text; what's beyond is dropped.
    public static let longestText = 100
    /// The longest cursor; a longer one is dropped.
    public static let longestCursor = 200
    /// The highest price that can be asked for, in yuan: a hundred billion.
    public static let highestYuan: Int64 = 100_000_000_000

    /// Words to search for; empty finds all.
    public var text = ""
    /// Kinds to show; empty shows all.
    public var kinds: Set<ProductKind> = []
    /// Levels to show; empty shows all.
    public var levels: Set<DataLevel> = []
    /// Modes to show; empty shows all.
    public var modes: Set<DeliveryMode> = []
    /// The lowest price to show, in yuan, at least 0.
    public var fromYuan: Int64?
    /// The highest price to show, in yuan, at least 0.
    public var toYuan: Int64?
    /// The order of results.
    public var order = Order.relevance
    /// Where the page starts, as an earlier page said; `nil` is the first page.
    public var cursor: String?

    /// The query that finds all.
    public init() {}

    /// The query in an address's parameters, already decoded.
    ///
    /// Unknown names and values are passed over: a link from an older or newer portal still works.
    public init(parameters: [(name: String, value: String)]) {
        for (name, value) in parameters {
            switch name {
            case "q": text = String(value.prefix(Self.longestText))
            case "kind": if let kind = ProductKind(rawValue: value) { kinds.insert(kind) }
            case "level": if let level = DataLevel(rawValue: value) { levels.insert(level) }
            case "mode": if let mode = DeliveryMode(rawValue: value) { modes.insert(mode) }
            case "from": fromYuan = Self.yuan(value)
            case "to": toYuan = Self.yuan(value)
            case "order": order = Order(rawValue: value) ?? .relevance
            case "cursor":
                cursor = value.isEmpty || value.utf8.count > Self.longestCursor ? nil : value
            default: continue
            }
        }
    }

    private static func yuan(_ value: String) -> Int64? {
        guard let yuan = Int64(value), (0...highestYuan).contains(yuan) else { return nil }
        return yuan
    }

    /// The address after the language: `/market?q=…`; parameters in one fixed order.
    public var address: String {
        let parameters = parameters.map { "\($0.name)=\(PercentEncoding.encode($0.value))" }
        return parameters.isEmpty ? "/market" : "/market?" + parameters.joined(separator: "&")
    }

    /// The parameters of ``address``; the defaults are left out.
    public var parameters: [(name: String, value: String)] {
        var parameters: [(name: String, value: String)] = []
        if !text.isEmpty { parameters.append(("q", text)) }
        parameters += Self.chosen("kind", kinds)
        parameters += Self.chosen("level", levels)
        parameters += Self.chosen("mode", modes)
        if let fromYuan { parameters.append(("from", "\(fromYuan)")) }
        if let toYuan { parameters.append(("to", "\(toYuan)")) }
        if order != .relevance { parameters.append(("order", order.rawValue)) }
        if let cursor { parameters.append(("cursor", cursor)) }
        return parameters
    }

    private static func chosen<T: Term>(
        _ name: String,
        _ values: Set<T>
    ) -> [(name: String, value: String)] {
        T.allCases.filter(values.contains).map { (name, $0.rawValue) }
    }

    /// The same query with one thing changed; the list then starts anew.
    func with(_ change: (inout Self) -> Void) -> Self {
        var query = self
        query.cursor = nil
        change(&query)
        return query
    }

    /// Whether anything narrows the list.
    var isNarrowed: Bool { with { $0.order = .relevance } != MarketQuery() }
}

/// Percent-encoding of parts of an address (RFC 3986 §2).
enum PercentEncoding {
    /// All but unreserved characters, as `%XX` of their UTF-8 bytes.
    static func encode(_ text: String) -> String {
        var output: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                output.append(byte)
            default:
                output.append(UInt8(ascii: "%"))
                output += Hex.encode([byte]).uppercased().utf8
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
