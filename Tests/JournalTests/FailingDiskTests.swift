import Foundation
import Journal
import Testing

/// A call of the operating system that fails, once, in the child.
struct FailingCall: CustomTestStringConvertible {
    let file: String
    let call: String
    let error: String
    /// Which of the calls on the file fails, counted from 1.
    let number: Int

    /// Whether the tool that makes calls fail is here and may do so.
    static let isAvailable = (try? run("strace", "-o", "/dev/null", "true")) != nil

    init(_ file: String, _ call: String, _ error: String, _ number: Int) {
        self.file = file
        self.call = call
        self.error = error
        self.number = number
    }

    var testDescription: String { "\(call) number \(number) on \(file): \(error)" }

    /// The command that starts a child in which the call fails.
    func launcher(in directory: TestDirectory) -> [String] {
        [
            "strace", "-f", "-o", "/dev/null", "-P", directory.url(file).path,
            "-e", "trace=\(call)", "-e", "inject=\(call):error=\(error):when=\(number)",
        ]
    }
}

@Suite("A failing disk", .enabled(if: FailingCall.isAvailable, "needs strace"))
struct FailingDiskTests {
    /// The first calls on the database create it; the later ones copy the log back into it, which
    /// SQLite's own `wal_autocheckpoint` does without reporting a failure.
    @Test(
        "Every failed write or sync ends the writer, and nothing acknowledged is lost",
        arguments: [
            FailingCall("journal.sqlite", "fdatasync", "EIO", 1),
            FailingCall("journal.sqlite", "fdatasync", "EIO", 3),
            FailingCall("journal.sqlite", "pwrite64", "EIO", 1),
            FailingCall("journal.sqlite", "pwrite64", "EIO", 40),
            FailingCall("journal.sqlite", "pwrite64", "ENOSPC", 40),
            FailingCall("journal.sqlite-wal", "fdatasync", "EIO", 1),
            FailingCall("journal.sqlite-wal", "fdatasync", "EIO", 2),
            FailingCall("journal.sqlite-wal", "fdatasync", "EIO", 9),
            FailingCall("journal.sqlite-wal", "pwrite64", "EIO", 1),
            FailingCall("journal.sqlite-wal", "pwrite64", "EIO", 40),
            FailingCall("journal.sqlite-wal", "pwrite64", "ENOSPC", 40),
        ]
    )
    func failure(call: FailingCall) throws {
        let directory = try TestDirectory()
        let launcher = call.launcher(in: directory)

        let end = try CrashChild(directory, .honest, launcher: launcher).finish()

        #expect(end.status == 1)
        let named = call.error == "EIO" ? "failed(" : "diskFull"
        #expect(end.errors.contains(named))
        try Violation.check(directory, acknowledged: end.acknowledged)
    }
}
