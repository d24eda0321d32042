import Dispatch
import Foundation
import GRDBSQLite
import Synchronization

/// The least that durable commands can cost here: rows in, one thread that stores all that wait as
/// one transaction, and an answer to each.
///
/// SQLite through its C interface with the write-ahead log and `synchronous=FULL`, as the journal
/// has it, and nothing else: no decision, no hash, no chain, no checkpoint.
final class GroupCommit: Sendable {
    private struct Waiting {
        var rows: [(row: [UInt8], stored: CheckedContinuation<Void, Never>)] = []
        var isOpen = true
    }

    private let waiting = Mutex(Waiting())
    private let bell = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// Begins with an empty file at `path`.
    init(_ path: String) {
        let thread = Thread {
            self.run(path)
            self.ended.signal()
        }
        thread.start()
    }

    /// Returns when the row is durable.
    func submit(_ row: [UInt8]) async {
        await withCheckedContinuation { continuation in
            waiting.withLock { $0.rows.append((row, continuation)) }
            bell.signal()
        }
    }

    /// Returns when the file is closed.
    func stop() {
        waiting.withLock { $0.isOpen = false }
        bell.signal()
        ended.wait()
    }

    private func run(_ path: String) {
        var handle: OpaquePointer?
        var insert: OpaquePointer?
        check(sqlite3_open(path, &handle))
        defer { sqlite3_close_v2(handle) }
        for pragma in [
            "locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL",
            "wal_autocheckpoint=4000",
        ] {
            check(sqlite3_exec(handle, "PRAGMA \(pragma)", nil, nil, nil))
        }
        let table = "CREATE TABLE record (sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT"
        check(sqlite3_exec(handle, table, nil, nil, nil))
        check(sqlite3_prepare_v2(handle, "INSERT INTO record VALUES (?, ?)", -1, &insert, nil))
        defer { sqlite3_finalize(insert) }
        var sequence: Int64 = 0
        while true {
            let (rows, isOpen) = waiting.withLock { waiting in
                defer { waiting.rows = [] }
                return (waiting.rows, waiting.isOpen)
            }
            if rows.isEmpty {
                guard isOpen else { return }
                bell.wait()
                continue
            }
            check(sqlite3_exec(handle, "BEGIN IMMEDIATE", nil, nil, nil))
            for (row, _) in rows {
                row.withUnsafeBytes { bytes in
                    check(sqlite3_bind_int64(insert, 1, sequence))
                    check(sqlite3_bind_blob(insert, 2, bytes.baseAddress, Int32(bytes.count), nil))
                    check(sqlite3_step(insert))
                    check(sqlite3_reset(insert))
                }
                sequence += 1
            }
            check(sqlite3_exec(handle, "COMMIT", nil, nil, nil))
            for (_, stored) in rows { stored.resume() }
        }
    }

    private func check(_ code: Int32) {
        precondition([SQLITE_OK, SQLITE_ROW, SQLITE_DONE].contains(code), "SQLite error \(code)")
    }
}
