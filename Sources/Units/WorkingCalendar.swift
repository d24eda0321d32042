public import Wire

/// Which days are working days (工作日): weekdays, less the holidays, plus the make-up days.
///
/// The State Council publishes holidays and make-up days (调休) each year; they are data.
@Wire
public struct WorkingCalendar: Equatable, Sendable {
    /// Weekdays on which nobody works, in ascending order.
    public let holidays: [Day]
    /// Weekend days on which everybody works, in ascending order.
    public let makeUpDays: [Day]

    /// Whether people work on `day`.
    public func isWorkingDay(_ day: Day) -> Bool {
        day.weekday <= 5 ? !holidays.contains(day) : makeUpDays.contains(day)
    }

    /// The `count`-th working day after `day`, which itself doesn't count; at most 9999-12-31.
    ///
    /// The count is 0 to 366; outside, the nearest of these is meant.
    public func day(_ count: Int64, workingDaysAfter day: Day) -> Day {
        var result = day
        for _ in 0..<max(0, min(count, 366)) {
            repeat { result = result.adding(1) } while !isWorkingDay(result) && result < .last
        }
        return result
    }

    /// The end of the `count`-th working day after the day of `instant`: a deadline (`domain.md`
    /// §2.3, V25).
    public func deadline(_ count: Int64, workingDaysAfter instant: Instant) -> Instant {
        day(count, workingDaysAfter: Day(instant)).adding(1).start
    }
}
