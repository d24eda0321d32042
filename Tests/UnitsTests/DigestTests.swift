import KernelTesting
import Testing
import Units

@Suite("Digest and hex")
struct DigestTests {
    @Test("Every byte is two lowercase digits, and reads back")
    func bytes() {
        for byte in UInt8.min...UInt8.max {
            let hex = String(byte, radix: 16)
            #expect(Hex.encode([byte]) == (hex.count == 1 ? "0" : "") + hex)
            #expect(Hex.decode(Hex.encode([byte])) == [byte])
        }
        #expect(Hex.decode("") == [])
    }

    @Test("Hex of an odd count, in capitals or of anything else is refused")
    func refused() {
        for text in ["0", "000", "0G", "AB", "0x00", " 00", "00 ", "-1", "é"] {
            #expect(Hex.decode(text) == nil, "\(text)")
        }
        for character in 0..<128 as Range<UInt8> {
            let text = String(UnicodeScalar(character))
            #expect((Hex.decode("0" + text) != nil) == "0123456789abcdef".contains(text))
        }
    }

    @Test("A digest has 32 bytes, no fewer and no more")
    func length() {
        for count in 0...70 {
            let bytes = (0..<UInt8(count)).map { $0 &* 7 }
            #expect(Digest(bytes: bytes)?.bytes == (count == 32 ? bytes : nil))
            #expect(Digest(hex: Hex.encode(bytes))?.bytes == (count == 32 ? bytes : nil))
        }
        for count in 0...40 {
            let bytes = [UInt8](repeating: 0xC3, count: count)
            #expect(KeyID(bytes: bytes)?.bytes == (count == 16 ? bytes : nil))
        }
    }

    @Test("Digests and keys are equal and in order as their bytes are")
    func order() throws {
        var generator = SplitMix64(seed: 3)
        for _ in 0..<500 {
            let a = (0..<32).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            var b = a
            if !generator.oneIn(8) {
                b[Int(generator.number(in: 0...31))] = UInt8(truncatingIfNeeded: generator.next())
            }
            let first = try #require(Digest(bytes: a))
            let second = try #require(Digest(bytes: b))
            #expect((first < second) == a.lexicographicallyPrecedes(b))
            #expect((first == second) == (a == b))
            #expect(a != b || Set([first, second]).count == 1)
            let left = try #require(Salt(bytes: a[..<16]))
            let right = try #require(Salt(bytes: b[..<16]))
            #expect((left < right) == a[..<16].lexicographicallyPrecedes(b[..<16]))
        }
    }
}
