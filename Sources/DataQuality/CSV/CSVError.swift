/// Why a file is refused as CSV, and exactly where.
///
/// The reader is strict: it never repairs, skips or guesses, because what it reads is hashed,
/// priced and sold. Rules: RFC 4180, in UTF-8, with a header, and the reader's limits.
public struct CSVError: Error, Hashable, Sendable {
    /// What is wrong, with the facts needed to mend it.
    public enum Reason: Hashable, Sendable {
        /// Nothing in the file (or only a byte order mark).
        case emptyFile
        /// The file starts with the byte order mark of UTF-16.
        case utf16(littleEndian: Bool)
        /// A zero byte: the file is binary, or UTF-16 without a mark.
        case nulByte
        /// Not UTF-8 from here; `looksLikeGBK` when the bytes around read as Chinese in GB 18030.
        case invalidUTF8(looksLikeGBK: Bool)
        /// A quote inside a field that doesn't start with one.
        case quoteInsidePlainField
        /// Something other than a comma or the end of the line after a closing quote.
        case textAfterClosingQuote
        /// The file ends inside a quoted field, which starts here.
        case unclosedQuote
        /// A carriage return that no line feed follows.
        case loneCarriageReturn
        /// A record with more or fewer fields than the header.
        case ragged(found: Int, expected: Int)
        /// A record of more than `limit` bytes.
        case recordTooLong(limit: Int)
        /// A field of more than `limit` bytes, its quotes included.
        case fieldTooLong(limit: Int)
        /// A record of more than `limit` fields.
        case tooManyColumns(limit: Int)
        /// Every name in the first record is a number, a date or a truth value: it must be data.
        case headerMissing
        /// A column without a name.
        case headerNameEmpty
        /// A column with the name of an earlier one, `first` (counted from 1).
        case headerNameDuplicate(name: String, first: Int)
    }

    /// Where in the file.
    public struct Position: Hashable, Sendable {
        /// The record: 0 is the header, 1 the first row of data.
        public let row: Int
        /// The field of the record, from 1.
        public let column: Int
        /// The line as an editor counts it, from 1.
        public let line: Int
        /// The byte, from 0, a byte order mark included.
        public let offset: Int

        /// A position; see the properties for where each count starts.
        public init(row: Int, column: Int, line: Int, offset: Int) {
            self.row = row
            self.column = column
            self.line = line
            self.offset = offset
        }
    }

    /// What is wrong.
    public let reason: Reason
    /// Where it is.
    public let position: Position

    /// An error at a position.
    public init(_ reason: Reason, at position: Position) {
        self.reason = reason
        self.position = position
    }
}

extension CSVError.Reason {
    /// The stable name of the reason in interfaces; it never changes once published.
    public var code: String {
        switch self {
        case .emptyFile: "csv.empty-file"
        case .utf16: "csv.utf-16"
        case .nulByte: "csv.nul-byte"
        case .invalidUTF8: "csv.invalid-utf-8"
        case .quoteInsidePlainField: "csv.quote-inside-plain-field"
        case .textAfterClosingQuote: "csv.text-after-closing-quote"
        case .unclosedQuote: "csv.unclosed-quote"
        case .loneCarriageReturn: "csv.lone-carriage-return"
        case .ragged: "csv.ragged"
        case .recordTooLong: "csv.record-too-long"
        case .fieldTooLong: "csv.field-too-long"
        case .tooManyColumns: "csv.too-many-columns"
        case .headerMissing: "csv.header-missing"
        case .headerNameEmpty: "csv.header-name-empty"
        case .headerNameDuplicate: "csv.header-name-duplicate"
        }
    }

    /// What to do about it.
    public var advice: String {
        switch self {
        case .emptyFile: "give a file with a header"
        case .utf16: "convert it: iconv -f UTF-16 -t UTF-8"
        case .nulByte: "give a text file in UTF-8"
        case .invalidUTF8(looksLikeGBK: true):
            "it looks like GBK; convert it: iconv -f GB18030 -t UTF-8"
        case .invalidUTF8(looksLikeGBK: false): "convert the file to UTF-8"
        case .quoteInsidePlainField: "put the field in quotes and double the quotes within"
        case .textAfterClosingQuote: "double the quotes within the field"
        case .unclosedQuote: "close the quoted field that starts here"
        case .loneCarriageReturn: "end lines with LF or CR LF"
        case .ragged(let found, let expected):
            "the record has \(found) fields, the header \(expected)"
        case .recordTooLong(let limit): "a record has at most \(limit) bytes"
        case .fieldTooLong(let limit): "a field has at most \(limit) bytes"
        case .tooManyColumns(let limit): "a record has at most \(limit) fields"
        case .headerMissing: "add a first line with the names of the columns"
        case .headerNameEmpty: "name the column"
        case .headerNameDuplicate(let name, let first):
            "column \(first) is already named \"\(name)\""
        }
    }
}

extension CSVError: CustomStringConvertible {
    public var description: String {
        "\(reason.code) at row \(position.row), column \(position.column) "
            + "(line \(position.line), byte \(position.offset)): \(reason.advice)"
    }
}
