public import DataQuality
import Foundation
import Glibc
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
    private let version: FileVersion

    /// Why a file can't be served.
    public enum Failure: Error, Equatable, Sendable {
        /// The file can't be read.
        case unreadable(String)
        /// The file isn't a CSV file; the error names the place.
        case malformed(String, CSVError)
        /// The file isn't the one that was read at the start, and so not the registered one.
        case changed(String)
    }

    /// Reads the file once: its profile and its fingerprint.
    public init(name: String, file: String, key: DataSetKey) throws(Failure) {
        var scan = DataScan(key: key)
        let handle = try Self.handle(file)
        let version = try FileVersion(handle, file)
        while let piece = try Self.piece(of: handle, file) {
            try Self.reading(file) { () throws(CSVError) in try scan.append(piece) }
        }
        (profile, fingerprint) = try Self.reading(file) { () throws(CSVError) in
            try scan.finish()
        }
        guard try FileVersion(handle, file) == version else { throw .changed(file) }
        self.name = name
        self.file = file
        self.key = key
        self.version = version
    }

    /// Opens the file, which must still be the one that was read at the start: the same file, of
    /// the same size and modification time.
    func open() throws(Failure) -> FileHandle {
        let handle = try Self.handle(file)
        guard try FileVersion(handle, file) == version else { throw .changed(file) }
        return handle
    }

    /// Hands over the records in order, the header first, until `take` wants no more.
    public func rows(_ take: (CSVRow) -> Bool) throws(Failure) {
        let handle = try open()
        var reader = CSVReader()
        var row = CSVRow()
        var isEnded = false
        while !isEnded {
            if let piece = try Self.piece(of: handle, file) {
                reader.append(piece)
            } else {
                reader.finish()
                isEnded = true
            }
            while try Self.reading(file, { () throws(CSVError) in try reader.next(into: &row) }) {
                guard take(row) else { return }
            }
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

extension DataSet {
    private static func handle(_ file: String) throws(Failure) -> FileHandle {
        guard let handle = FileHandle(forReadingAtPath: file) else { throw .unreadable(file) }
        return handle
    }

    /// The next 64 KiB; `nil` at the end.
    private static func piece(
        of handle: FileHandle,
        _ file: String
    ) throws(Failure) -> [UInt8]? {
        do {
            let piece = try handle.read(upToCount: 1 << 16) ?? Data()
            return piece.isEmpty ? nil : Array(piece)
        } catch {
            throw .unreadable(file)
        }
    }

    private static func reading<Value>(
        _ file: String,
        _ read: () throws(CSVError) -> Value
    ) throws(Failure) -> Value {
        do throws(CSVError) {
            return try read()
        } catch {
            throw .malformed(file, error)
        }
    }
}

/// What tells one version of a file from the next without reading it.
private struct FileVersion: Equatable, Sendable {
    private let inode: UInt64
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    init(_ handle: FileHandle, _ file: String) throws(DataSet.Failure) {
        var status = stat()
        guard fstat(handle.fileDescriptor, &status) == 0 else { throw .unreadable(file) }
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}
