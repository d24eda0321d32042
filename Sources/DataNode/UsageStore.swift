import Foundation
public import Contracts
import GRDB
public import Units
public import Wire

/// What the node remembers of each entitlement: how much of it was used, and who signed for that.
@Wire
public struct UsageFile: Equatable, Sendable {
    /// The entitlement, as it was proved.
    public internal(set) var entitlement: Entitlement
    /// The last statement, which the node has signed.
    public internal(set) var statement: UsageStatement?
    /// The node's signature under that statement.
    public internal(set) var nodeSignature: SignatureText?
    /// The buyer's signature under the last statement, once it is there.
    public internal(set) var buyerSignature: SignatureText?
    /// The key that made it: an earlier one, when the entitlement has named another since.
    public internal(set) var buyerKey: PublicKeyText?
    /// What was asked last: the same again is answered again, and counted once.
    public internal(set) var request: String?
    /// How much both have signed for.
    public internal(set) var acknowledged: Int64
    /// How much the exchange has been told of.
    public internal(set) var settled: Int64
}

/// Keeps usage in a database file, durably before an answer leaves the node.
public struct UsageStore: Sendable {
    private let database: DatabaseQueue

    /// Opens the file, and makes it when there is none.
    public init(path: String) throws {
        database = try DatabaseQueue(path: path)
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = DELETE")
            try database.execute(sql: "PRAGMA synchronous = EXTRA")
            try database.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS usage (
                        entitlement INTEGER PRIMARY KEY, file BLOB NOT NULL
                    ) STRICT
                    """
            )
            try database.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS exchange (
                        one INTEGER PRIMARY KEY CHECK (one = 1), time INTEGER NOT NULL
                    ) STRICT
                    """
            )
        }
    }

    /// What is known of an entitlement.
    public func file(_ id: ID<AccessEntitlement>) throws -> UsageFile? {
        let bytes = try database.read { database in
            try Data.fetchOne(
                database,
                sql: "SELECT file FROM usage WHERE entitlement = ?",
                arguments: [id.number]
            )
        }
        return try bytes.map { try UsageFile(wire: $0) }
    }

    /// All files, in order of entitlement.
    public func all() throws -> [UsageFile] {
        try database.read { database in
            try Data.fetchAll(database, sql: "SELECT file FROM usage ORDER BY entitlement")
        }
        .map { try UsageFile(wire: $0) }
    }

    /// The latest exchange time that was kept, if any was.
    public func exchangeTime() throws -> Instant? {
        try database.read { database in
            try Int64.fetchOne(database, sql: "SELECT time FROM exchange")
        }
        .map(Instant.init(microseconds:))
    }

    /// Keeps exchange time, unless a later one is kept.
    public func keep(_ time: Instant) throws {
        try database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO exchange (one, time) VALUES (1, ?)
                    ON CONFLICT (one) DO UPDATE SET time = max(time, excluded.time)
                    """,
                arguments: [time.microseconds]
            )
        }
    }

    /// Keeps a file; when this returns, it is on the disk.
    public func keep(_ file: UsageFile) throws {
        try database.write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO usage (entitlement, file) VALUES (?, ?)",
                arguments: [file.entitlement.id.number, Data(file.wire)]
            )
        }
    }
}
