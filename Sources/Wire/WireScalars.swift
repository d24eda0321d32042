extension Int64: WireValue {
    public static var schema: Schema {
        .integer(minimum: -WireInteger.limit, maximum: WireInteger.limit)
    }

    public func write(to writer: inout JSONWriter) { writer.integer(self) }

    public init(from reader: inout JSONReader) throws(WireError) {
        self = try reader.integer()
    }
}

extension Int: WireValue {
    public static var schema: Schema { Int64.schema }

    public func write(to writer: inout JSONWriter) { writer.integer(Int64(self)) }

    public init(from reader: inout JSONReader) throws(WireError) {
        self = Int(try reader.integer())
    }
}

extension Bool: WireValue {
    public static var schema: Schema { .bool }

    public func write(to writer: inout JSONWriter) { writer.bool(self) }

    public init(from reader: inout JSONReader) throws(WireError) {
        self = try reader.bool()
    }
}

extension String: WireValue {
    public static var schema: Schema { .text }

    public func write(to writer: inout JSONWriter) { writer.string(self) }

    public init(from reader: inout JSONReader) throws(WireError) {
        self = try reader.string()
    }
}

extension Array: WireValue where Element: WireValue {
    public static var schema: Schema { .array(Element.schema) }

    public func write(to writer: inout JSONWriter) {
        writer.beginArray()
        for element in self { element.write(to: &writer) }
        writer.endArray()
    }

    public init(from reader: inout JSONReader) throws(WireError) {
        self = []
        try reader.beginArray()
        while try reader.element() { append(try Element(from: &reader)) }
    }
}

/// A string enum is the string of its raw value.
extension WireValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    public static var schema: Schema { .enumeration(allCases.map(\.rawValue)) }

    public func write(to writer: inout JSONWriter) { writer.string(rawValue) }

    public init(from reader: inout JSONReader) throws(WireError) {
        let failure = reader
        let text = try reader.string()
        guard let value = Self(rawValue: text) else { throw failure.error(.unknownCase(text)) }
        self = value
    }
}

/// A value whose canonical form is one string in a format of its own.
public protocol WireString: WireValue {
    /// The form of the text.
    static var format: Schema.Format { get }
    /// The value written as `text`, or `nil` when there is none.
    init?(text: String)
    /// The one text of this value.
    var text: String { get }
}

extension WireString {
    public static var schema: Schema { .string(format) }

    public func write(to writer: inout JSONWriter) { writer.string(text) }

    public init(from reader: inout JSONReader) throws(WireError) {
        let failure = reader
        guard let value = Self(text: try reader.string()) else {
            throw failure.error(.expected(Self.format.name))
        }
        self = value
    }
}
