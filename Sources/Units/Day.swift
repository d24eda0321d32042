public import Wire

/// A civil date in Beijing, as the count of days since 1970-01-01.
///
/// Dates from 1970-01-01 to 9999-12-31 of the Gregorian calendar; there is no other.
public struct Day: Hashable, Comparable, Sendable {
    /// 0 to 2,932,896.
    public let number: Int64

    /// 9999-12-31, for what would be later.
    static let last = Day(2_932_896)
    static let microseconds: Int64 = 86_400_000_000
    /// Beijing is eight hours ahead of UTC all year, since 1991.
    static let beijingOffset: Int64 = 28_800_000_000

    /// The date so many days after 1970-01-01, or the nearest one there is.
    public init(_ number: Int64) { self.number = min(max(number, 0), 2_932_896) }

    /// The date in Beijing at `instant`.
    public init(_ instant: Instant) {
        number = (instant.microseconds + Self.beijingOffset) / Self.microseconds
    }

    /// The date, or `nil` when there is none such as 2026-02-30.
    public init?(year: Int64, month: Int64, day: Int64) {
        guard 1970...9999 ~= year, 1...12 ~= month, 1...31 ~= day else { return nil }
        self.number = Self.count(year, month, day)
        guard civil == (year, month, day) else { return nil }
    }

    public static func < (a: Self, b: Self) -> Bool { a.number < b.number }

    /// The date so many days later, or the nearest one there is.
    public func adding(_ days: Int64) -> Day {
        let (sum, overflow) = number.addingReportingOverflow(days)
        return Day(overflow ? Int64.max : sum)
    }

    /// Monday is 1, Sunday is 7.
    public var weekday: Int64 { (number + 3) % 7 + 1 }

    /// The first instant of the day in Beijing, or the nearest one there is (after 2255, the last).
    public var start: Instant {
        Instant(microseconds: number * Self.microseconds - Self.beijingOffset)
    }

    /// Days from civil date: eras of 400 years, years that begin in March.
    private static func count(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    /// The year, the month from 1 and the day from 1.
    public var civil: (year: Int64, month: Int64, day: Int64) {
        let shifted = number + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The same day of the month `months` later, or the last day of a month that is shorter; where
    /// there is no such date, the nearest one.
    public func adding(months: Int64) -> Day {
        let (year, month, day) = civil
        let (sum, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
        guard !overflow else { return Self.last }
        guard sum >= 1970 * 12 else { return Day(0) }
        for shorter in 0..<4 {
            let date = Day(year: sum / 12, month: sum % 12 + 1, day: day - Int64(shorter))
            if let date { return date }
        }
        return Self.last
    }
}

extension Day: WireString, CustomStringConvertible {
    public static let format = Schema.Format(
        "date",
        pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        maximumLength: 10,
        example: "2026-11-02"
    )

    public init?(text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2],
            parts.allSatisfy({ $0.allSatisfy { 48...57 ~= $0 } }),
            let year = Int64(Substring(parts[0])), let month = Int64(Substring(parts[1])),
            let day = Int64(Substring(parts[2]))
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    public var text: String {
        let (year, month, day) = civil
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    public var description: String { text }
}
