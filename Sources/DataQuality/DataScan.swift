import Crypto

/// Reads a CSV file once, in pieces, and says what it is: its profile and its fingerprint.
public struct DataScan: Sendable {
    /// The values that stand for "no value" unless the owner says otherwise.
    public static let missingValues = ["", "NA", "N/A", "NULL", "null", "NaN"]

    private var reader: CSVReader
    private var row = CSVRow()
    private var hasher = SHA256()
    private var bytes = 0
    private var profiler: Profiler
    private var fingerprinter: Fingerprinter

    /// A scan at the start of a file; `missingValues` are compared exactly.
    public init(
        key: DataSetKey,
        missingValues: [String] = Self.missingValues,
        limits: CSVReader.Limits = CSVReader.Limits()
    ) {
        reader = CSVReader(limits: limits)
        profiler = Profiler(missingValues: missingValues)
        fingerprinter = Fingerprinter(key: key)
    }

    /// Takes the next piece of the file.
    public mutating func append(_ piece: [UInt8]) throws(CSVError) {
        hasher.update(data: piece)
        bytes += piece.count
        reader.append(piece)
        try readRows()
    }

    /// Says that there are no more pieces.
    public mutating func finish() throws(CSVError) -> (profile: Profile, fingerprint: Fingerprint) {
        reader.finish()
        try readRows()
        return (
            profiler.profile(bytes: bytes, sha256: digest(hasher.finalize())),
            fingerprinter.fingerprint
        )
    }

    private mutating func readRows() throws(CSVError) {
        while try reader.next(into: &row) {
            profiler.add(row)
            fingerprinter.add(row)
        }
    }
}
