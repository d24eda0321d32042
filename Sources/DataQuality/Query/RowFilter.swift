/// A column as queries need it.
public struct Column: Hashable, Sendable {
    /// Its name in the header.
    public let name: String
    /// What its values are, which says how they compare.
    public let type: ColumnType

    /// A column; its place in the list of columns is its place in the row.
    public init(name: String, type: ColumnType) {
        self.name = name
        self.type = type
    }
}

/// Which rows are wanted: all of up to 16 terms such as `PM2.5>=100` must hold.
///
/// A term is a column's name, an operator and a value. The name is the longest column name that
/// the term starts with and an operator follows. Operators: `=` `!=` `<` `<=` `>` `>=`, and as
/// words between spaces `prefix` and `in` (values separated by commas).
///
/// Values compare as the column's type: numbers exactly, dates by day, timestamps by instant,
/// text by bytes; a prefix is compared as text whatever the type. A field without a value, or with
/// one that isn't of the column's type, meets no term, not even `!=`.
public struct RowFilter: Sendable {
    /// How many terms a filter has at most.
    public static let termLimit = 16
    /// How many values `in` takes at most.
    public static let valueLimit = 100

    /// Why a filter is refused.
    public enum Failure: Error, Hashable, Sendable {
        /// More than `limit` terms.
        case tooManyTerms(limit: Int)
        /// The term starts with no column's name.
        case unknownColumn(term: String)
        /// No operator follows the column's name.
        case noOperator(term: String)
        /// More than `limit` values.
        case tooManyValues(term: String, limit: Int)
        /// The value isn't of the column's type.
        case wrongType(term: String, value: String, expected: ColumnType)
    }

    private let terms: [Term]
    private let missingValues: MissingValues

    /// The filter of these terms on rows with these columns.
    public init(
        _ terms: [String],
        columns: [Column],
        missingValues: [String] = DataScan.missingValues
    ) throws(Failure) {
        guard terms.count <= Self.termLimit else { throw .tooManyTerms(limit: Self.termLimit) }
        var parsed: [Term] = []
        for term in terms { parsed.append(try Term(term, columns: columns)) }
        self.terms = parsed
        self.missingValues = MissingValues(missingValues)
    }

    /// Whether a row has all that the terms ask for.
    public func matches(_ row: CSVRow) -> Bool {
        terms.allSatisfy { $0.matches(row, missingValues: missingValues) }
    }
}

/// One condition on one column.
private struct Term: Sendable {
    enum Operator: String, CaseIterable {
        // Those that start like another come first.
        case notEqual = "!="
        case atMost = "<="
        case atLeast = ">="
        case equal = "="
        case below = "<"
        case above = ">"
        case prefix = " prefix "
        case isIn = " in "
    }

    private let column: Int
    private let type: ColumnType
    private let comparison: Operator
    private let operands: [Operand]

    init(_ text: String, columns: [Column]) throws(RowFilter.Failure) {
        let named = columns.enumerated()
            .filter { text.utf8.starts(with: $0.element.name.utf8) }
            .sorted { $0.element.name.utf8.count > $1.element.name.utf8.count }
        guard !named.isEmpty else { throw .unknownColumn(term: text) }
        for (index, column) in named {
            let rest = text.utf8.dropFirst(column.name.utf8.count)
            let found = Operator.allCases.first { rest.starts(with: $0.rawValue.utf8) }
            guard let found else { continue }
            let value = String(Substring(rest.dropFirst(found.rawValue.utf8.count)))
            self.column = index
            type = found == .prefix ? .text : column.type
            comparison = found
            operands = try Self.operands(value, found, type: type, of: text)
            return
        }
        throw .noOperator(term: text)
    }

    private static func operands(
        _ text: String,
        _ comparison: Operator,
        type: ColumnType,
        of term: String
    ) throws(RowFilter.Failure) -> [Operand] {
        let values =
            comparison == .isIn
            ? text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) : [text]
        guard values.count <= RowFilter.valueLimit else {
            throw .tooManyValues(term: term, limit: RowFilter.valueLimit)
        }
        var operands: [Operand] = []
        for value in values {
            guard let operand = Operand(value, as: type) else {
                throw .wrongType(term: term, value: value, expected: type)
            }
            operands.append(operand)
        }
        return operands
    }

    func matches(_ row: CSVRow, missingValues: MissingValues) -> Bool {
        guard column < row.count else { return false }
        let field = row.bytes.span.extracting(row.fields[column])
        guard !missingValues.contains(field, hash: stableHash(field)) else { return false }
        for operand in operands {
            guard let order = operand.order(of: field) else { return false }
            if isMet(by: order, field, operand) { return true }
        }
        return false
    }

    /// Whether the condition holds of a field that comes before (< 0), with or after its operand.
    private func isMet(by order: Int, _ field: Span<UInt8>, _ operand: Operand) -> Bool {
        switch comparison {
        case .notEqual: order != 0
        case .atMost: order <= 0
        case .atLeast: order >= 0
        case .equal, .isIn: order == 0
        case .below: order < 0
        case .above: order > 0
        case .prefix: operand.isPrefix(of: field)
        }
    }
}

/// What a field is compared with.
private enum Operand: Sendable {
    case text([UInt8])
    case rank(ExactDecimal, ColumnType)

    /// The value written as `text`; nil if it isn't of the type.
    init?(_ text: String, as type: ColumnType) {
        let bytes = Array(text.utf8)
        guard type.isOrderedByRank else {
            self = .text(bytes)
            return
        }
        guard let reading = Reading(bytes.span, as: type) else { return nil }
        self = .rank(reading.rank, type)
    }

    /// Less than, equal to or greater than 0, as the field comes before, with or after this;
    /// nil if the field isn't of the type.
    func order(of field: Span<UInt8>) -> Int? {
        switch self {
        case .text(let bytes):
            return compare(field, bytes)
        case .rank(let rank, let type):
            guard let reading = Reading(field, as: type) else { return nil }
            return reading.rank < rank ? -1 : reading.rank == rank ? 0 : 1
        }
    }

    func isPrefix(of field: Span<UInt8>) -> Bool {
        guard case .text(let bytes) = self else { return false }
        return equal(field.extracting(first: bytes.count), bytes)
    }
}
