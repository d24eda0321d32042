import Units

extension Instant {
    /// The date and the time in Beijing, to the second: `2026-11-20 14:02:11`.
    var dateAndTime: String {
        let text = description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
    }

    /// ISO 8601 with the zone, for `datetime`: `2026-11-20T14:02:11+08:00`.
    var iso: String { "\(description.prefix(19))+08:00" }
}

/// A moment in Beijing time, with ISO 8601 for machines.
func moment(_ instant: Instant) -> Node {
    time(.set("datetime", instant.iso)) { instant.dateAndTime }
}

/// A date in Beijing.
func date(_ day: Day) -> Node {
    time(.set("datetime", day.description)) { day.description }
}

/// The date of a moment.
func date(_ instant: Instant) -> Node { date(Day(instant)) }
