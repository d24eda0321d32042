import Foundation

/// Standard base64 with padding (RFC 4648 §4).
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// The bytes, or `nil` if encoding them again doesn't give the same text.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard let bytes = decodeLoosely(text) else { return nil }
        return encode(bytes).utf8.elementsEqual(text) ? bytes : nil
    }

    /// The bytes, even if bits that carry nothing aren't zero.
    static func decodeLoosely(_ text: some Collection<UInt8>) -> [UInt8]? {
        Data(base64Encoded: Data(text)).map(Array.init)
    }
}
