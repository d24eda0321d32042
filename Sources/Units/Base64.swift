/// Base64 as RFC 4648 defines it, read strictly: one text for each value.
///
/// Foundation's decoder accepts several texts for the same bytes; a signed record must not.
public enum Base64: Sendable {
    /// The standard alphabet, padded (§4).
    case padded
    /// The alphabet that is safe in addresses, unpadded (§5).
    case urlSafe

    private var alphabet: [UInt8] { self == .padded ? Self.standardAlphabet : Self.urlAlphabet }
    private var values: [UInt8] { self == .padded ? Self.standardValues : Self.urlValues }

    /// The one text of these bytes.
    public func encode(_ bytes: some Collection<UInt8>) -> String {
        let alphabet = alphabet
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 3 * 4 + 4)
        var bits: UInt32 = 0
        var held = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            held += 8
            while held >= 6 {
                held -= 6
                text.append(alphabet[Int(bits >> UInt32(held) & 63)])
            }
        }
        if held > 0 { text.append(alphabet[Int(bits << UInt32(6 - held) & 63)]) }
        while self == .padded, !text.count.isMultiple(of: 4) { text.append(UInt8(ascii: "=")) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes, or `nil` unless `text` is exactly what `encode` writes for them.
    public func decode(_ text: some StringProtocol) -> [UInt8]? {
        let values = values
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 4 * 3 + 3)
        var bits: UInt32 = 0
        var held = 0
        for digit in text.utf8 where digit != UInt8(ascii: "=") {
            let value = values[Int(digit)]
            guard value < 64 else { return nil }
            bits = bits << 6 | UInt32(value)
            held += 6
            if held >= 8 {
                held -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
            }
        }
        return encode(bytes) == text ? bytes : nil
    }

    private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    private static let standardAlphabet = Array((letters + "+/").utf8)
    private static let urlAlphabet = Array((letters + "-_").utf8)
    private static let standardValues = inverse(standardAlphabet)
    private static let urlValues = inverse(urlAlphabet)

    private static func inverse(_ alphabet: [UInt8]) -> [UInt8] {
        var values = [UInt8](repeating: .max, count: 256)
        for (value, digit) in alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }
}
