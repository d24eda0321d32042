import Foundation
import Journal

/// A directory for one test, removed after it.
final class TestDirectory {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("journal-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Takes the directory's lock.
    func lock() throws -> DataDirectory {
        try DataDirectory(path)
    }

    func url(_ name: String) -> URL {
        URL(fileURLWithPath: "\(path)/\(name)")
    }
}

/// A record that tells its number.
func record(_ sequence: Int64) -> [UInt8] {
    Array(
        #"{"pad":"\#(String(repeating: "数", count: Int(sequence % 200)))","sequence":\#(sequence)}"#
            .utf8
    )
}

func batch(_ range: Range<Int64>) -> [[UInt8]] {
    range.map(record)
}

extension Journal {
    /// Appends the records of these numbers, a batch at a time.
    func fill(_ range: Range<Int64>, batch size: Int = 100) throws {
        var head = try head()
        for start in stride(from: range.lowerBound, to: range.upperBound, by: size) {
            let end = min(start + Int64(size), range.upperBound)
            head = try append(batch(start..<end), after: head)
        }
    }

    /// Everything that is stored, read one by one.
    func contents() throws -> [[UInt8]] {
        var records: [[UInt8]] = []
        var cursor = self.records(in: 0..<(try head().next))
        while let (_, bytes) = try cursor.next() { records.append(bytes) }
        return records
    }
}

/// Runs a program to its end, which must be a good one.
func run(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.featureUnsupported) }
}
