/// The SQLite journal's connection and state, used by one thread at a time.
final class Store {
    private(set) var head: JournalHead
    private var failure: JournalError?

    private let connection: Connection
    private let begin: Statement
    private let commit: Statement
    private let insert: Statement
    private let select: Statement
    private let selectCheckpoint: Statement
    private let putCheckpoint: Statement

    init(_ directory: DataDirectory, settings: [Setting]) throws(JournalError) {
        connection = try Connection(directory, file: SQLiteJournal.fileName)
        for setting in settings { try setting.apply(to: connection) }
        connection.watchLog()
        try JournalFile.prepare(connection)

        begin = try Statement(connection, "BEGIN IMMEDIATE")
        commit = try Statement(connection, "COMMIT")
        insert = try Statement(connection, "INSERT INTO record VALUES (?, ?, ?)")
        select = try Statement(connection, JournalFile.selectRecords)
        selectCheckpoint = try Statement(connection, JournalFile.selectCheckpoint)
        putCheckpoint = try Statement(connection, JournalFile.putCheckpoint)

        head = try JournalFile.head(connection)
        try JournalFile.checkpoints(connection, coveredBy: head)
    }

    /// Refuses further use after a failed write.
    func check() throws(JournalError) {
        if let failure { throw failure }
    }

    func append(_ records: [[UInt8]]) throws(JournalError) -> JournalHead {
        var next = head
        try transaction { () throws(JournalError) in
            for record in records {
                let sequence = next.next
                next = next.appending(record)
                try insert(sequence, record, next.link)
            }
        }
        head = next
        return next
    }

    private func insert(
        _ sequence: Int64,
        _ record: [UInt8],
        _ link: Link
    ) throws(JournalError) {
        try record.withUnsafeBufferPointer { record throws(JournalError) in
            try link.withUnsafeBytes { link throws(JournalError) in
                try insert.bind(sequence, at: 1)
                try insert.bind(UnsafeRawBufferPointer(record), at: 2)
                try insert.bind(link, at: 3)
                try insert.run()
            }
        }
    }

    func put(_ checkpoint: SignedCheckpoint) throws(JournalError) {
        try transaction { () throws(JournalError) in
            try checkpoint.note.withUnsafeBufferPointer { note throws(JournalError) in
                try putCheckpoint.bind(checkpoint.origin, at: 1)
                try putCheckpoint.bind(checkpoint.size, at: 2)
                try putCheckpoint.bind(UnsafeRawBufferPointer(note), at: 3)
                try putCheckpoint.run()
            }
        }
    }

    /// Does all of `body` or nothing, durably; a failure ends the use of this store.
    private func transaction(_ body: () throws(JournalError) -> Void) throws(JournalError) {
        do throws(JournalError) {
            try begin.run()
            try body()
            try commit.run()
            try connection.checkpoint(fromPages: JournalFile.checkpointPages)
        } catch {
            failure = error
            throw error
        }
    }

    func checkpoint(of origin: String) throws(JournalError) -> SignedCheckpoint? {
        try selectCheckpoint.bind(origin, at: 1)
        defer { selectCheckpoint.reset() }
        guard try selectCheckpoint.step() else { return nil }
        return SignedCheckpoint(
            origin: origin,
            size: selectCheckpoint.integer(0),
            note: Array(selectCheckpoint.bytes(1))
        )
    }

    /// The rows of a read as they are stored, with what is needed to check them.
    struct Found: Sendable {
        let head: JournalHead
        let count: Int
        var previous: Link? = .genesis
        var rows: [StoredRow] = []
    }

    func rows(from sequence: Int64, limit: Int) throws(JournalError) -> Found {
        var found = Found(head: head, count: head.count(from: sequence, limit: limit))
        guard found.count > 0 else { return found }
        // The row before the first gives the chain value to continue from.
        let before: Int64 = sequence == 0 ? 0 : 1
        try select.bind(sequence - before, at: 1)
        try select.bind(Int64(found.count) + before, at: 2)
        defer { select.reset() }
        if before == 1 {
            found.previous = nil
            guard try step(at: sequence - 1), select.integer(0) == sequence - 1 else {
                return found
            }
            found.previous = Link(select.bytes(2))
        }
        found.rows.reserveCapacity(found.count)
        while try step(at: sequence + Int64(found.rows.count)) {
            let row = StoredRow(
                sequence: select.integer(0),
                bytes: Array(select.bytes(1)),
                link: Link(select.bytes(2))
            )
            found.rows.append(row)
        }
        return found
    }

    /// Steps to the row of record `sequence`, which is corrupt if the file can't be read there.
    private func step(at sequence: Int64) throws(JournalError) -> Bool {
        do throws(JournalError) {
            return try select.step()
        } catch .unreadable {
            throw .corrupt(sequence)
        } catch {
            throw error
        }
    }
}
