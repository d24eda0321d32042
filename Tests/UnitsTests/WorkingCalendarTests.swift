import KernelTesting
import Testing
import Units

@Suite("Working calendar")
struct WorkingCalendarTests {
    static let weekends = WorkingCalendar(holidays: [], makeUpDays: [])

    @Test(
        "V25: the deadlines of registration on a calendar of weekends only",
        arguments: [
            ("2026-11-02", 3, "2026-11-05"), ("2026-11-02", 10, "2026-11-16"),
            ("2026-11-02", 20, "2026-11-30"), ("2026-11-16", 5, "2026-11-23"),
            ("2026-11-06", 1, "2026-11-09"), ("2026-11-07", 1, "2026-11-09"),
            ("2026-11-08", 1, "2026-11-09"), ("2026-11-07", 0, "2026-11-07"),
            ("2026-11-02", -1, "2026-11-02"),
        ] as [(String, Int64, String)]
    )
    func deadlines(start: String, count: Int64, end: String) throws {
        let start = try #require(Day(text: start))
        #expect(Self.weekends.day(count, workingDaysAfter: start).text == end)
    }

    @Test("V25: a deadline ends with its last day, whenever on the first day it was set")
    func deadline() throws {
        let monday = try #require(Day(text: "2026-11-02"))
        let end = try #require(Day(text: "2026-11-06")).start
        #expect(Self.weekends.deadline(3, workingDaysAfter: monday.start) == end)
        let evening = monday.start + .seconds(86_399)
        #expect(Self.weekends.deadline(3, workingDaysAfter: evening) == end)
        let midnight = monday.start + .days(1)
        #expect(Self.weekends.deadline(3, workingDaysAfter: midnight) == end + .days(1))
    }

    @Test("A holiday on a weekday isn't worked, a make-up day on a weekend is")
    func holidays() throws {
        // 国庆节 2026 by the State Council's notice, in part: 1 October is a Thursday.
        let calendar = WorkingCalendar(
            holidays: ["2026-10-01", "2026-10-02", "2026-10-05"].compactMap(Day.init(text:)),
            makeUpDays: ["2026-10-10"].compactMap(Day.init(text:))
        )
        let before = try #require(Day(text: "2026-09-30"))
        let days = (0...7).map { calendar.day($0, workingDaysAfter: before).text }
        #expect(
            days == [
                "2026-09-30", "2026-10-06", "2026-10-07", "2026-10-08", "2026-10-09",
                "2026-10-10", "2026-10-12", "2026-10-13",
            ]
        )
    }

    @Test("The n-th working day is the n-th that a count day by day finds")
    func twin() {
        var generator = SplitMix64(seed: 25)
        for _ in 0..<100 {
            let first = generator.number(in: 18_000...30_000)
            let some = (0..<30).map { _ in Day(first + generator.number(in: 0...80)) }
            let calendar = WorkingCalendar(
                holidays: Array(Set(some[..<15])).sorted(),
                makeUpDays: Array(Set(some[15...])).sorted()
            )
            let start = Day(first)
            var worked: [Day] = []
            var day = start
            while worked.count < 40 {
                day = day.adding(1)
                let isWeekend = day.weekday == 6 || day.weekday == 7
                let list = isWeekend ? calendar.makeUpDays : calendar.holidays
                if list.contains(day) == isWeekend { worked.append(day) }
            }
            let days = (1...40).map { calendar.day($0, workingDaysAfter: start) }
            #expect(days == worked)
        }
    }

    @Test("Counting ends at the end of the calendar, and after 366 days")
    func ends() {
        let last = Day(.max)
        let closed = WorkingCalendar(holidays: [last], makeUpDays: [])
        #expect(closed.day(3, workingDaysAfter: last.adding(-1)) == last)
        let start = Day(20_000)
        #expect(
            Self.weekends.day(.max, workingDaysAfter: start)
                == Self.weekends.day(366, workingDaysAfter: start)
        )
    }
}
