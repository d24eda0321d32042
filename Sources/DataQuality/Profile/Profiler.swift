import Units

/// Profiles the columns of a stream of records.
struct Profiler: Sendable {
    private let missingValues: MissingValues
    private var names: [String] = []
    private var columns: [ColumnProfiler] = []
    private var rows = 0

    init(missingValues: [String]) {
        self.missingValues = MissingValues(missingValues)
    }

    /// Takes the next record, the header first.
    mutating func add(_ row: CSVRow) {
        guard row.index > 0 else {
            names = row.texts
            columns = names.map { _ in ColumnProfiler(missingValues: missingValues) }
            return
        }
        rows += 1
        let bytes = row.bytes.span
        for (column, field) in row.fields.enumerated() {
            columns[column].add(bytes.extracting(field))
        }
    }

    /// The profile of the records so far, which came from a file of this size and hash.
    func profile(bytes: Int, sha256: Digest) -> Profile {
        let profiles = zip(names, columns).map { $1.profile(name: $0, rows: rows) }
        let missing = profiles.reduce(0) { $0 + $1.missing }
        let fields = rows * profiles.count
        return Profile(
            rows: rows,
            bytes: bytes,
            sha256: sha256,
            completeness: partsPerMillion(fields - missing, of: fields),
            columns: profiles
        )
    }
}
