import DataQuality
import Foundation
import Units
import Wire

/// Reads all records of a file given in pieces of `piece` bytes.
func read(
    _ bytes: [UInt8],
    piece: Int = .max,
    limits: CSVReader.Limits = .init()
) throws(CSVError) -> [[String]] {
    var reader = CSVReader(limits: limits)
    var row = CSVRow()
    var records: [[String]] = []
    var start = 0
    while start < bytes.count {
        let end = start + min(piece, bytes.count - start)
        reader.append(Array(bytes[start..<end]))
        while try reader.next(into: &row) { records.append(row.texts) }
        start = end
    }
    reader.finish()
    while try reader.next(into: &row) { records.append(row.texts) }
    return records
}

/// Scans a whole file with the key of the reference script.
func scan(
    _ bytes: [UInt8],
    key: DataSetKey = .golden,
    piece: Int = 65_536
) throws -> (profile: Profile, fingerprint: Fingerprint) {
    var scan = DataScan(key: key)
    for start in stride(from: 0, to: bytes.count, by: piece) {
        try scan.append(Array(bytes[start..<min(start + piece, bytes.count)]))
    }
    return try scan.finish()
}

/// Proves rows of records in a second reading.
func prove(
    _ indices: [Int],
    in records: [[String]],
    of fingerprint: Fingerprint,
    key: DataSetKey = .golden
) throws(RowProver.Failure) -> [RowProof] {
    var prover = try RowProver(indices, of: fingerprint, key: key)
    for (index, record) in records.enumerated() { prover.add(CSVRow(index: index, record)) }
    return try prover.finish()
}

/// Records as a CSV file.
func print(_ records: [[String]]) -> [UInt8] {
    var output: [UInt8] = []
    for record in records { CSVWriter.append(record.map { Array($0.utf8) }, to: &output) }
    return output
}

extension DataSetKey {
    /// The key whose bytes are 00 01 … 1f.
    static let golden = key(0)

    static func key(_ first: UInt8) -> DataSetKey {
        guard let key = DataSetKey(bytes: (0..<32).map { first + $0 }) else {
            preconditionFailure("a key has 32 bytes")
        }
        return key
    }
}

/// What the reference script printed for a file.
@Wire
struct Reference: Equatable, Sendable {
    let fingerprint: Fingerprint
    let profile: Profile
    let proof: RowProof
}

enum Files {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let example = "Examples/beijing-air/guanyuan-2017-02.csv"

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: path)))
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    static func reference(_ name: String) throws -> Reference {
        try Reference(wire: bytes("Tests/Golden/DataQuality/\(name).json"))
    }
}

/// SplitMix64: random values that every run repeats.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
