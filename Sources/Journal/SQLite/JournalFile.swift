/// The tables of `journal.sqlite`, as `docs/formats/journal.md` describes them.
enum JournalFile {
    /// Marks the file as a journal: "DBJL".
    static let applicationID = 0x4442_4a4c
    /// The format's number, raised with every change of the tables.
    static let format = 1
    /// The pages of 4 KiB after which the write-ahead log is copied back: about 16 MB.
    static let checkpointPages: Int32 = 4_000

    private static let create = """
        BEGIN IMMEDIATE;
        CREATE TABLE record (
            sequence INTEGER PRIMARY KEY,
            bytes BLOB NOT NULL,
            chain BLOB NOT NULL
        ) STRICT;
        CREATE TABLE checkpoint (
            origin TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            note BLOB NOT NULL
        ) STRICT;
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(format);
        COMMIT;
        """

    static let selectRecords =
        "SELECT sequence, bytes, chain FROM record WHERE sequence >= ? ORDER BY sequence LIMIT ?"
    static let selectCheckpoint = "SELECT size, note FROM checkpoint WHERE origin = ?"
    static let putCheckpoint = "INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?)"

    /// Creates the tables in an empty file, or sees that the file is a journal of this format.
    static func prepare(_ connection: Connection) throws(JournalError) {
        if try connection.text("SELECT count(*) FROM sqlite_schema") == "0" {
            try connection.execute(create)
        }
        guard try connection.text("PRAGMA application_id") == String(applicationID) else {
            throw .unreadable("the file is a SQLite database, but no journal")
        }
        let found = try connection.text("PRAGMA user_version") ?? "none"
        guard found == String(format) else {
            throw .unreadable("the journal's format is \(found), not \(format)")
        }
    }

    /// Where the stored records end.
    static func head(_ connection: Connection) throws(JournalError) -> JournalHead {
        let last = try Statement(
            connection,
            "SELECT sequence, chain FROM record ORDER BY sequence DESC LIMIT 1"
        )
        guard try last.step() else { return .genesis }
        let sequence = last.integer(0)
        guard sequence >= 0, sequence < .max else { throw .corrupt(0) }
        guard let link = Link(last.bytes(1)) else { throw .corrupt(sequence) }
        return JournalHead(next: sequence + 1, link: link)
    }

    /// Refuses a file in which records are missing that a checkpoint was signed over.
    static func checkpoints(
        _ connection: Connection,
        coveredBy head: JournalHead
    ) throws(JournalError) {
        let signed = try connection.text("SELECT max(size) FROM checkpoint") ?? "0"
        guard let size = Int64(signed) else { throw .unreadable("checkpoint size \(signed)") }
        guard size <= head.next else { throw .tailLost(next: head.next, signed: size) }
    }
}
