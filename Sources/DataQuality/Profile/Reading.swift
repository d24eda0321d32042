public import Wire

/// What the values of a column are.
public enum ColumnType: String, CaseIterable, WireValue {
    /// Whole numbers: `-12`.
    case integer
    /// Numbers with a fraction or an exponent, and whole ones among them: `0.5`, `2.8e-17`.
    case decimal
    /// Days of the Gregorian calendar: `2017-02-01`, `2017/2/1`.
    case date
    /// Instants: `2017-02-01 08:30`, `2017-02-01T08:30:00.250+08:00`.
    case timestamp
    /// `true`, `false` in any case, `是`, `否`.
    case boolean
    /// Anything.
    case text
    /// There is no value at all.
    case empty

    /// Whether its values are ordered by a number rather than as text.
    var isOrderedByRank: Bool {
        switch self {
        case .integer, .decimal, .date, .timestamp, .boolean: true
        case .text, .empty: false
        }
    }
}

/// A value read as the narrowest type that it has, with the number that orders it among its kind:
/// itself, days since 1970, seconds since 1970, or 0 and 1.
struct Reading {
    let type: ColumnType
    let rank: ExactDecimal

    /// Reads `text`; nil if it's nothing but text.
    init?(_ text: Span<UInt8>) {
        guard text.count > 0, text.count <= 64 else { return nil }
        switch text[0] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"),
            UInt8(ascii: "-"):
            if let (number, isWhole) = ExactDecimal.parse(text) {
                self.init(type: isWhole ? .integer : .decimal, rank: number)
            } else if let (type, rank) = Self.time(text) {
                self.init(type: type, rank: rank)
            } else {
                return nil
            }
        default:
            guard let truth = Self.truth(text) else { return nil }
            self.init(type: .boolean, rank: ExactDecimal(truth ? 1 : 0))
        }
    }

    /// Reads `text` as a value of `type`; nil if it isn't one.
    init?(_ text: Span<UInt8>, as type: ColumnType) {
        guard let reading = Self(text) else { return nil }
        guard reading.type == type || (reading.type == .integer && type == .decimal) else {
            return nil
        }
        self = reading
    }

    private init(type: ColumnType, rank: ExactDecimal) {
        self.type = type
        self.rank = rank
    }

    private static let truths: [(text: [UInt8], value: Bool)] = [
        (Array("true".utf8), true), (Array("false".utf8), false),
        (Array("是".utf8), true), (Array("否".utf8), false),
    ]

    private static func truth(_ text: Span<UInt8>) -> Bool? {
        guard (3...5).contains(text.count) else { return nil }
        return truths.first { truth in
            guard truth.text.count == text.count else { return false }
            return text.indices.allSatisfy { index in
                let byte = text[index]
                let isUpper = byte &- UInt8(ascii: "A") < 26
                return (isUpper ? byte | 0x20 : byte) == truth.text[index]
            }
        }?.value
    }
}

// MARK: - Dates and timestamps

extension Reading {
    /// Reads `Y-M-D` or `Y/M/D`, alone or with a time of day after a space or `T`.
    ///
    /// A time of day is `h:m`, `h:m:s` or `h:m:s.fraction` (at most 9 digits), with or without
    /// `Z` or `±hh:mm`; without, it ranks as though it had `Z`. There are no leap seconds.
    private static func time(_ text: Span<UInt8>) -> (ColumnType, ExactDecimal)? {
        guard text.count >= 8 else { return nil }
        var scan = PatternScanner(text)
        guard let days = scan.day() else { return nil }
        if scan.isAtEnd { return (.date, ExactDecimal(days)) }
        guard scan.one(of: " T") != nil, let time = scan.timeOfDay(), let ahead = scan.zone(),
            scan.isAtEnd
        else { return nil }
        let seconds = days * 86_400 + time.seconds - ahead
        return (.timestamp, ExactDecimal(Int128(seconds) * 1_000_000_000 + time.nanoseconds))
    }
}

/// Reads the fixed patterns of dates and times.
private struct PatternScanner {
    private let text: [UInt8]
    private var index = 0

    init(_ span: Span<UInt8>) {
        text = span.indices.map { span[$0] }
    }

    var isAtEnd: Bool { index == text.count }

    /// Takes the next byte if it's one of `marks`.
    mutating func one(of marks: StaticString) -> UInt8? {
        guard !isAtEnd else { return nil }
        let byte = text[index]
        let isMark = marks.withUTF8Buffer { $0.contains(byte) }
        guard isMark else { return nil }
        index += 1
        return byte
    }

    /// Takes a number of so many digits that is less than `bound`.
    mutating func number(digits: ClosedRange<Int>, below bound: Int = .max) -> Int? {
        let start = index
        var value = 0
        while !isAtEnd, index - start < digits.upperBound {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value * 10 + Int(digit)
            index += 1
        }
        return digits.contains(index - start) && value < bound ? value : nil
    }

    /// Takes `Y-M-D` or `Y/M/D`, as days since 1970-01-01 in the Gregorian calendar.
    mutating func day() -> Int? {
        guard let year = number(digits: 4...4), let mark = one(of: "-/"),
            let month = number(digits: 1...2), one(of: "-/") == mark,
            let day = number(digits: 1...2)
        else { return nil }
        return daysSince1970(year, month, day)
    }

    /// Takes a time of day.
    mutating func timeOfDay() -> (seconds: Int, nanoseconds: Int128)? {
        guard let hour = number(digits: 1...2, below: 24), one(of: ":") != nil,
            let minute = number(digits: 2...2, below: 60)
        else { return nil }
        let whole = hour * 3_600 + minute * 60
        guard one(of: ":") != nil else { return (whole, 0) }
        guard let second = number(digits: 2...2, below: 60) else { return nil }
        guard one(of: ".") != nil else { return (whole + second, 0) }
        let start = index
        guard var fraction = number(digits: 1...9) else { return nil }
        for _ in (index - start)..<9 { fraction *= 10 }
        return (whole + second, Int128(fraction))
    }

    /// Takes `Z`, `±hh:mm` or nothing, as seconds ahead of UTC.
    mutating func zone() -> Int? {
        guard let sign = one(of: "+-") else {
            _ = one(of: "Z")
            return 0
        }
        guard let hours = number(digits: 2...2, below: 24), one(of: ":") != nil,
            let minutes = number(digits: 2...2, below: 60)
        else { return nil }
        let ahead = hours * 3_600 + minutes * 60
        return sign == UInt8(ascii: "-") ? -ahead : ahead
    }
}

/// Days since 1970-01-01; nil for a day that the Gregorian calendar doesn't have.
///
/// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
private func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
    // Years start in March, so that the leap day is the last of its year.
    let shifted = month > 2 ? year : year - 1
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
}
