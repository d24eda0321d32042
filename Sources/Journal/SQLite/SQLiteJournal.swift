import Synchronization

/// The journal in one SQLite file, `journal.sqlite`: a row a record, a transaction a batch.
///
/// Durability rests on the write-ahead log with `synchronous=FULL`, on there being one connection
/// only (SQLite before 3.51.3 may corrupt a file that two connections write or checkpoint), and on
/// the data directory's lock. The file is locked for SQLite too, so no other program opens it.
/// `docs/formats/journal.md` describes the file, `docs/decisions/2026-11-23-journal-store.md` the
/// choices.
public final class SQLiteJournal: Journal {
    /// The file's name in the data directory.
    public static let fileName = "journal.sqlite"

    private let store: Mutex<Store>

    /// Opens the journal in `directory`, creating it if it's absent.
    ///
    /// Checks the head, the last records and that no signed record is missing; `verify` checks the
    /// rest.
    ///
    /// - Throws: `misconfigured`, `unreadable`, `corrupt`, `tailLost`, `diskFull`, `failed`.
    public convenience init(_ directory: DataDirectory) throws(JournalError) {
        try self.init(directory, settings: Setting.durable)
    }

    /// Opens the journal with other settings, for tests of how they are checked.
    init(_ directory: DataDirectory, settings: [Setting]) throws(JournalError) {
        store = Mutex(try Store(directory, settings: settings))
        let head = try head()
        let tail = max(0, head.next - Int64(JournalLimit.slice))
        _ = try read(from: tail, limit: JournalLimit.slice)
    }

    public func head() throws(JournalError) -> JournalHead {
        try store.withLock { store throws(JournalError) in
            try store.check()
            return store.head
        }
    }

    @discardableResult
    public func append(
        _ records: [[UInt8]],
        after head: JournalHead
    ) throws(JournalError) -> JournalHead {
        try store.withLock { store throws(JournalError) in
            try store.check()
            try store.head.check(records, after: head)
            guard !records.isEmpty else { return head }
            return try store.append(records)
        }
    }

    public func read(from sequence: Int64, limit: Int) throws(JournalError) -> [[UInt8]] {
        // The writer waits only while rows are copied; they are checked after.
        let found = try store.withLock { store throws(JournalError) in
            try store.check()
            return try store.rows(from: sequence, limit: limit)
        }
        return try found.head.records(
            found.rows,
            from: sequence,
            count: found.count,
            after: found.previous
        )
    }

    public func checkpoint(of origin: String) throws(JournalError) -> SignedCheckpoint? {
        try store.withLock { store throws(JournalError) in
            try store.check()
            return try store.checkpoint(of: origin)
        }
    }

    public func swapCheckpoint(
        expected: SignedCheckpoint?,
        new: SignedCheckpoint
    ) throws(JournalError) {
        try store.withLock { store throws(JournalError) in
            try store.check()
            let stored = try store.checkpoint(of: new.origin)
            try store.head.check(new, expected: expected, stored: stored)
            try store.put(new)
        }
    }
}

/// A pragma that the journal sets after opening and reads back.
struct Setting: Sendable {
    let name: String
    let value: String
    /// What SQLite answers when asked for the value.
    let answer: String

    /// The settings that durability depends on.
    ///
    /// The locking mode comes first: set before the write-ahead log is first used, it keeps the
    /// log's index in memory of our own instead of in a memory-mapped file.
    static let durable = [
        Setting(name: "locking_mode", value: "EXCLUSIVE", answer: "exclusive"),
        Setting(name: "journal_mode", value: "WAL", answer: "wal"),
        Setting(name: "synchronous", value: "FULL", answer: "2"),
        Setting(name: "mmap_size", value: "0", answer: "0"),
        Setting(name: "wal_autocheckpoint", value: "0", answer: "0"),
    ]

    /// - Throws: `misconfigured` when SQLite answers something else.
    func apply(to connection: Connection) throws(JournalError) {
        try connection.execute("PRAGMA \(name) = \(value)")
        let found = try connection.text("PRAGMA \(name)")
        guard found == answer else {
            throw .misconfigured(setting: name, wanted: answer, found: found)
        }
    }
}
