/// One record of a CSV file: its fields as bytes of UTF-8, quotes removed.
///
/// A row is storage that the reader fills again and again, so that reading allocates nothing
/// a field: keep what you need of it, not the row.
public struct CSVRow: Sendable {
    /// Which record it is: 0 is the header, 1 the first row of data.
    public internal(set) var index = 0

    /// The record's bytes; what lies between the fields has no meaning.
    var bytes: [UInt8] = []
    var fields: [Range<Int>] = []

    /// A row for the reader to fill.
    public init() {}

    /// A row with these fields.
    public init(index: Int, _ texts: [String]) {
        self.index = index
        for text in texts {
            let start = bytes.count
            bytes.append(contentsOf: text.utf8)
            fields.append(start..<bytes.count)
        }
    }

    /// How many fields it has.
    public var count: Int { fields.count }

    /// The bytes of the field at `column`, from 0 and less than `count`.
    public subscript(column: Int) -> ArraySlice<UInt8> { bytes[fields[column]] }

    /// The fields as text.
    public var texts: [String] { fields.map { String(decoding: bytes[$0], as: UTF8.self) } }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
    }

    /// Replaces each doubled quote of the field at `column` by one.
    mutating func undoubleQuotes(in column: Int) {
        let field = fields[column]
        var read = field.lowerBound
        var written = read
        while read < field.upperBound {
            bytes[written] = bytes[read]
            read += bytes[read] == ASCII.quote ? 2 : 1
            written += 1
        }
        fields[column] = field.lowerBound..<written
    }
}

enum ASCII {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    /// That of UTF-8, which isn't ASCII but may stand before it.
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    static let backslash = UInt8(ascii: "\\")
}
