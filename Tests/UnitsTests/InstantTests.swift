import KernelTesting
import Testing
import Units
import Wire

@Suite("Instant and span")
struct InstantTests {
    @Test(
        "An instant is shown in Beijing time, to the microsecond",
        arguments: [
            (0, "1970-01-01T08:00:00.000000+08:00"),
            (1, "1970-01-01T08:00:00.000001+08:00"),
            (999_999, "1970-01-01T08:00:00.999999+08:00"),
            (57_599_999_999, "1970-01-01T23:59:59.999999+08:00"),
            (57_600_000_000, "1970-01-02T00:00:00.000000+08:00"),
            (951_753_600_000_000, "2000-02-29T00:00:00.000000+08:00"),
            (1_793_583_000_000_000, "2026-11-02T09:30:00.000000+08:00"),
            (9_007_199_254_740_991, "2255-06-06T07:47:34.740991+08:00"),
        ] as [(Int64, String)]
    )
    func text(microseconds: Int64, text: String) {
        #expect(Instant(microseconds: microseconds).description == text)
    }

    static let edges: [Int64] = [
        .min, -WireInteger.limit, -1, 0, 1, 1_000_000, WireInteger.limit - 1, WireInteger.limit,
        WireInteger.limit + 1, .max,
    ]

    @Test("Adding never traps, and gives the sum or the nearest instant there is")
    func adding() {
        for start in Self.edges {
            for span in Self.edges {
                let instant = Instant(microseconds: start)
                let sum = Int128(instant.microseconds) + Int128(span)
                let nearest = min(max(sum, 0), Int128(WireInteger.limit))
                #expect(
                    (instant + Span(microseconds: span)).microseconds == Int64(nearest),
                    "\(start) \(span)"
                )
            }
        }
    }

    @Test("Seconds and days are so many microseconds, or the longest span there is")
    func spans() {
        for count in Self.edges {
            let seconds = Int128(count) * 1_000_000
            let days = seconds * 86_400
            #expect(Span.seconds(count).microseconds == Int64(clamping: seconds))
            #expect(Span.days(count).microseconds == Int64(clamping: days))
        }
        #expect(Span.seconds(1) < Span.days(1))
    }

    @Test("An instant is a number on the wire, and never one before 1970")
    func wire() throws {
        let instant = Instant(microseconds: 1_793_583_000_000_000)
        #expect(String(decoding: instant.wire, as: UTF8.self) == "1793583000000000")
        #expect(try Instant(wire: instant.wire) == instant)
        #expect(throws: WireError(.outOfRange("0 to 2^53-1"), at: 0)) {
            try Instant(wire: "-1".utf8)
        }
    }
}
