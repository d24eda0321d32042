/// A moment as shown in Beijing: UTC+8 the whole year (China keeps no summer time since 1991).
///
/// Made from microseconds since 1970-01-01T00:00:00Z by integer arithmetic. Any `Int64` has a
/// time: the years of its range are −290,308 to 294,247.
public struct BeijingTime: Hashable, Sendable {
    /// The calendar day: proleptic Gregorian.
    public let year: Int64, month: Int64, day: Int64
    /// The time of day.
    public let hour: Int64, minute: Int64, second: Int64

    /// The moment this many microseconds after 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) {
        let seconds = Self.floor(microseconds, 1_000_000) + 8 * 3600
        let days = Self.floor(seconds, 86_400)
        let clock = seconds - days * 86_400
        hour = clock / 3600
        minute = clock / 60 % 60
        second = clock % 60
        // Days counted from 1 March of year 0 in eras of 400 years make leap days come last
        // (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
        let shifted = days + 719_468
        let era = Self.floor(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The day: `2026-11-20`.
    public var date: String { "\(Self.two(year, 4))-\(Self.two(month))-\(Self.two(day))" }

    /// The day and the time: `2026-11-20 14:02:11`.
    public var dateAndTime: String { "\(date) \(clock)" }

    /// ISO 8601 with the zone, for `datetime`: `2026-11-20T14:02:11+08:00`.
    public var iso: String { "\(date)T\(clock)+08:00" }

    private var clock: String { "\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second))" }

    private static func two(_ value: Int64, _ width: Int = 2) -> String {
        (value < 0 ? "-" : "") + Numbers.padded(value.magnitude, width)
    }

    /// The quotient rounded towards negative infinity; `divisor` is positive.
    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
