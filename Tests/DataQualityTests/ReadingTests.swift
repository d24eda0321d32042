import Testing

@testable import DataQuality

@Suite("Typed readings")
struct ReadingTests {
    @Test(
        "A value has the narrowest type that it reads as",
        arguments: [
            ("0", .integer), ("-0", .integer), ("+12", .integer), ("1023", .integer),
            ("99999999999999999999999999999999999999", .integer),
            ("0.5", .decimal), (".5", .decimal), ("-12.30", .decimal), ("2.8e-17", .decimal),
            ("1E5", .decimal), ("0.00", .decimal),
            ("2017-02-28", .date), ("2016-02-29", .date), ("2000-2-29", .date),
            ("2017/2/1", .date), ("0001-01-01", .date),
            ("2017-02-28 08:30", .timestamp), ("2017-02-28T8:30:59", .timestamp),
            ("2017-02-28T08:30:00.123456789Z", .timestamp),
            ("2017-02-28T08:30:00+08:00", .timestamp),
            ("true", .boolean), ("FALSE", .boolean), ("是", .boolean), ("否", .boolean),
        ] as [(String, ColumnType)]
    )
    func type(text: String, type: ColumnType) {
        #expect(reading(text)?.type == type)
    }

    @Test(
        "Anything else is text",
        arguments: [
            "", "x", "007", "-", "+", ".", "5.", "1e", "1e+", "1e12345", "1,000", " 1", "1 ", "0x1",
            "1.2.3", "--1", "NNW", "truth", "１２", "999999999999999999999999999999999999999",
            "2017-02-29", "1900-02-29", "2017-13-01", "2017-00-01", "2017-01-00", "2017-02/28",
            "17-02-28", "2017-02-28 24:00", "2017-02-28 8:60", "2017-02-28 08:30:60",
            "2017-02-28 08:30:00.", "2017-02-28 08:30:00.1234567890", "2017-02-28T",
            "2017-02-28 08:30+0800", "2017-02-28 08:30+24:00", "2017-02-28 08:30Z ",
        ]
    )
    func text(text: String) {
        #expect(reading(text) == nil)
    }

    @Test("Values of a kind are ordered exactly")
    func order() {
        let numbers = [
            "-1e9999", "-10.5", "-10", "-9.99", "-0.1", "-1e-9999", "0", "1e-9999", "2.8e-17",
            "0.05", "0.1", "0.10000000000000000000000000000000000001", "0.5", "9", "10", "10.01",
            "12345678901234567890123456789012345678", "1e38", "1e9999",
        ]
        let days = [
            "0000-01-01", "0001-12-31", "1969-12-31", "1970-01-01", "2016-2-29", "2016/3/1",
        ]
        let instants = [
            "1969-12-31 23:59:59.999999999", "1970-01-01 00:00Z", "2017-02-28T08:00:00+08:30",
            "2017-02-28 00:00", "2017-02-28T08:00:00.000000001+08:00", "2017-02-27T23:30:00-01:00",
        ]
        for texts in [numbers, days, instants, ["false", "true"]] {
            let ranks = texts.compactMap { reading($0)?.rank }
            #expect(ranks.count == texts.count)
            for (low, high) in zip(ranks, ranks.dropFirst()) {
                #expect(low < high)
                #expect(!(high < low))
            }
        }
    }

    @Test(
        "A number written differently is the same number",
        arguments: [
            ("1", "1.0"), ("1", "+1"), ("0", "-0.00"), ("0", "0e7"), ("100", "1e2"),
            ("0.05", ".05"),
            ("5e-2", "0.05"), ("-1.50", "-15e-1"),
        ]
    )
    func same(a: String, b: String) {
        #expect(reading(a)?.rank == reading(b)?.rank)
    }

    @Test("A whole number reads as a decimal, and as nothing else")
    func widening() {
        let types = ColumnType.allCases.filter { type in
            Reading(Array("12".utf8).span, as: type) != nil
        }
        #expect(types == [.integer, .decimal])
    }

    private func reading(_ text: String) -> Reading? {
        Reading(Array(text.utf8).span)
    }
}
