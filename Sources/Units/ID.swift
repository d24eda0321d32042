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
        let digits = text.utf8.dropFirst(S.prefix.utf8.count + 1)
        guard text.hasPrefix(S.prefix + "-"), let number = Int64(Substring(digits)),
            1...WireInteger.limit ~= number, "\(number)" == Substring(digits)
        else { return nil }
        self.init(number)
    }

    public var text: String { "\(S.prefix)-\(number)" }
    public var description: String { text }
}

/// The subject of a member's ID (会员).
public enum Member: Subject {
    public static let prefix = "M"
}
