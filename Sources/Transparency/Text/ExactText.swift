/// Text that equals other text only if their bytes are the same.
///
/// `String` finds the composed and the decomposed form of "é" equal; names that decide which key
/// is trusted must not.
public struct ExactText: Hashable, Sendable {
    /// The bytes, UTF-8 unless the format that they came from allows others.
    public let bytes: [UInt8]

    /// The text with these bytes.
    public init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// The UTF-8 bytes of `text`.
    public init(_ text: String) { bytes = Array(text.utf8) }
}

extension ExactText: Comparable {
    public static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

extension ExactText: ExpressibleByStringLiteral {
    /// The UTF-8 bytes of a literal.
    public init(stringLiteral: String) { self.init(stringLiteral) }
}

extension ExactText: CustomStringConvertible {
    /// The text for a person to read; bytes that aren't UTF-8 show as replacement characters.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension ExactText {
    /// Whether signed notes allow this as the name of a key: not empty, no Unicode space, no `+`,
    /// no control character (signed-note, "Format").
    var isKeyName: Bool {
        guard !bytes.isEmpty, bytes.areNoteText, !bytes.contains(.lineFeed) else { return false }
        return description.unicodeScalars.allSatisfy {
            $0 != "+" && !$0.properties.isWhitespace
        }
    }
}

extension Collection<UInt8> {
    /// Whether signed notes allow these bytes: UTF-8 with no control character but line feed.
    var areNoteText: Bool {
        allSatisfy { $0 >= 0x20 || $0 == .lineFeed }
            && String(validating: self, as: UTF8.self) != nil
    }
}
