public import Units
public import Wire

/// What can be said of a data set without showing it.
///
/// It's the owner's statement that buyers read and a valuation builds on; its canonical JSON is
/// what is signed and published.
@Wire
public struct Profile: Hashable, Sendable {
    /// The rows of data, the header not counted.
    public let rows: Int
    /// The size of the file.
    public let bytes: Int
    /// The SHA-256 of the file.
    public let sha256: Digest
    /// The share of all fields that hold a value, in millionths: 数据元素完整性 of GB/T 36344-2018.
    public let completeness: Int
    /// The columns, in the file's order.
    public let columns: [ColumnProfile]
}

/// What can be said of one column.
@Wire
public struct ColumnProfile: Hashable, Sendable {
    /// Its name in the header.
    public let name: String
    /// The narrowest type that at least 90 % of its values have.
    public let type: ColumnType
    /// The share of its values that are of the type, in millionths.
    public let typeShare: Int
    /// How many rows have no value.
    public let missing: Int
    /// The same as a share of the rows, in millionths.
    public let missingShare: Int
    /// How many different values it has.
    public let distinct: DistinctCount
    /// The least value of the type, as written; of text, the first 100 bytes in byte order.
    public let minimum: String?
    /// The greatest value of the type, as written; of text, the first 100 bytes in byte order.
    public let maximum: String?
    /// The length of the shortest value, in Unicode scalars.
    public let shortest: Int?
    /// The length of the longest value, in Unicode scalars.
    public let longest: Int?
    /// The most frequent values, at most 10, most frequent first, then in byte order; none
    /// unless there are at most 1,000 different values, of at most 100 bytes each.
    public let frequent: [ValueCount]
}

/// A count of distinct values.
@Wire
public struct DistinctCount: Hashable, Sendable {
    /// The count.
    public let value: Int
    /// Whether it's exact; otherwise it's an estimate with a standard error of 1 %.
    public let isExact: Bool
}

/// A value and how often it occurs.
@Wire
public struct ValueCount: Hashable, Sendable {
    /// The value as written.
    public let value: String
    /// In how many rows.
    public let count: Int
}

extension Profile {
    /// The columns as queries need them.
    public var schema: [Column] { columns.map { Column(name: $0.name, type: $0.type) } }
}
