import Units
public import Wire

/// Part of a list, and where the next part begins.
public struct Page<Element: WireValue>: Sendable {
    /// The elements of this part.
    public let data: [Element]
    /// What to give as `after` for the next page; `nil` on the last one.
    public let next: Cursor?

    /// A part of these elements.
    public init(data: [Element], next: Cursor?) {
        self.data = data
        self.next = next
    }

    /// The part of a list that `arguments` ask for.
    ///
    /// The items must stand in ascending order of `key`, or in descending order with
    /// `newestFirst`; keys must be unique and must not change. What `show` gives no element for is
    /// left out.
    public init<Item, Key: Comparable & WireValue>(
        of items: some Sequence<Item>,
        by key: (Item) -> Key,
        _ arguments: Arguments,
        newestFirst: Bool = false,
        show: (Item) -> Element?
    ) throws(QueryError) {
        var after: Key?
        if let cursor: Cursor = arguments.optional("after") {
            guard let key = try? Key(wire: cursor.bytes) else { throw .invalidParameter("after") }
            after = key
        }
        let limit = arguments.optional("limit", as: PageLimit.self) ?? .usual
        var data: [Element] = []
        var last: Key?
        var next: Cursor?
        for item in items {
            let key = key(item)
            if let after, newestFirst ? key >= after : key <= after { continue }
            guard let element = show(item) else { continue }
            if data.count == limit.count {
                next = last.map { Cursor(bytes: $0.wire) }
                break
            }
            data.append(element)
            last = key
        }
        self.init(data: data, next: next)
    }
}

extension Page: WireValue {
    public static var schema: Schema {
        .object(
            name: "\(Element.self)Page",
            members: [
                .init("data", .array(Element.schema), isOptional: false, documentation: ""),
                .init(
                    "next",
                    Cursor.schema,
                    isOptional: true,
                    documentation: "What to give as `after` for the next page."
                ),
            ]
        )
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("data")
        data.write(to: &writer)
        if let next {
            writer.key("next")
            next.write(to: &writer)
        }
        writer.endObject()
    }

    public init(from reader: inout JSONReader) throws(WireError) {
        let members: [StaticString] = ["data", "next"]
        try reader.beginObject()
        try reader.require("data", of: members)
        data = try .init(from: &reader)
        next = try reader.key("next") ? try Cursor(from: &reader) : nil
        try reader.endObject(of: members)
    }
}

/// A place in a list, for the exchange alone to read.
public struct Cursor: Hashable, WireString {
    let bytes: [UInt8]

    public static let format = Schema.Format(
        "cursor",
        pattern: "^([0-9a-f]{2}){1,256}$",
        maximumLength: 512,
        example: "31"
    )

    init(bytes: [UInt8]) { self.bytes = bytes }

    public init?(text: String) {
        guard 2...512 ~= text.utf8.count, let bytes = Hex.decode(text) else { return nil }
        self.bytes = bytes
    }

    public var text: String { Hex.encode(bytes) }
}

/// How many elements a page has at most: 1 to 200.
public struct PageLimit: Hashable, WireValue {
    let count: Int

    /// Where none is asked for: 50.
    static let usual = PageLimit(count: 50)

    public static let schema = Schema.integer(minimum: 1, maximum: 200)

    private init(count: Int) { self.count = count }

    public func write(to writer: inout JSONWriter) { writer.integer(Int64(count)) }

    public init(from reader: inout JSONReader) throws(WireError) {
        let start = reader.offset
        count = Int(try reader.integer())
        guard 1...200 ~= count else { throw WireError(.outOfRange("1 to 200"), at: start) }
    }
}
