import KernelTesting
import Testing
import Units
import Wire

/// Each operation against the same in 128 bits, where nothing overflows.
@Suite("Money")
struct MoneyTests {
    static let edges: [Int64] = [
        .min, .min + 1, -WireInteger.limit - 1, -WireInteger.limit, -10_000, -1, 0, 1, 49, 50, 51,
        99, 100, 4_999, 5_000, 5_001, 9_999, 10_000, 10_001, 1_000_000_000_000,
        WireInteger.limit - 1, WireInteger.limit, WireInteger.limit + 1, .max - 1, .max,
    ]

    /// All pairs of edges, then random ones of every size.
    static func pairs(seed: UInt64) -> [(Int64, Int64)] {
        var generator = SplitMix64(seed: seed)
        func random() -> Int64 {
            Int64(bitPattern: generator.next()) >> generator.number(in: 0...63)
        }
        let random2 = (0..<20_000).map { _ in (random(), random()) }
        return edges.flatMap { a in edges.map { (a, $0) } } + random2
    }

    private func inRange(_ value: Int128) -> Int64? {
        value.magnitude <= UInt128(WireInteger.limit) ? Int64(value) : nil
    }

    @Test("A sum and a difference are exact, or none")
    func sums() {
        for (a, b) in Self.pairs(seed: 5) {
            let sum = Money.fen(a).adding(.fen(b))?.amount
            #expect(sum == inRange(Int128(a) + Int128(b)), "\(a) + \(b)")
            let difference = Money.fen(a).subtracting(.fen(b))?.amount
            #expect(difference == inRange(Int128(a) - Int128(b)), "\(a) - \(b)")
        }
    }

    @Test("Two currencies have no sum and no difference")
    func currencies() throws {
        let dollars = Money(amount: 1, currency: try #require(Currency(text: "USD")))
        #expect(Money.fen(1).adding(dollars) == nil)
        #expect(Money.fen(1).subtracting(dollars) == nil)
    }

    /// `a · b ÷ 10,000` rounded as told; none when a factor is negative or the result too large.
    private func scaled(_ a: Int64, _ b: Int64, _ rounding: Rounding) -> Int64? {
        guard a >= 0, b >= 0 else { return nil }
        let (quotient, rest) = (Int128(a) * Int128(b)).quotientAndRemainder(dividingBy: 10_000)
        let isUp = rest >= 5_000 && rounding == .halfUp
        return inRange(quotient + (isUp ? 1 : 0))
    }

    @Test(
        "A share in basis points is exact before it is rounded",
        arguments: [.halfUp, .down] as [Rounding]
    )
    func shares(rounding: Rounding) {
        for (a, b) in Self.pairs(seed: 6) {
            let share = BasisPoints(b).of(.fen(a), rounding: rounding)
            #expect(share == scaled(a, b, rounding).map(Money.fen), "\(b) of \(a)")
        }
    }

    @Test(
        "A price times a count is exact before it is rounded",
        arguments: [.halfUp, .down] as [Rounding]
    )
    func prices(rounding: Rounding) {
        for (a, b) in Self.pairs(seed: 7) {
            let product = MicroPrice(microYuan: a).times(b, rounding: rounding)
            #expect(product == scaled(a, b, rounding).map(Money.fen), "\(a) × \(b)")
        }
    }

    @Test("A share keeps the currency of the amount")
    func shareCurrency() throws {
        let yen = try #require(Currency(text: "JPY"))
        let share = BasisPoints(250).of(Money(amount: 200, currency: yen), rounding: .halfUp)
        #expect(share == Money(amount: 5, currency: yen))
    }

    @Test(
        "An amount is shown with its currency and two decimals",
        arguments: [
            (0, "CNY 0.00"), (5, "CNY 0.05"), (-5, "CNY -0.05"), (1_234, "CNY 12.34"),
            (-100, "CNY -1.00"), (.min, "CNY -92233720368547758.08"),
        ] as [(Int64, String)]
    )
    func text(amount: Int64, text: String) { #expect(Money.fen(amount).description == text) }

    @Test(
        "Out of range on the wire is refused",
        arguments: [("-1", 0), ("10001", 0)] as [(String, Int)]
    )
    func basisPointsRange(text: String, offset: Int) throws {
        #expect(throws: WireError(.outOfRange("0 to 10000"), at: offset)) {
            try BasisPoints(wire: text.utf8)
        }
        #expect(try BasisPoints(wire: "10000".utf8) == BasisPoints(10_000))
        #expect(throws: WireError(.outOfRange("0 to 2^53-1"), at: 0)) {
            try MicroPrice(wire: "-1".utf8)
        }
    }
}
