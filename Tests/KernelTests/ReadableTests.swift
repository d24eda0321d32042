import Kernel
import Ledgers
import Testing
import Units
import Wire

/// What is decided is recorded without reading it back: the writer must know what can't be read.
@Suite("What a reader would take")
struct ReadableTests {
    static let integers: [Int64] = [
        0, 1, -1, 9_999, 10_000, 10_001, WireInteger.limit, WireInteger.limit + 1,
        -WireInteger.limit, -WireInteger.limit - 1, .max, .min,
    ]

    @Test("The writer says so exactly when the form reads back", arguments: integers)
    func numbers(number: Int64) {
        expectTold(number)
        expectTold(ID<Member>(number))
        expectTold(Actor.member(ID(number)))
        expectTold(Account.cash(ID(number)))
        expectTold(Account.outgoing(ID(number)))
        expectTold(Account.escrow(ID(number)))
        expectTold(BasisPoints(number))
        expectTold(MicroPrice(microYuan: number))
        expectTold(Instant(microseconds: number))
        expectTold(Day(number))
        expectTold([Money.fen(number), .fen(1)])
    }

    @Test("A string that NUL is in has no form", arguments: ["", "a", "\u{0}", "a\u{0}b", "\u{1}"])
    func strings(text: String) {
        expectTold(text)
    }

    private func expectTold<Value: WireValue>(
        _ value: Value,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var writer = JSONWriter()
        value.write(to: &writer)
        let isReadable = writer.isReadable
        let bytes = writer.bytes
        let reads = (try? Value(wire: bytes)) != nil
        #expect(isReadable == reads, "\(value)", sourceLocation: sourceLocation)
    }
}
