public import DataQuality
import Foundation
import Units

/// A CSV file that the node serves: what it is, and its rows as often as they are asked for.
public struct DataSet: Sendable {
    /// The name that contracts and requests call it by.
    public let name: String
    /// The file's path.
    public let file: String
    /// Its columns, and what was counted in them.
    public let profile: Profile
    /// What binds a registration to it.
    public let fingerprint: Fingerprint
    private let key: DataSetKey

    /// Why a file can't be served.
    public enum Failure: Error, Sendable {
        /// The file can't be read.
        case unreadable(String)
        /// The file isn't a CSV file; the error names the place.
        case malformed(String, CSVError)
    }

    /// Reads the file once: its profile and its fingerprint.
    public init(name: String, file: String, key: DataSetKey) throws(Failure) {
        var scan = DataScan(key: key)
        let pieces = try Pieces(file)
        do throws(CSVError) {
            for piece in pieces { try scan.append(piece) }
            (profile, fingerprint) = try scan.finish()
        } catch {
            throw .malformed(file, error)
        }
        self.name = name
        self.file = file
        self.key = key
    }

    /// Hands over the records in order, the header first, until `take` wants no more.
    public func rows(_ take: (CSVRow) -> Bool) throws(Failure) {
        let pieces = try Pieces(file)
        var reader = CSVReader()
        var row = CSVRow()
        do throws(CSVError) {
            for piece in pieces {
                reader.append(piece)
                while try reader.next(into: &row) {
                    guard take(row) else { return }
                }
            }
            reader.finish()
            while try reader.next(into: &row) {
                guard take(row) else { return }
            }
        } catch {
            throw .malformed(file, error)
        }
    }

    /// Proves rows: 0 is the header.
    public func proofs(of indices: [Int]) throws -> [RowProof] {
        var prover = try RowProver(indices, of: fingerprint, key: key)
        try rows { row in
            prover.add(row)
            return true
        }
        return try prover.finish()
    }
}

/// A file in pieces of 64 KiB.
private struct Pieces: Sequence, IteratorProtocol {
    private let handle: FileHandle

    init(_ file: String) throws(DataSet.Failure) {
        guard let handle = FileHandle(forReadingAtPath: file) else { throw .unreadable(file) }
        self.handle = handle
    }

    func next() -> [UInt8]? {
        guard let piece = try? handle.read(upToCount: 1 << 16), !piece.isEmpty else { return nil }
        return Array(piece)
    }
}
