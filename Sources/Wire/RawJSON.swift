/// One value in its canonical form, kept as bytes because its type isn't known here.
public struct RawJSON: Hashable, Sendable {
    /// The canonical form.
    public let bytes: [UInt8]

    /// The form of a value.
    public init(_ value: some WireValue) { bytes = value.wire }

    /// Bytes that a `JSONWriter` made.
    public init(canonical bytes: [UInt8]) { self.bytes = bytes }

    /// The bytes, when they are the canonical form of one value.
    public init(checking bytes: some Sequence<UInt8>) throws(WireError) {
        try self.init(wire: bytes)
    }
}

extension RawJSON: WireValue {
    public static let schema = Schema.object(name: "Any", members: [])

    public func write(to writer: inout JSONWriter) { writer.canonical(bytes) }

    public init(from reader: inout JSONReader) throws(WireError) {
        bytes = Array(try reader.canonical())
    }
}
