import KernelTesting
import Testing
import Units

@Suite("Day")
struct DayTests {
    /// Counts days one by one, with the Gregorian rule for leap years and a table of months.
    private struct Almanac {
        var year: Int64 = 1970
        var month: Int64 = 1
        var day: Int64 = 1

        static func length(of month: Int64, _ year: Int64) -> Int64 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            return month == 2 && isLeap
                ? 29 : [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Int(month) - 1]
        }

        mutating func advance() {
            day += 1
            guard day > Self.length(of: month, year) else { return }
            (month, day) = (month + 1, 1)
            guard month > 12 else { return }
            (year, month) = (year + 1, 1)
        }
    }

    @Test("Every day from 1970 to 2400 has its date, its weekday and its text")
    func everyDay() {
        var almanac = Almanac()
        var number: Int64 = 0
        var wrong = 0
        while almanac.year <= 2400 {
            let day = Day(number)
            let civil = (almanac.year, almanac.month, almanac.day)
            let text = [almanac.year, almanac.month, almanac.day]
                .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
            // 1970-01-01 was a Thursday.
            let weekday = (number + 3) % 7 + 1
            if day.civil != civil || Day(year: civil.0, month: civil.1, day: civil.2) != day
                || day.text != text || Day(text: text) != day || day.weekday != weekday
            {
                wrong += 1
            }
            almanac.advance()
            number += 1
        }
        #expect(wrong == 0)
        #expect(number == 157_420)
    }

    @Test("A date that the calendar doesn't have is none")
    func noDate() {
        for year in [1970, 2000, 2024, 2026, 2100, 9999] as [Int64] {
            for month in -1...14 as ClosedRange<Int64> {
                for day in -1...33 as ClosedRange<Int64> {
                    let isDate =
                        1...12 ~= month && day >= 1 && day <= Almanac.length(of: month, year)
                    #expect((Day(year: year, month: month, day: day) != nil) == isDate)
                }
            }
        }
        for year in [.min, -1, 0, 1969, 10_000, .max] as [Int64] {
            #expect(Day(year: year, month: 1, day: 1) == nil)
        }
        #expect(Day(year: 2026, month: 1, day: .max) == nil)
    }

    @Test("Days are from 1970-01-01 to 9999-12-31; beyond, the nearest is meant")
    func ends() {
        let last = Day(text: "9999-12-31")
        #expect(Day(0).text == "1970-01-01" && Day(-1) == Day(0) && Day(.min) == Day(0))
        #expect(Day(.max) == last && Day(2_932_897) == last && Day(2_932_896) == last)
        #expect(Day(5).adding(.max) == last && Day(5).adding(.min) == Day(0))
        #expect(Day(5).adding(-5) == Day(0) && Day(5).adding(-6) == Day(0))
    }

    @Test(
        "Months later is the same day of the month, or the last of a shorter one",
        arguments: [
            ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"),
            ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"),
            ("2026-11-22", 60, "2031-11-22"), ("2026-11-22", 0, "2026-11-22"),
            ("2026-10-31", 1, "2026-11-30"), ("2026-12-31", 2, "2027-02-28"),
            ("2026-03-31", -1, "2026-02-28"), ("9999-12-31", 1, "9999-12-31"),
            ("1970-01-31", -1, "1970-01-01"), ("2026-01-01", .max, "9999-12-31"),
            ("2026-01-01", .min, "1970-01-01"),
        ] as [(String, Int64, String)]
    )
    func months(start: String, months: Int64, end: String) throws {
        #expect(try #require(Day(text: start)).adding(months: months).text == end)
    }

    @Test("A day begins at midnight in Beijing and ends before the next begins")
    func start() {
        var generator = SplitMix64(seed: 4)
        for _ in 0..<1_000 {
            let day = Day(generator.number(in: 1...104_000))
            #expect(Day(day.start) == day)
            #expect(Day(Instant(microseconds: day.start.microseconds - 1)) == day.adding(-1))
            #expect(day.start + .days(1) == day.adding(1).start)
        }
        #expect(Day(0).start == Instant(microseconds: 0))
        #expect(Day(.max).start == Instant(microseconds: .max))
    }
}
