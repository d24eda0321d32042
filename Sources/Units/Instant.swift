public import Wire

/// A point in exchange time: microseconds since 1970-01-01T00:00:00Z, on the wire an integer.
///
/// Microseconds fit JSON's exact integers until the year 2255.
public struct Instant: Hashable, Comparable, Sendable {
    public let microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }

    /// The instant `span` later; the last one representable when there is none.
    public static func + (a: Self, span: Span) -> Self {
        let (sum, overflow) = a.microseconds.addingReportingOverflow(span.microseconds)
        return Self(microseconds: overflow || sum > WireInteger.limit ? WireInteger.limit : sum)
    }
}

extension Instant: WireValue {
    public static let schema = Schema.integer(minimum: 0, maximum: WireInteger.limit)

    public func write(to writer: inout JSONWriter) { writer.integer(microseconds) }

    public init(from reader: inout JSONReader) throws(WireError) {
        let failure = reader
        microseconds = try reader.integer()
        guard microseconds >= 0 else { throw failure.error(.outOfRange("0 to 2^53-1")) }
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

/// A length of time in microseconds.
public struct Span: Hashable, Comparable, Sendable {
    public let microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public static func seconds(_ count: Int64) -> Self {
        let (product, overflow) = count.multipliedReportingOverflow(by: 1_000_000)
        return Self(microseconds: overflow ? WireInteger.limit : product)
    }

    public static func days(_ count: Int64) -> Self {
        let (product, overflow) = count.multipliedReportingOverflow(by: Day.microseconds)
        return Self(microseconds: overflow ? WireInteger.limit : product)
    }

    public static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }
}
