public import Wire

/// What an ID stands for, and the letters its text begins with.
public protocol Subject {
    /// Two or three capital letters, such as `DP` for a data product.
    static var prefix: String { get }
}

/// The number of one subject, handed out by the exchange from 1 upwards.
///
/// An auction's ID can't be passed where a member's is wanted. Its text is the prefix, a hyphen
/// and the number: `DP-17`.
public struct ID<S: Subject>: Hashable, Comparable, Sendable {
    /// From 1 on the wire; 0 is nobody's.
    public let number: Int64

    /// The ID of this number.
    public init(_ number: Int64) { self.number = number }

    public static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}

extension ID: WireString, CustomStringConvertible {
    public static var format: Schema.Format {
        .init(
            "\(S.prefix) number",
            pattern: "^\(S.prefix)-[1-9][0-9]{0,15}$",
            maximumLength: 20,
            example: "\(S.prefix)-1"
        )
    }

    public init?(text: String) {
        var rest = text.utf8[...]
        for letter in S.prefix.utf8 where rest.popFirst() != letter { return nil }
        guard rest.popFirst() == UInt8(ascii: "-"), 1...16 ~= rest.count,
            rest.first != UInt8(ascii: "0")
        else { return nil }
        var number: Int64 = 0
        for byte in rest {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            number = number * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        self.init(number)
        guard isReadable else { return nil }
    }

    public var text: String { S.prefix + "-" + String(number) }
    public var isReadable: Bool { 1...WireInteger.limit ~= number }
    public var description: String { text }
}

/// The subject of a member's ID (会员).
public enum Member: Subject {
    public static let prefix = "M"
}
