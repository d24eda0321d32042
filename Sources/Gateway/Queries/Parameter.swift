import Kernel
public import Wire

/// A parameter of a query, in its path or after the question mark.
public struct Parameter: Sendable {
    /// Its name, in the path's braces or before the equals sign.
    public let name: String
    /// What it means.
    public let documentation: String
    /// The form of its values.
    public let schema: Schema
    let isRequired: Bool
    /// Whether a text is a value.
    let accepts: @Sendable (String) -> Bool

    /// A parameter whose texts are values of `type`.
    ///
    /// Those in the path are always required.
    public init<Value: WireValue>(
        _ name: String,
        _ type: Value.Type,
        isRequired: Bool = false,
        _ documentation: String
    ) {
        self.name = name
        self.documentation = documentation
        self.isRequired = isRequired
        schema = Value.schema
        accepts = { Value(parameter: $0) != nil }
    }
}

extension WireValue {
    /// The value that `text` is in a URL: a string as it is, anything else in its JSON form.
    init?(parameter text: String) {
        var writer = JSONWriter()
        switch Self.schema {
        case .string, .enumeration: writer.string(text)
        default: writer.canonical(Array(text.utf8))
        }
        guard let value = try? Self(wire: writer.bytes) else { return nil }
        self = value
    }
}

/// The parameters of one query as they were sent, each checked against its declaration.
public struct Arguments: Sendable {
    private let values: [String: String]

    /// Reads what a target holds: the values of the path's parameters, percent-encoded as sent, and
    /// what follows the question mark.
    init(
        path: [(name: String, value: String)],
        query: String?,
        of parameters: [Parameter]
    ) throws(Problem) {
        var values: [String: String] = [:]
        // A form writes a space as `+`, which in a path is itself.
        let query = (query ?? "").map { $0 == "+" ? "%20" : String($0) }.joined()
        for (name, value) in path + Self.pairs(query) {
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                throw Problem(.unknownParameter, .init("parameter", name))
            }
            guard values[name] == nil, let text = Self.decode(value), parameter.accepts(text) else {
                throw Problem(.invalidParameter, .init("parameter", name))
            }
            values[name] = text
        }
        for parameter in parameters where parameter.isRequired && values[parameter.name] == nil {
            throw Problem(.missingParameter, .init("parameter", parameter.name))
        }
        self.values = values
    }

    /// The value of a parameter; `nil` when it wasn't given.
    public func optional<Value: WireValue>(
        _ name: String,
        as type: Value.Type = Value.self
    ) -> Value? {
        values[name].flatMap { Value(parameter: $0) }
    }

    /// The value of a required parameter.
    ///
    /// - Throws: `invalidParameter` where the declaration says another type.
    public func value<Value: WireValue>(
        _ name: String,
        as type: Value.Type = Value.self
    ) throws(QueryError) -> Value {
        guard let value: Value = optional(name) else { throw .invalidParameter(name) }
        return value
    }

    private static func pairs(_ query: String) -> [(name: String, value: String)] {
        query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = decode(String(parts[0])) ?? String(parts[0])
            return (name, parts.count == 2 ? String(parts[1]) : "")
        }
    }

    /// The text that is percent-encoded so.
    private static func decode(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst()?.hexDigit, let low = rest.popFirst()?.hexDigit else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
