public import Wire

extension Digest: WireString {
    public static var format: Schema.Format {
        .init(
            "SHA-256 digest in hex",
            pattern: "^[0-9a-f]{64}$",
            maximumLength: 64,
            example: String(repeating: "0", count: 64)
        )
    }

    public init?(text: String) { self.init(hex: text) }
    public var text: String { hex }

    public func write(to writer: inout JSONWriter) {
        writer.hex((words.0, words.1), (words.2, words.3))
    }
}

/// 128 bits written as 32 lowercase hex digits, compared as bytes.
public protocol HexIdentifier: Hashable, Comparable, WireString, CustomStringConvertible {
    /// The first eight bytes, the most significant first.
    var high: UInt64 { get }
    /// The last eight bytes.
    var low: UInt64 { get }
    /// The identifier with these bytes.
    init(high: UInt64, low: UInt64)
}

extension HexIdentifier {
    public static var format: Schema.Format {
        .init(
            "32 lowercase hex digits",
            pattern: "^[0-9a-f]{32}$",
            maximumLength: 32,
            example: "00112233445566778899aabbccddeeff"
        )
    }

    /// The identifier with these bytes, or `nil` unless there are exactly 16.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var words: [UInt64] = [0, 0]
        for (offset, byte) in bytes.enumerated() {
            words[offset / 8] = words[offset / 8] << 8 | UInt64(byte)
        }
        self.init(high: words[0], low: words[1])
    }

    public init?(text: String) {
        let text = text.utf8
        guard text.count == 32, let high = Hex.word(text.prefix(16)),
            let low = Hex.word(text.suffix(16))
        else { return nil }
        self.init(high: high, low: low)
    }

    public func write(to writer: inout JSONWriter) { writer.hex((high, low)) }

    /// The 16 bytes, the most significant first.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }

    public var text: String { Hex.encode(bytes) }
    public var description: String { text }
    public static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

/// The name of a signing key: the first 16 bytes of SHA-256(algorithm byte ‖ key bytes).
public struct KeyID: HexIdentifier {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// The name a client gives its command, so that sending it again does nothing again.
public struct CommandID: HexIdentifier {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// Random bytes that keep a record's hash from being guessed: 128 bits.
public struct Salt: HexIdentifier {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// A signature of 64 bytes as 128 lowercase hex digits.
public struct SignatureText: Hashable, WireString {
    public let text: String

    public static let format = Schema.Format(
        "signature",
        pattern: "^[0-9a-f]{128}$",
        maximumLength: 128,
        example: String(repeating: "0", count: 128)
    )

    public init?(text: String) {
        guard text.utf8.count == 128, Hex.decode(text) != nil else { return nil }
        self.text = text
    }
}
