import Wire

/// A JSON value whose members keep the order they are written in.
enum JSONTree: Sendable {
    case string(String)
    case integer(Int64)
    case bool(Bool)
    case array([JSONTree])
    case object([(name: String, value: JSONTree)])
    /// A value in its canonical form.
    case canonical([UInt8])

    var bytes: [UInt8] {
        var writer = JSONWriter(reserving: 1 << 16)
        write(to: &writer)
        return writer.bytes
    }

    private func write(to writer: inout JSONWriter) {
        switch self {
        case .string(let text): writer.string(text)
        case .integer(let value): writer.integer(value)
        case .bool(let value): writer.bool(value)
        case .canonical(let bytes): writer.canonical(bytes)
        case .array(let values):
            writer.beginArray()
            for value in values { value.write(to: &writer) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.name)
                member.value.write(to: &writer)
            }
            writer.endObject()
        }
    }

    /// The members of both, in order.
    static func + (a: Self, b: Self) -> Self {
        guard case .object(let first) = a, case .object(let second) = b else { return a }
        return .object(first + second)
    }
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    init(stringLiteral text: String) { self = .string(text) }
}

extension JSONTree: ExpressibleByIntegerLiteral {
    init(integerLiteral value: Int64) { self = .integer(value) }
}

extension JSONTree: ExpressibleByBooleanLiteral {
    init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONTree: ExpressibleByArrayLiteral {
    init(arrayLiteral values: JSONTree...) { self = .array(values) }
}

extension JSONTree: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral members: (String, JSONTree)...) {
        self = .object(members.map { (name: $0.0, value: $0.1) })
    }
}
