public import Wire

extension Table: WireValue where Key: WireValue, Value: WireValue {
    public static var schema: Schema {
        .array(
            .object(
                name: "Entry",
                members: [
                    .init("key", Key.schema, isOptional: false, documentation: ""),
                    .init("value", Value.schema, isOptional: false, documentation: ""),
                ]
            )
        )
    }

    @inlinable
    public func write(to writer: inout JSONWriter) {
        writer.beginArray()
        for (key, value) in self {
            writer.beginObject()
            writer.key("key")
            key.write(to: &writer)
            writer.key("value")
            value.write(to: &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    @inlinable
    public init(from reader: inout JSONReader) throws(WireError) {
        self.init()
        var previous: Key?
        try reader.beginArray()
        while try reader.element() {
            try reader.beginObject()
            try reader.require("key", of: ["key", "value"])
            let key = try Key(from: &reader)
            if let previous, previous >= key {
                throw reader.error(.notCanonical("ascending keys"))
            }
            previous = key
            try reader.require("value", of: ["key", "value"])
            self[key] = try Value(from: &reader)
            try reader.endObject(of: ["key", "value"])
        }
    }
}
