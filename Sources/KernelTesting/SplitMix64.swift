/// A seeded generator for property tests: the same seed gives the same numbers on every machine.
///
/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator that begins at `seed`; every seed is a good one.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension SplitMix64 {
    /// A number of the range, each as likely as any other but for a bias of its count ÷ 2⁶⁴.
    public mutating func number(in range: ClosedRange<Int64>) -> Int64 {
        let width = range.upperBound.subtractingReportingOverflow(range.lowerBound).partialValue
        let count = UInt64(bitPattern: width) &+ 1
        let offset = count == 0 ? next() : next().multipliedFullWidth(by: count).high
        return range.lowerBound &+ Int64(bitPattern: offset)
    }

    /// True once in `count` times on average; `count` is at least 1.
    public mutating func oneIn(_ count: Int64) -> Bool { number(in: 1...max(1, count)) == 1 }

    /// One of `choices`, or `nil` when there are none.
    public mutating func element<C: RandomAccessCollection>(of choices: C) -> C.Element? {
        guard !choices.isEmpty else { return nil }
        let offset = Int(number(in: 0...Int64(choices.count - 1)))
        return choices[choices.index(choices.startIndex, offsetBy: offset)]
    }
}
