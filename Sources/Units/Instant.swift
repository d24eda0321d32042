public import Wire

/// A point in exchange time: microseconds since 1970-01-01T00:00:00Z, on the wire an integer.
///
/// Microseconds fit JSON's exact integers until the year 2255; there is no instant before 1970 nor
/// after that, so that every instant can be written to the journal.
public struct Instant: Hashable, Comparable, Sendable {
    /// 0 to 2⁵³ − 1.
    public let microseconds: Int64

    /// The instant at this count, or the nearest one there is.
    public init(microseconds: Int64) {
        self.microseconds = min(max(microseconds, 0), WireInteger.limit)
    }

    public static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }

    /// The instant `span` later, or the nearest one there is.
    public static func + (a: Self, span: Span) -> Self {
        let (sum, overflow) = a.microseconds.addingReportingOverflow(span.microseconds)
        return Self(microseconds: overflow ? Int64.max : sum)
    }
}

extension Instant: WireValue {
    public static let schema = Schema.integer(minimum: 0, maximum: WireInteger.limit)

    public func write(to writer: inout JSONWriter) { writer.integer(microseconds) }

    public init(from reader: inout JSONReader) throws(WireError) {
        let start = reader.offset
        microseconds = try reader.integer()
        guard microseconds >= 0 else { throw WireError(.outOfRange("0 to 2^53-1"), at: start) }
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in Beijing time: `2026-11-02T09:30:00.000000+08:00`.
    public var description: String {
        let local = microseconds + Day.beijingOffset
        let date = Day(local / Day.microseconds)
        let rest = local % Day.microseconds
        let seconds = rest / 1_000_000
        func two(_ value: Int64) -> String { (value < 10 ? "0" : "") + "\(value)" }
        let fraction = "\(1_000_000 + rest % 1_000_000)".dropFirst()
        let clock = "\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        return "\(date)T\(clock).\(fraction)+08:00"
    }
}

/// A length of time in microseconds; negative when it leads back.
public struct Span: Hashable, Comparable, Sendable {
    /// The count of microseconds.
    public let microseconds: Int64

    /// The span of this many microseconds.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// So many seconds, or the longest span there is.
    public static func seconds(_ count: Int64) -> Self { Self(count, times: 1_000_000) }

    /// So many days of 24 hours, or the longest span there is.
    public static func days(_ count: Int64) -> Self { Self(count, times: Day.microseconds) }

    private init(_ count: Int64, times unit: Int64) {
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        let longest = count < 0 ? Int64.min : Int64.max
        microseconds = overflow ? longest : product
    }

    public static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }
}
