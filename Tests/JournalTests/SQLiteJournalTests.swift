import Foundation
import GRDBSQLite
import Testing

@testable import Journal

@Suite("The journal in a SQLite file")
struct SQLiteJournalTests {
    private let directory: TestDirectory

    init() throws {
        directory = try TestDirectory()
    }

    /// Opens the journal's file without the journal, and runs `sql`.
    @discardableResult
    private func tamper(_ sql: String) -> Int32 {
        var database: OpaquePointer?
        sqlite3_open(directory.url(SQLiteJournal.fileName).path, &database)
        defer { sqlite3_close(database) }
        return sqlite3_exec(database, sql, nil, nil, nil)
    }

    private func open() throws -> SQLiteJournal {
        try SQLiteJournal(directory.lock())
    }

    @Test(
        "A connection whose setting isn't in effect is refused",
        arguments: [
            ("synchronous", "NORMAL", "2", "1"),
            ("synchronous", "OFF", "2", "0"),
            ("journal_mode", "DELETE", "wal", "delete"),
            ("locking_mode", "NORMAL", "exclusive", "normal"),
            ("mmap_size", "4096", "0", "4096"),
            ("no_such_setting", "1", "1", nil),
        ] as [(String, String, String, String?)]
    )
    func readBack(name: String, value: String, wanted: String, found: String?) throws {
        let settings =
            Setting.durable.map { $0.name == name ? nil : $0 }.compactMap(\.self)
            + [Setting(name: name, value: value, answer: wanted)]
        let error = JournalError.misconfigured(setting: name, wanted: wanted, found: found)

        #expect(throws: error) { try SQLiteJournal(directory.lock(), settings: settings) }
        #expect(error.isFatal)
    }

    @Test("No other program opens the file while the journal has it")
    func foreignOpener() throws {
        do {
            let journal = try open()
            try journal.fill(0..<3)
            #expect(tamper("SELECT * FROM record") == SQLITE_BUSY)
            #expect(tamper("DELETE FROM record") == SQLITE_BUSY)
            #expect(!FileManager.default.fileExists(atPath: directory.path + "/journal.sqlite-shm"))
        }
        #expect(tamper("SELECT * FROM record") == SQLITE_OK)
    }

    @Test("A journal that another program has open is not opened")
    func openedElsewhere() throws {
        do { try open().fill(0..<3) }
        var other: OpaquePointer?
        sqlite3_open(directory.url(SQLiteJournal.fileName).path, &other)
        defer { sqlite3_close(other) }
        sqlite3_exec(other, "BEGIN; SELECT * FROM record", nil, nil, nil)

        let error = #expect(throws: JournalError.self) { try open() }
        #expect(error?.isFatal == true)
    }

    @Test(
        "Tampering with the rows is found, and the first record that is wrong is named",
        arguments: [
            ("UPDATE record SET bytes = x'00' WHERE sequence = 300", 300),
            ("UPDATE record SET chain = zeroblob(32) WHERE sequence = 300", 300),
            ("UPDATE record SET chain = x'00' WHERE sequence = 127", 127),
            ("DELETE FROM record WHERE sequence = 300", 300),
            ("DELETE FROM record WHERE sequence BETWEEN 300 AND 600", 300),
            ("DELETE FROM record WHERE sequence = 0", 0),
            ("UPDATE record SET sequence = -1 WHERE sequence = 0", 0),
            (
                """
                UPDATE record SET sequence = 5000 WHERE sequence = 300;
                UPDATE record SET sequence = 300 WHERE sequence = 301;
                UPDATE record SET sequence = 301 WHERE sequence = 5000
                """, 300
            ),
        ] as [(String, Int64)]
    )
    func tampering(sql: String, sequence: Int64) throws {
        do { try open().fill(0..<1_200) }
        #expect(tamper(sql) == SQLITE_OK)

        let journal = try open()

        #expect(throws: JournalError.corrupt(sequence)) { try journal.verify() }
    }

    @Test(
        "Opening checks the last records",
        arguments: [
            ("UPDATE record SET bytes = x'00' WHERE sequence = 1199", 1_199),
            ("UPDATE record SET chain = zeroblob(32) WHERE sequence = 1199", 1_199),
            ("UPDATE record SET chain = x'00' WHERE sequence = 1199", 1_199),
            ("DELETE FROM record WHERE sequence = 1100", 1_100),
            ("UPDATE record SET sequence = 9000 WHERE sequence = 1199", 8_872),
        ] as [(String, Int64)]
    )
    func tail(sql: String, sequence: Int64) throws {
        do { try open().fill(0..<1_200) }
        #expect(tamper(sql) == SQLITE_OK)

        #expect(throws: JournalError.corrupt(sequence)) { try open() }
    }

    @Test("A lost tail that a checkpoint was signed over is found at the start")
    func lostSignedTail() throws {
        do {
            let journal = try open()
            try journal.fill(0..<10)
            let signed = SignedCheckpoint(origin: "o", size: 8, note: [1])
            try journal.swapCheckpoint(expected: nil, new: signed)
        }
        #expect(tamper("DELETE FROM record WHERE sequence >= 8") == SQLITE_OK)
        #expect(try open().head().next == 8)
        #expect(tamper("DELETE FROM record WHERE sequence >= 7") == SQLITE_OK)
        #expect(throws: JournalError.tailLost(next: 7, signed: 8)) { try open() }
    }

    @Test("A page that SQLite can't read is a corrupt record, named")
    func damagedPage() throws {
        do { try open().fill(0..<1_200) }
        let file = directory.url(SQLiteJournal.fileName)
        var content = try Data(contentsOf: file)
        let place = try #require(content.range(of: Data(record(150))))
        let page = place.lowerBound / 4_096 * 4_096
        content.replaceSubrange(page..<page + 8, with: Data(repeating: 0xff, count: 8))
        try content.write(to: file)

        let journal = try open()
        let error = #expect(throws: JournalError.self) { try journal.verify() }
        guard case .corrupt(let sequence) = error else {
            Issue.record("\(String(describing: error)) names no record")
            return
        }
        #expect((100...150).contains(sequence))
    }

    @Test(
        "A file that is no journal, or of another format, is refused",
        arguments: [
            ("PRAGMA application_id = 7", "the file is a SQLite database, but no journal"),
            ("PRAGMA user_version = 2", "the journal's format is 2, not 1"),
        ]
    )
    func otherFile(sql: String, reason: String) throws {
        do { try open().fill(0..<3) }
        #expect(tamper(sql) == SQLITE_OK)

        #expect(throws: JournalError.unreadable(reason)) { try open() }
    }

    @Test("A file that is not SQLite's is refused")
    func notSQLite() throws {
        try Data("a text, and no database at all".utf8)
            .write(to: directory.url(SQLiteJournal.fileName))

        #expect(throws: JournalError.unreadable("file is not a database")) { try open() }
    }

    @Test("The write-ahead log is copied back, and stays bounded")
    func checkpointing() throws {
        let journal = try open()
        let long = [[UInt8]](repeating: [UInt8](repeating: 1, count: 60_000), count: 100)
        for _ in 0..<8 { try journal.append(long, after: journal.head()) }

        func size(_ name: String) throws -> Int {
            try Data(contentsOf: directory.url(name)).count
        }
        #expect(try size("journal.sqlite") > 32_000_000)
        #expect(try size("journal.sqlite-wal") < 24_000_000)
    }
}
