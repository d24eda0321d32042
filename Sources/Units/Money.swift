public import Wire

/// An ISO 4217 currency: three capital letters.
public struct Currency: Hashable, Comparable, WireString, CustomStringConvertible {
    private let letters: UInt32

    /// 人民币, the renminbi yuan.
    public static let cny = Currency(letters: 0x434E59)

    public static let format = Schema.Format(
        "ISO 4217 currency",
        pattern: "^[A-Z]{3}$",
        maximumLength: 3,
        example: "CNY"
    )

    private init(letters: UInt32) { self.letters = letters }

    public init?(text: String) {
        let bytes = text.utf8
        guard bytes.count == 3, bytes.allSatisfy({ UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 })
        else { return nil }
        letters = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    public var text: String {
        String(unsafeUninitializedCapacity: 3) { bytes in
            for place in 0..<3 {
                bytes[place] = UInt8(truncatingIfNeeded: letters >> (16 - 8 * UInt32(place)))
            }
            return 3
        }
    }

    public var description: String { text }
    public static func < (a: Self, b: Self) -> Bool { a.letters < b.letters }
}

/// An exact amount of one currency in its minor unit: for CNY, fen.
///
/// The amount is within ±(2⁵³ − 1), ninety trillion yuan, so that every JSON reader keeps it.
@Wire
public struct Money: Hashable, Sendable {
    /// The count of minor units; negative where something is owed.
    public let amount: Int64
    /// The ISO 4217 code.
    public let currency: Currency

    /// So many fen of renminbi.
    public static func fen(_ amount: Int64) -> Money { Money(amount: amount, currency: .cny) }

    /// Whether it is more than zero.
    public var isPositive: Bool { amount > 0 }

    /// The sum, or `nil` when the currencies differ or the sum is out of range.
    public func adding(_ other: Money) -> Money? {
        guard currency == other.currency else { return nil }
        return Self(checked: amount.addingReportingOverflow(other.amount), currency)
    }

    /// The difference, or `nil` when the currencies differ or the difference is out of range.
    public func subtracting(_ other: Money) -> Money? {
        guard currency == other.currency else { return nil }
        return Self(checked: amount.subtractingReportingOverflow(other.amount), currency)
    }

    private init?(checked result: (Int64, Bool), _ currency: Currency) {
        guard !result.1, -WireInteger.limit...WireInteger.limit ~= result.0 else { return nil }
        self.init(amount: result.0, currency: currency)
    }
}

extension Money: CustomStringConvertible {
    /// `CNY 12.34`: every currency here has two decimals.
    public var description: String {
        let magnitude = amount.magnitude
        let cents = magnitude % 100
        let sign = amount < 0 ? "-" : ""
        return "\(currency) \(sign)\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
    }
}

/// What to do with the part of an amount that the minor unit can't hold.
public enum Rounding: Sendable {
    /// Half a unit or more becomes a unit (`domain.md` §2.7: half up at the invoice line).
    case halfUp
    /// The part is dropped.
    case down

    /// `a · b ÷ 10,000`, exact before it is rounded; `nil` when a factor is negative or the result
    /// isn't an exact integer on the wire.
    fileprivate func tenThousandths(_ a: Int64, _ b: Int64) -> Int64? {
        guard a >= 0, b >= 0 else { return nil }
        let product = a.magnitude.multipliedFullWidth(by: b.magnitude)
        let half: UInt64 = self == .halfUp ? 5_000 : 0
        let (low, carry) = product.low.addingReportingOverflow(half)
        // Factors below 2⁶³ keep the high word below 2⁶², so that the carry can't overflow it.
        let high = product.high + (carry ? 1 : 0)
        guard high < 10_000 else { return nil }
        let quotient = UInt64(10_000).dividingFullWidth((high, low)).quotient
        guard quotient <= UInt64(WireInteger.limit) else { return nil }
        return Int64(quotient)
    }
}

/// A share in basis points: 250 is 2.5 %.
public struct BasisPoints: Hashable, Comparable, Sendable, WireValue {
    /// 0 to 10,000 on the wire.
    public let count: Int64

    /// So many ten-thousandths.
    public init(_ count: Int64) { self.count = count }

    public static let schema = Schema.integer(minimum: 0, maximum: 10_000)

    public func write(to writer: inout JSONWriter) {
        writer.integer(count)
        if !(0...10_000 ~= count) { writer.markUnreadable() }
    }

    public init(from reader: inout JSONReader) throws(WireError) {
        let start = reader.offset
        count = try reader.integer()
        guard 0...10_000 ~= count else { throw WireError(.outOfRange("0 to 10000"), at: start) }
    }

    public static func < (a: Self, b: Self) -> Bool { a.count < b.count }

    /// This share of a non-negative amount, or `nil` when out of range.
    public func of(_ money: Money, rounding: Rounding) -> Money? {
        rounding.tenThousandths(money.amount, count).map {
            Money(amount: $0, currency: money.currency)
        }
    }
}

/// The price of one unit of use in millionths of a yuan, so that small prices add up exactly.
///
/// A tariff's product with a count is rounded once, at the invoice line (`domain.md` §2.7).
public struct MicroPrice: Hashable, Comparable, Sendable, WireValue {
    /// 0 to 2⁵³ − 1 on the wire.
    public let microYuan: Int64

    /// So many millionths of a yuan.
    public init(microYuan: Int64) { self.microYuan = microYuan }

    public static let schema = Schema.integer(minimum: 0, maximum: WireInteger.limit)

    public func write(to writer: inout JSONWriter) {
        writer.integer(microYuan)
        if microYuan < 0 { writer.markUnreadable() }
    }

    public init(from reader: inout JSONReader) throws(WireError) {
        let start = reader.offset
        microYuan = try reader.integer()
        guard microYuan >= 0 else { throw WireError(.outOfRange("0 to 2^53-1"), at: start) }
    }

    public static func < (a: Self, b: Self) -> Bool { a.microYuan < b.microYuan }

    /// A count of units, not negative, at this price in fen; `nil` when out of range.
    public func times(_ count: Int64, rounding: Rounding) -> Money? {
        rounding.tenThousandths(microYuan, count).map(Money.fen)
    }
}
