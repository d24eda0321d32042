public import Wire

/// A unified social credit code (统一社会信用代码): 18 characters, the last a check character.
///
/// GB 32100: Σ v(cᵢ)·3^(i−1) over the first 17, check = (31 − Σ mod 31) mod 31 (`domain.md` §2.2).
public struct USCC: Hashable, Comparable, WireString, CustomStringConvertible {
    public let text: String

    public static let format = Schema.Format(
        "unified social credit code with a right check character",
        pattern: "^[0-9A-HJ-NPQRTUWXY]{18}$",
        maximumLength: 18,
        example: "91350100M000100Y43"
    )

    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

    public init?(text: String) {
        let values = text.utf8.map { Self.alphabet.firstIndex(of: $0) ?? -1 }
        guard values.count == 18, !values.contains(-1) else { return nil }
        var weight = 1
        var sum = 0
        for value in values.dropLast() {
            sum += value * weight
            weight = weight * 3 % 31
        }
        guard values[17] == (31 - sum % 31) % 31 else { return nil }
        self.text = text
    }

    public var description: String { text }

    /// By bytes: the text is ASCII.
    public static func < (a: Self, b: Self) -> Bool {
        a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
    }
}
