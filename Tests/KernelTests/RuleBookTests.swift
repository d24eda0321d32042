import Kernel
import KernelTesting
import Testing
import Units
import Wire

@Suite("Rule book")
struct RuleBookTests {
    typealias Tier = RuleBook.Fees.Tier

    @Test(
        "V19: the fee is each tier's rate on its part of the price",
        arguments: [
            (800_000, 20_000), (3_500_000, 62_500), (25_000_000, 235_000), (0, 0),
            (1_000_000, 25_000), (10_000_000, 160_000),
        ] as [(Int64, Int64)]
    )
    func worked(yuan: Int64, fee: Int64) {
        #expect(RuleBook.example.fees.fee(on: .fen(yuan * 100)) == .fen(fee * 100))
    }

    @Test("A tier's fee is rounded half up, once, at the fen")
    func rounding() {
        let fees = RuleBook.example.fees
        // 2.5 % of 19 fen is 0.475, of 20 fen 0.5, of 60 fen 1.5.
        #expect([19, 20, 59, 60].map { fees.fee(on: .fen($0))?.amount } == [0, 1, 1, 2])
        // One fen into the second tier: 1.5 % of it is nothing.
        #expect(fees.fee(on: .fen(100_000_001)) == .fen(2_500_000))
        #expect(fees.fee(on: .fen(100_000_034)) == .fen(2_500_001))
    }

    @Test("A price below zero or beyond the wire has no fee; the highest on the wire has one")
    func ends() {
        let fees = RuleBook.example.fees
        #expect(fees.fee(on: .fen(-1)) == nil)
        #expect(fees.fee(on: .fen(.min)) == nil)
        #expect(fees.fee(on: .fen(.max)) == nil)
        let most = Money.fen(WireInteger.limit)
        #expect(fees.fee(on: most) == .fen(45_035_996_273_705 + 11_000_000))
    }

    @Test("The fee is what a sum in 128 bits gives, and never falls as the price rises")
    func twin() {
        var generator = SplitMix64(seed: 19)
        for _ in 0..<200 {
            var limits = Set((0..<3).map { _ in generator.number(in: 1...1_000_000_000) }).sorted()
            let rates = (0...limits.count).map { _ in generator.number(in: 0...10_000) }
            let tiers = zip(limits.map(Optional.some) + [nil], rates).map {
                Tier(upTo: $0, rate: BasisPoints($1))
            }
            let fees = RuleBook.Fees(tiers: tiers)
            #expect(fees.isWellFormed)
            limits.append(.max)
            var last: Int64 = 0
            for price in (0..<20).map({ _ in generator.number(in: 0...2_000_000_000) }).sorted() {
                var lower: Int128 = 0
                var sum: Int128 = 0
                for (limit, rate) in zip(limits, rates) {
                    let upper = min(Int128(limit), Int128(price))
                    sum += max(0, (upper - lower) * Int128(rate) + 5_000) / 10_000
                    lower = max(lower, upper)
                }
                let fee = fees.fee(on: .fen(price))
                #expect(fee?.amount == Int64(sum))
                #expect(last <= Int64(sum))
                last = Int64(sum)
            }
        }
    }

    @Test(
        "Tiers ascend from zero, and only the last is open",
        arguments: [
            ([], false), ([nil], true), ([5], false), ([5, nil], true), ([0, nil], false),
            ([-1, nil], false), ([5, 5, nil], false), ([5, 4, nil], false), ([nil, nil], false),
            ([nil, 5], false), ([4, 5, nil], true), ([4, nil, 5, nil], false),
        ] as [([Int64?], Bool)]
    )
    func wellFormed(limits: [Int64?], isWellFormed: Bool) {
        let tiers = limits.map { Tier(upTo: $0, rate: BasisPoints(1)) }
        #expect(RuleBook.Fees(tiers: tiers).isWellFormed == isWellFormed)
    }

    @Test("A rule book reads back from its form")
    func wire() throws {
        #expect(try RuleBook(wire: RuleBook.example.wire) == .example)
    }
}
