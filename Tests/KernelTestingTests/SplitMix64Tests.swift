import KernelTesting
import Testing

@Suite("SplitMix64")
struct SplitMix64Tests {
    /// The published outputs of the reference implementation (Vigna, `splitmix64.c`).
    @Test(
        "A seed gives the reference's numbers",
        arguments: [
            (0, [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]),
            (
                1_234_567,
                [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
            ),
        ] as [(UInt64, [UInt64])]
    )
    func reference(seed: UInt64, expected: [UInt64]) {
        var generator = SplitMix64(seed: seed)
        #expect(expected.map { _ in generator.next() } == expected)
    }

    @Test(
        "A number stays in its range and reaches both ends",
        arguments: [0...0, -3...3, Int64.min...Int64.max, Int64.max - 1...Int64.max]
    )
    func range(range: ClosedRange<Int64>) {
        var generator = SplitMix64(seed: 1)
        let numbers = (0..<200).map { _ in generator.number(in: range) }
        #expect(numbers.allSatisfy(range.contains))
        let width = range.upperBound.subtractingReportingOverflow(range.lowerBound)
        guard !width.overflow, width.partialValue < 10 else { return }
        #expect(Set(numbers) == Set(range))
    }

    @Test("An element is one of the choices, and there is none of nothing")
    func element() {
        var generator = SplitMix64(seed: 2)
        #expect(Set((0..<100).map { _ in generator.element(of: ["a", "b"]) }) == ["a", "b"])
        #expect(generator.element(of: [String]()) == nil)
    }
}
