/// A SHA-256 value: 32 bytes, compared and ordered as bytes, written as 64 lowercase hex digits.
public struct Digest: Hashable, Sendable {
    /// The bytes as four big-endian words, so that comparing words compares bytes.
    let words: (UInt64, UInt64, UInt64, UInt64)

    /// The digest with these bytes, or `nil` unless there are exactly 32.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        words =
            bytes.withContiguousStorageIfAvailable(Self.words)
            ?? Array(bytes).withUnsafeBufferPointer(Self.words)
    }

    /// Loads 32 bytes a word at a time: every hash that is computed passes here.
    private static func words(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> (UInt64, UInt64, UInt64, UInt64) {
        func word(_ index: Int) -> UInt64 {
            let bytes = UnsafeRawBufferPointer(bytes)
            return UInt64(
                bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
            )
        }
        return (word(0), word(1), word(2), word(3))
    }

    /// The digest written as 64 lowercase hex digits, or `nil` when `hex` is anything else.
    public init?(hex: some StringProtocol) {
        var rest = hex.utf8[...]
        guard rest.count == 64 else { return nil }
        func word() -> UInt64? {
            defer { rest = rest.dropFirst(16) }
            return Hex.word(rest.prefix(16))
        }
        guard let first = word(), let second = word(), let third = word(), let fourth = word()
        else { return nil }
        words = (first, second, third, fourth)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        withUnsafeBytes(
            of: (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
        ) { Array($0) }
    }

    /// 64 lowercase hex digits.
    public var hex: String { Hex.encode(bytes) }

    public static func == (a: Self, b: Self) -> Bool { a.words == b.words }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension Digest: Comparable {
    public static func < (a: Self, b: Self) -> Bool { a.words < b.words }
}

extension Digest: CustomStringConvertible {
    public var description: String { hex }
}

/// Lowercase base-16.
public enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two lowercase digits a byte.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.underestimatedCount)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of lowercase hex digits, or `nil` for an odd count or any other character.
    public static func decode(_ hex: some StringProtocol) -> [UInt8]? {
        let text = Array(hex.utf8)
        guard text.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let high = value(text[index]), let low = value(text[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// The number that up to sixteen lowercase hex digits write, or `nil` for other characters.
    static func word(_ digits: some Sequence<UInt8>) -> UInt64? {
        var word: UInt64 = 0
        for digit in digits {
            guard let value = value(digit) else { return nil }
            word = word << 4 | UInt64(value)
        }
        return word
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
