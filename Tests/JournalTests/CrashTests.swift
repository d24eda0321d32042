import Foundation
import Journal
import Testing

/// The process that appends and acknowledges until it's killed.
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
    init(_ directory: TestDirectory, _ mode: Mode) throws {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.executableURL = tests.deletingLastPathComponent()
            .appendingPathComponent("journal-crash-child")
        process.arguments = [directory.path, mode.rawValue]
        process.standardOutput = output
        process.standardError = errors
        process.environment = ["SWIFT_BACKTRACE": "enable=no"]
        try process.run()
    }

    /// Reads what it acknowledges, kills it after `milliseconds` from the first, and returns the
    /// last: all that reached the pipe counts, as it would have reached a client.
    func kill(after milliseconds: Int) throws -> Int64 {
        var text = output.fileHandleForReading.availableData
        usleep(UInt32(milliseconds * 1_000))
        Foundation.kill(process.processIdentifier, SIGKILL)
        text += try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        return try #require(lines.last.flatMap { Int64($0) })
    }

    func waitForExit() throws -> (status: Int32, errors: String) {
        let text = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }
}

@Suite("Killed at random moments")
struct CrashTests {
    /// What a journal shows that lost or doubled what its writer acknowledged.
    enum Violation: Error {
        case lost(acknowledged: Int64, found: Int64)
        case unexpected(found: Int64, acknowledged: Int64)
        case other(record: Int64)
    }

    /// Starts and kills the child `kills` times, and checks the journal after each.
    private func crash(_ mode: CrashChild.Mode, kills: Int) throws -> Int64 {
        let directory = try TestDirectory()
        var acknowledged: Int64 = 0
        for _ in 0..<kills {
            acknowledged = try CrashChild(directory, mode).kill(after: .random(in: 0...40))
            let journal = try SQLiteJournal(directory.lock())
            let found = try journal.head().next
            guard found >= acknowledged else {
                throw Violation.lost(acknowledged: acknowledged, found: found)
            }
            guard found <= acknowledged + CrashChild.batchLimit else {
                throw Violation.unexpected(found: found, acknowledged: acknowledged)
            }
            var cursor = journal.records(in: 0..<found)
            while let (sequence, bytes) = try cursor.next() {
                guard bytes == record(sequence) else { throw Violation.other(record: sequence) }
            }
        }
        return acknowledged
    }

    @Test("No acknowledged record is lost or doubled, and the chain is intact")
    func honest() throws {
        #expect(try crash(.honest, kills: 30) > 30)
    }

    @Test("The test sees a writer that acknowledges before it commits")
    func acknowledgesFirst() throws {
        let violation = #expect(throws: Violation.self) {
            try crash(.acknowledgesFirst, kills: 30)
        }
        guard case .lost = violation else {
            Issue.record("\(String(describing: violation)) isn't a lost record")
            return
        }
    }

    @Test("The test sees a writer that stores a record twice")
    func appendsTwice() throws {
        let violation = #expect(throws: Violation.self) { try crash(.appendsTwice, kills: 1) }
        guard case .other = violation else {
            Issue.record("\(String(describing: violation)) isn't a doubled record")
            return
        }
    }
}
