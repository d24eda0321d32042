/// Maps whole numbers of a range onto a span of a drawing, by integer arithmetic that can't trap.
struct Scale {
    let low: Int64
    let high: Int64
    /// The ends of the span, in the drawing's own unit: narrow, so that no product overflows.
    let from: Int32
    let to: Int32

    /// The place of `value`; values outside the range stay at its ends.
    func callAsFunction(_ value: Int64) -> Int64 {
        guard high > low else { return Int64(from) }
        let inside = Int128(min(max(value, low), high)) - Int128(low)
        let place = inside * (Int128(to) - Int128(from)) / (Int128(high) - Int128(low))
        return Int64(clamping: Int128(from) + place)
    }

    /// The multiples of 1, 2 or 5 × 10ⁿ within the range, at most `count` + 1 of them.
    func ticks(_ count: Int64) -> [Int64] {
        guard high > low, count > 0 else { return [low] }
        let span = Int128(high) - Int128(low)
        var step = Int128(1)
        var magnitude = Int128(1)
        while step * Int128(count) < span {
            if step == magnitude {
                step = 2 * magnitude
            } else if step == 2 * magnitude {
                step = 5 * magnitude
            } else {
                magnitude *= 10
                step = magnitude
            }
        }
        // Division truncates towards zero: up for a negative low, so only a positive one rounds.
        var tick = low > 0 ? (Int128(low) + step - 1) / step * step : Int128(low) / step * step
        var ticks: [Int64] = []
        while tick <= Int128(high) {
            ticks.append(Int64(clamping: tick))
            tick += step
        }
        return ticks
    }
}

/// A place in thousandths of a percent, as an SVG length: 12345 is `12.345%`.
func percentage(_ thousandths: Int64) -> String {
    let (whole, rest) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
    return (thousandths < 0 ? "-" : "") + "\(whole).\(Numbers.padded(rest, 3))%"
}
