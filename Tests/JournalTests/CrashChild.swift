import Foundation
import Journal
import Testing

/// The process that appends and acknowledges until it fails or is killed.
final class CrashChild {
    enum Mode: String {
        case honest
        case acknowledgesFirst = "acknowledges-first"
        case appendsTwice = "appends-twice"
    }

    /// The most records of one batch.
    static let batchLimit: Int64 = 21

    private let process = Process()
    private let output = Pipe()
    private let errors = Pipe()

    /// Starts the executable of the name that lies beside the one that runs the tests.
    ///
    /// With a `launcher`, it starts that program, which is to start the child.
    init(_ directory: TestDirectory, _ mode: Mode, launcher: [String] = []) throws {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let child = tests.deletingLastPathComponent().appendingPathComponent("journal-crash-child")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = launcher + [child.path, directory.path, mode.rawValue]
        process.standardOutput = output
        process.standardError = errors
        try process.run()
    }

    /// Kills it so long after its first acknowledgement, and returns how many records it
    /// acknowledged: all that reached the pipe counts, as it would have reached a client.
    func kill(after milliseconds: Int) throws -> Int64 {
        let first = output.fileHandleForReading.availableData
        usleep(UInt32(milliseconds * 1_000))
        Foundation.kill(process.processIdentifier, SIGKILL)
        return try finish(after: first).acknowledged
    }

    /// What the child left when it ended.
    struct End {
        let acknowledged: Int64
        let status: Int32
        let errors: String
    }

    /// Waits for the end of a child that began its output with `first`.
    func finish(after first: Data = Data()) throws -> End {
        let text = first + (try output.fileHandleForReading.readToEnd() ?? Data())
        let errors = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        return End(
            acknowledged: try lines.last.map { try #require(Int64($0)) } ?? 0,
            status: process.terminationStatus,
            errors: String(decoding: errors, as: UTF8.self)
        )
    }
}

/// What a journal shows that lost or doubled what its writer acknowledged.
enum Violation: Error {
    case lost(acknowledged: Int64, found: Int64)
    case unexpected(found: Int64, acknowledged: Int64)
    case other(record: Int64)

    /// Opens the journal that a child left, and compares every record with what it must be.
    static func check(_ directory: TestDirectory, acknowledged: Int64) throws {
        let journal = try SQLiteJournal(directory.lock())
        let found = try journal.head().next
        guard found >= acknowledged else {
            throw Self.lost(acknowledged: acknowledged, found: found)
        }
        guard found <= acknowledged + CrashChild.batchLimit else {
            throw Self.unexpected(found: found, acknowledged: acknowledged)
        }
        var cursor = journal.records(in: 0..<found)
        while let (sequence, bytes) = try cursor.next() {
            guard bytes == record(sequence) else { throw Self.other(record: sequence) }
        }
    }
}
