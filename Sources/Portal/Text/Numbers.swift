import Units

/// Figures as people read them, by integer arithmetic only: no rounding surprises, no traps.
enum Numbers {
    /// A count with thousands grouped: `1,284,907`.
    static func grouped(_ count: Int64) -> String {
        (count < 0 ? "-" : "") + grouped(count.magnitude)
    }

    /// A count with its English noun: `1 product`, `1,284 products`.
    static func counted(_ count: Int64, _ noun: String) -> String {
        "\(grouped(count)) \(noun)" + (count == 1 ? "" : "s")
    }

    /// An amount, exact: `¥66,230.40`, or with the code of a currency other than the yuan.
    static func money(_ money: Money) -> String {
        money.currency == .cny ? yuan(money.amount) : money.description
    }

    /// An amount of fen in yuan, exact: `¥66,230.40`.
    static func yuan(_ fen: Int64) -> String {
        let (yuan, rest) = fen.magnitude.quotientAndRemainder(dividingBy: 100)
        return (fen < 0 ? "-" : "") + "¥" + grouped(yuan) + "." + padded(rest, 2)
    }

    /// An amount of fen for a summary: `¥482.00 万` and `¥1.26 亿`, or `¥4.82M`.
    ///
    /// Cut, not rounded, to hundredths of the unit, so that a summary never says more than there
    /// is.
    static func brief(_ money: Money, _ t: Language) -> String {
        guard money.currency == .cny else { return money.description }
        let fen = money.amount
        let sign = fen < 0 ? "-" : ""
        let units: [(UInt64, String)] =
            switch t {
            case .zh: [(10_000_000_000, " 亿"), (1_000_000, " 万")]
            case .en: [(100_000_000_000, "B"), (100_000_000, "M"), (100_000, "K")]
            }
        for (size, name) in units where fen.magnitude >= size {
            return sign + "¥" + hundredths(fen.magnitude, of: size) + name
        }
        return yuan(fen)
    }

    /// A price in millionths of a yuan, exact, with two to six decimals: `¥0.0128`.
    static func price(_ price: MicroPrice) -> String {
        let (yuan, rest) = price.microYuan.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        var decimals = padded(rest, 6)
        while decimals.count > 2, decimals.hasSuffix("0") { decimals.removeLast() }
        return (price.microYuan < 0 ? "-" : "") + "¥" + grouped(yuan) + "." + decimals
    }

    /// A share in millionths as a percentage, cut to hundredths: `93.76%`.
    static func percent(millionths: Int64) -> String {
        let (whole, rest) = (millionths.magnitude / 100).quotientAndRemainder(dividingBy: 100)
        return (millionths < 0 ? "-" : "") + grouped(whole) + "." + padded(rest, 2) + "%"
    }

    /// The share of `part` in `whole`, or a dash when there is no whole.
    static func percent(_ part: Int64, of whole: Int64) -> String {
        guard whole > 0 else { return "–" }
        return percent(millionths: millionths(part, of: whole))
    }

    /// The share of `part` in `whole` in millionths, 0 when there is no whole.
    static func millionths(_ part: Int64, of whole: Int64) -> Int64 {
        whole > 0 ? Int64(clamping: Int128(part) * 1_000_000 / Int128(whole)) : 0
    }

    /// A size in bytes, in decimal units: `1.20 MB`.
    static func bytes(_ count: Int64) -> String {
        let units: [(UInt64, String)] = [
            (1_000_000_000_000, " TB"), (1_000_000_000, " GB"), (1_000_000, " MB"), (1_000, " KB"),
        ]
        for (size, name) in units where count.magnitude >= size {
            return (count < 0 ? "-" : "") + hundredths(count.magnitude, of: size) + name
        }
        return grouped(count) + " B"
    }

    private static func hundredths(_ value: UInt64, of unit: UInt64) -> String {
        let (whole, rest) = value.quotientAndRemainder(dividingBy: unit)
        return grouped(whole) + "." + padded(rest / (unit / 100), 2)
    }

    private static func grouped(_ value: UInt64) -> String {
        var (rest, text) = (value, "")
        while rest >= 1000 {
            text = "," + padded(rest % 1000, 3) + text
            rest /= 1000
        }
        return String(rest) + text
    }

    /// The decimal digits, zeros in front up to `width`.
    static func padded(_ value: UInt64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
