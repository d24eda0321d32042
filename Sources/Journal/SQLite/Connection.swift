import GRDBSQLite

/// The one connection to a SQLite file, used by one thread at a time.
///
/// It holds the data directory, so that the directory's lock outlives the connection.
final class Connection {
    fileprivate let handle: OpaquePointer
    private let directory: DataDirectory
    /// The length of the write-ahead log after the last commit.
    private let logPages: UnsafeMutablePointer<Int32>

    /// Opens `file` in `directory`, creating it if it's absent.
    init(_ directory: DataDirectory, file: String) throws(JournalError) {
        var opened: OpaquePointer?
        let flags =
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
            | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2("\(directory.path)/\(file)", &opened, flags, nil)
        guard let opened else { throw .failed("SQLite error \(code)") }
        guard code == SQLITE_OK else {
            defer { sqlite3_close_v2(opened) }
            throw JournalError(opened)
        }
        handle = opened
        self.directory = directory
        logPages = .allocate(capacity: 1)
        logPages.initialize(to: 0)
    }

    deinit {
        sqlite3_close_v2(handle)
        logPages.deallocate()
    }

    /// Notes the length of the write-ahead log with every commit from now on.
    ///
    /// To be called after the settings, as `wal_autocheckpoint` takes the place of this hook.
    func watchLog() {
        sqlite3_wal_hook(
            handle,
            { noted, _, _, pages in
                noted?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            },
            logPages
        )
    }

    /// Runs statements that return nothing of interest.
    func execute(_ sql: String) throws(JournalError) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw JournalError(handle)
        }
    }

    /// The text of the first column of the first row, or `nil` when there's no row.
    func text(_ sql: String) throws(JournalError) -> String? {
        let statement = try Statement(self, sql)
        return try statement.step() ? statement.text(0) : nil
    }

    /// Copies the write-ahead log back into the file if the last commit left it `pages` long.
    ///
    /// SQLite's own `wal_autocheckpoint` does the same, but drops the errors of the checkpoint, a
    /// failed sync among them.
    func checkpoint(fromPages pages: Int32) throws(JournalError) {
        guard logPages.pointee >= pages else { return }
        let mode = SQLITE_CHECKPOINT_PASSIVE
        guard sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil) == SQLITE_OK else {
            throw JournalError(handle)
        }
    }
}

/// A prepared statement, to be run many times.
final class Statement {
    private let handle: OpaquePointer
    private let connection: Connection

    init(_ connection: Connection, _ sql: String) throws(JournalError) {
        var prepared: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let code = sqlite3_prepare_v3(connection.handle, sql, -1, flags, &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw JournalError(connection.handle) }
        handle = prepared
        self.connection = connection
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Moves to the next row; false after the last.
    func step() throws(JournalError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw JournalError(connection.handle)
        }
    }

    /// Runs to the end, and makes ready to run again.
    func run() throws(JournalError) {
        defer { reset() }
        while try step() {}
    }

    func reset() {
        sqlite3_reset(handle)
    }

    func bind(_ value: Int64, at index: Int32) throws(JournalError) {
        try check(sqlite3_bind_int64(handle, index, value))
    }

    /// Binds bytes that stay in place until the statement has run.
    func bind(_ bytes: UnsafeRawBufferPointer, at index: Int32) throws(JournalError) {
        try check(
            sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), nil)
        )
    }

    /// Binds a copy of `text`.
    func bind(_ text: String, at index: Int32) throws(JournalError) {
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let count = Int32(clamping: text.utf8.count)
        try check(sqlite3_bind_text(handle, index, text, count, copied))
    }

    private func check(_ code: Int32) throws(JournalError) {
        guard code == SQLITE_OK else { throw JournalError(connection.handle) }
    }

    func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    func text(_ column: Int32) -> String? {
        sqlite3_column_text(handle, column).map { String(cString: $0) }
    }

    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
    }
}

extension JournalError {
    /// What SQLite reports of the last call on `connection`, in the journal's terms.
    fileprivate init(_ connection: OpaquePointer) {
        let code = sqlite3_extended_errcode(connection)
        switch code & 0xff {
        case SQLITE_FULL:
            self = .diskFull
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            self = .unreadable(String(cString: sqlite3_errmsg(connection)))
        default:
            let reason = String(cString: sqlite3_errmsg(connection))
            self = .failed("SQLite error \(code): \(reason)")
        }
    }
}
