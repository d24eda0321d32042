import Foundation
import Journal
import Testing

@Suite("The data directory")
struct DataDirectoryTests {
    private let directory: TestDirectory

    init() throws {
        directory = try TestDirectory()
    }

    @Test("A second opener is refused and told who holds the directory")
    func lock() throws {
        do {
            let held = try directory.lock()
            #expect(throws: FileError.held(byProcess: getpid())) { try directory.lock() }
            #expect(held.path == directory.path)
        }
        _ = try directory.lock()
    }

    @Test("A journal keeps the directory's lock as long as it's open")
    func journalHolds() throws {
        do {
            let journal = try SQLiteJournal(directory.lock())
            #expect(throws: FileError.held(byProcess: getpid())) { try directory.lock() }
            try journal.verify()
        }
        _ = try directory.lock()
    }

    @Test("Another process is kept out, and told who holds the directory")
    func otherProcess() throws {
        let held = try directory.lock()
        let child = try CrashChild(directory, .honest)

        let end = try child.finish()

        #expect(end.status == 1)
        #expect(end.errors == "held(byProcess: Optional(\(getpid())))\n")
        #expect(try held.freeBytes() > 0)
    }
}
