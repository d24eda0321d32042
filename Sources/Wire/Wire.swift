/// Derives a type's canonical JSON codec, its schema and its public memberwise initializer.
///
/// A struct is an object of its stored properties; an optional that is `nil` is absent. An enum is
/// an object of one member named after the case, whose value is the one unlabelled associated
/// value, or an object of the labelled ones. Doc comments become the schema's descriptions.
@attached(extension, conformances: WireValue, WireEnum)
@attached(
    member,
    names: named(init),
    named(schema),
    named(write),
    named(cases),
    named(caseName),
    named(writePayload)
)
public macro Wire() = #externalMacro(module: "WireMacros", type: "WireMacro")

/// A value with one canonical JSON form (RFC 8785, integers only).
///
/// Reading accepts only the canonical form, so `read ∘ write` and `write ∘ read` are both the
/// identity: the bytes that are stored, hashed, signed and shown are the same bytes.
public protocol WireValue: Sendable {
    /// What the form looks like, for the API description, the command line and forms.
    static var schema: Schema { get }

    /// Appends the canonical form.
    func write(to writer: inout JSONWriter)

    /// Reads the canonical form, and nothing else.
    init(from reader: inout JSONReader) throws(WireError)
}

extension WireValue {
    /// The canonical JSON bytes.
    @inlinable
    public var wire: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// The value whose canonical form is exactly `bytes`.
    @inlinable
    public init(wire bytes: some Sequence<UInt8>) throws(WireError) {
        var reader = JSONReader(bytes)
        try self.init(from: &reader)
        try reader.end()
    }
}

/// A value that is one of several named cases: `{"case":payload}`.
public protocol WireEnum: WireValue {
    /// The cases, in order of declaration.
    static var cases: [Schema.Case] { get }

    /// The name of this value's case.
    var caseName: StaticString { get }

    /// Appends the canonical form of the payload alone.
    func writePayload(to writer: inout JSONWriter)

    /// Reads the payload of the case called `name`.
    init(case name: String, from reader: inout JSONReader) throws(WireError)
}

extension WireEnum {
    public static var schema: Schema { .oneOf(name: "\(Self.self)", cases: cases) }

    @inlinable
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key(caseName)
        writePayload(to: &writer)
        writer.endObject()
    }

    @inlinable
    public init(from reader: inout JSONReader) throws(WireError) {
        try reader.beginObject()
        let name = try reader.anyKey()
        try self.init(case: name, from: &reader)
        try reader.endObject(of: [])
    }
}
