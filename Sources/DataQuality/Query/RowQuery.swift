/// One page of the rows that a filter selects, projected on some columns.
///
/// Feed it the records of the data set in order; it takes what belongs on the page and says when
/// the page is full. Rows keep their index, so that a buyer can ask for their proofs.
public struct RowQuery: Sendable {
    /// The most rows on a page.
    public static let rowLimit = 10_000
    /// The most bytes of fields on a page; the first row always fits.
    public static let byteLimit = 4 << 20

    /// Why a query is refused.
    public enum Failure: Error, Hashable, Sendable {
        /// The filter is refused.
        case filter(RowFilter.Failure)
        /// The projection names a column that isn't there.
        case unknownColumn(name: String)
        /// The projection names a column twice.
        case repeatedColumn(name: String)
        /// `from` must be 1 or more.
        case fromOutOfRange
        /// `limit` must be from 1 to `rowLimit`.
        case limitOutOfRange
    }

    /// A row on the page.
    public struct Row: Hashable, Sendable {
        /// Which row of the data set it is, from 1; its leaf in the fingerprint.
        public let index: Int
        /// The projected fields.
        public let fields: [String]

        /// A row of a page.
        public init(index: Int, fields: [String]) {
            self.index = index
            self.fields = fields
        }
    }

    /// The names of the projected columns.
    public let names: [String]
    /// The rows on the page so far.
    public private(set) var rows: [Row] = []
    /// Where the next page starts; nil if the data set ended first.
    public private(set) var next: Int?

    private let filter: RowFilter
    private let projection: [Int]
    private let from: Int
    private let limit: Int
    private var bytes = 0

    /// The page of at most `limit` rows that starts at row `from`.
    ///
    /// `filter` holds terms as ``RowFilter`` reads them; `projection` the names of the wanted
    /// columns in the wanted order, where none means all.
    public init(
        filter: [String],
        projection: [String],
        of columns: [Column],
        missingValues: [String] = DataScan.missingValues,
        from: Int = 1,
        limit: Int = RowQuery.rowLimit
    ) throws(Failure) {
        do throws(RowFilter.Failure) {
            self.filter = try RowFilter(filter, columns: columns, missingValues: missingValues)
        } catch {
            throw .filter(error)
        }
        guard from >= 1 else { throw .fromOutOfRange }
        guard (1...Self.rowLimit).contains(limit) else { throw .limitOutOfRange }
        names = projection.isEmpty ? columns.map(\.name) : projection
        var places: [Int] = []
        for name in names {
            guard let place = columns.firstIndex(where: { $0.name == name }) else {
                throw .unknownColumn(name: name)
            }
            guard !places.contains(place) else { throw .repeatedColumn(name: name) }
            places.append(place)
        }
        self.projection = places
        self.from = from
        self.limit = limit
    }

    /// Takes the next record of the data set, the header first.
    ///
    /// - Returns: false once the page is full: no further record will be taken.
    public mutating func add(_ row: CSVRow) -> Bool {
        guard next == nil else { return false }
        guard row.index >= from, filter.matches(row) else { return true }
        let places = projection.filter { $0 < row.count }
        let size = places.reduce(0) { $0 + row[$1].count }
        guard rows.count < limit, rows.isEmpty || bytes + size <= Self.byteLimit else {
            next = row.index
            return false
        }
        bytes += size
        let fields = places.map { String(decoding: row[$0], as: UTF8.self) }
        rows.append(Row(index: row.index, fields: fields))
        return true
    }
}
