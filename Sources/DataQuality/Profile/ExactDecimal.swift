/// A decimal number of at most 38 significant digits, exactly as written, for comparison.
///
/// The value is `0.d₁d₂…d₃₈ × 10^exponent` with `d₁ ≠ 0`, so each number has one form and comparing
/// is comparing sign, exponent and digits; no rounding ever happens.
struct ExactDecimal: Hashable, Sendable {
    private static let significantDigits = 38
    private static let powersOfTen = (1...significantDigits).reduce(into: [UInt128(1)]) {
        powers,
        exponent in
        powers.append(powers[exponent - 1] * 10)
    }

    /// -1, 0 or 1.
    private let sign: Int8
    private let exponent: Int32
    /// The significant digits, filled up with zeros to 38; 0 for zero.
    private let digits: UInt128

    /// The number `coefficient × 10^power`; the coefficient has `count` digits, at most 38.
    private init(negative: Bool, coefficient: UInt128, count: Int, power: Int) {
        guard coefficient > 0 else {
            (sign, exponent, digits) = (0, 0, 0)
            return
        }
        sign = negative ? -1 : 1
        exponent = Int32(clamping: count + power)
        digits = coefficient &* Self.powersOfTen[Self.significantDigits - count]
    }

    /// A whole number of at most 38 digits.
    init(_ value: some BinaryInteger) {
        let magnitude = UInt128(value.magnitude)
        let count = Self.powersOfTen.firstIndex { magnitude < $0 } ?? 0
        self.init(negative: value < 0, coefficient: magnitude, count: count, power: 0)
    }

    /// Reads `[+-] digits [. digits] [e [+-] digits]`.
    ///
    /// There are no leading zeros before another digit (`007` is a code, not a number), at most 4
    /// digits of exponent, and at most 38 from the first that isn't zero. `.5` is a number, `5.`
    /// isn't.
    ///
    /// - Returns: the number, and whether it is written as a whole one; nil for anything else.
    static func parse(_ text: Span<UInt8>) -> (number: Self, isWhole: Bool)? {
        var index = 0
        var negative = false
        if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+")
        {
            negative = text[index] == UInt8(ascii: "-")
            index += 1
        }
        var mantissa = Mantissa()
        let wholeStart = index
        guard mantissa.read(text, from: &index) else { return nil }
        let whole = index - wholeStart
        guard whole < 2 || text[wholeStart] != UInt8(ascii: "0") else { return nil }
        var power = 0
        var isWhole = true
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            let start = index
            guard mantissa.read(text, from: &index), index > start else { return nil }
            power = start - index
            isWhole = false
        } else if whole == 0 {
            return nil
        }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            guard let written = exponent(text, from: &index) else { return nil }
            power += written
            isWhole = false
        }
        guard index == text.count else { return nil }
        let number = Self(
            negative: negative,
            coefficient: mantissa.coefficient,
            count: mantissa.count,
            power: power
        )
        return (number, isWhole)
    }

    private struct Mantissa {
        var coefficient: UInt128 = 0
        /// The digits from the first that isn't zero.
        var count = 0

        /// Reads digits up to the first byte that isn't one; false past 38 of them.
        mutating func read(_ text: Span<UInt8>, from index: inout Int) -> Bool {
            while index < text.count {
                let digit = text[index] &- UInt8(ascii: "0")
                guard digit < 10 else { break }
                index += 1
                guard count > 0 || digit > 0 else { continue }
                guard count < significantDigits else { return false }
                coefficient = coefficient &* 10 &+ UInt128(digit)
                count += 1
            }
            return true
        }
    }

    private static func exponent(_ text: Span<UInt8>, from index: inout Int) -> Int? {
        var negative = false
        if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+")
        {
            negative = text[index] == UInt8(ascii: "-")
            index += 1
        }
        let start = index
        var value = 0
        while index < text.count, text[index] &- UInt8(ascii: "0") < 10 {
            guard index - start < 4 else { return nil }
            value = value * 10 + Int(text[index] - UInt8(ascii: "0"))
            index += 1
        }
        guard index > start else { return nil }
        return negative ? -value : value
    }
}

extension ExactDecimal: Comparable {
    static func < (a: Self, b: Self) -> Bool {
        if a.sign != b.sign { return a.sign < b.sign }
        let (small, large) = a.sign < 0 ? (b, a) : (a, b)
        if small.exponent != large.exponent { return small.exponent < large.exponent }
        return small.digits < large.digits
    }
}
