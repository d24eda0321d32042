import KernelTesting
import Testing
import Units

@Suite("Unified social credit code")
struct USCCTests {
    static let valid = ["91350100M000100Y43", "91110000MA01ABCD1M"]

    @Test("V26: the worked codes are valid", arguments: valid)
    func worked(code: String) {
        #expect(USCC(text: code)?.text == code)
    }

    /// The weights as GB 32100-2015 prints them, and the check it describes.
    private func isValid(_ code: String) -> Bool {
        let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
        let values = code.map { character in
            alphabet.firstIndex(of: character).map {
                alphabet.distance(from: "".startIndex, to: $0)
            }
        }
        guard values.count == 18, !values.contains(nil) else { return false }
        let numbers = values.compactMap { $0 }
        let sum = zip(numbers, weights).reduce(0) { $0 + $1.0 * $1.1 }
        return (sum + numbers[17]) % 31 == 0
    }

    /// 31 is prime and 3 generates its multiplicative group, so the check finds all of these.
    @Test("V26: no changed character and no swap of neighbours goes unnoticed", arguments: valid)
    func slips(code: String) {
        let alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabz- "
        for miss in code.nearMisses(alphabet) {
            let isRead = USCC(text: miss) != nil
            #expect(isRead == isValid(miss), "\(miss)")
            #expect(!isRead || miss.count != 18 || sorted(miss) != sorted(code), "\(miss)")
            let changed = zip(miss, code).count { $0 != $1 }
            #expect(!isRead || miss.count != 18 || changed > 2, "\(miss)")
        }
    }

    private func sorted(_ text: String) -> [Character] { text.sorted() }

    @Test("Every code with a right check character is read, and only with that one")
    func random() throws {
        var generator = SplitMix64(seed: 26)
        let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
        for _ in 0..<300 {
            let stem = String((0..<17).compactMap { _ in generator.element(of: alphabet) })
            let read = alphabet.filter { USCC(text: stem + String($0)) != nil }
            #expect(read.count == 1 && isValid(stem + String(read)))
        }
    }

    @Test("Codes are in order of their bytes")
    func order() throws {
        let codes = try Self.valid.map { try #require(USCC(text: $0)) }
        #expect(codes[1] < codes[0] && !(codes[0] < codes[1]) && !(codes[0] < codes[0]))
    }
}
