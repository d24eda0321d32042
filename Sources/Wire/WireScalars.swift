extension Int64: WireValue {
    public static var schema: Schema {
        .integer(minimum: -WireInteger.limit, maximum: WireInteger.limit)
    }

    @inlinable
    public func write(to writer: inout JSONWriter) { writer.integer(self) }

    @inlinable
    public init(from reader: inout JSONReader) throws(WireError) {
        self = try reader.integer()
    }
}

extension Int: WireValue {
    public static var schema: Schema { Int64.schema }

    @inlinable
    public func write(to writer: inout JSONWriter) { writer.integer(Int64(self)) }

    @inlinable
    public init(from reader: inout JSONReader) throws(WireError) {
        self = Int(try reader.integer())
    }
}

extension Bool: WireValue {
    public static var schema: Schema { .bool }

    @inlinable
    public func write(to writer: inout JSONWriter) { writer.bool(self) }

    @inlinable
    public init(from reader: inout JSONReader) throws(WireError) {
        self = try reader.bool()
    }
}

extension String: WireValue {
    public static var schema: Schema { .text }

    @inlinable
    public func write(to writer: inout JSONWriter) { writer.string(self) }

    @inlinable
    public init(from reader: inout JSONReader) throws(WireError) {
        self = try reader.string()
    }
}

extension Array: WireValue where Element: WireValue {
    public static var schema: Schema { .array(Element.schema) }

    @inlinable
    public func write(to writer: inout JSONWriter) {
        writer.beginArray()
        for element in self { element.write(to: &writer) }
        writer.endArray()
    }

    @inlinable
    public init(from reader: inout JSONReader) throws(WireError) {
        self = []
        try reader.beginArray()
        while try reader.element() { append(try Element(from: &reader)) }
    }
}

/// A string enum is the string of its raw value.
extension WireValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    public static var schema: Schema { .enumeration(allCases.map(\.rawValue)) }

    @inlinable
    public func write(to writer: inout JSONWriter) { writer.string(rawValue) }

    @inlinable
    public init(from reader: inout JSONReader) throws(WireError) {
        let start = reader.offset
        let text = try reader.string()
        guard let value = Self(rawValue: text) else {
            throw WireError(.unknownCase(text), at: start)
        }
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
    /// Whether `text` can be read: not when the value is a mere placeholder, such as member 0.
    var isReadable: Bool { get }
}

extension WireString {
    public static var schema: Schema { .string(format) }

    /// Always: most types hold nothing without a text.
    @inlinable
    public var isReadable: Bool { true }

    @inlinable
    public func write(to writer: inout JSONWriter) {
        writer.string(text)
        if !isReadable { writer.markUnreadable() }
    }

    @inlinable
    public init(from reader: inout JSONReader) throws(WireError) {
        let start = reader.offset
        guard let value = Self(text: try reader.string()) else {
            throw WireError(.expected(Self.format.name), at: start)
        }
        self = value
    }
}
