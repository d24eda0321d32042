/// The checks that every journal makes, whatever it stores its records in.
extension JournalHead {
    /// Refuses a batch that doesn't follow this head or is beyond the limits.
    func check(_ records: [[UInt8]], after expected: JournalHead) throws(JournalError) {
        guard expected == self else { throw .headMoved(actual: self) }
        guard records.count <= JournalLimit.batch else { throw .batchLength(records.count) }
        for record in records where record.isEmpty || record.count > JournalLimit.record {
            throw .recordLength(record.count)
        }
    }

    /// Refuses a checkpoint that doesn't follow `expected`, or covers more than there is.
    ///
    /// Equal sizes are refused too: one origin and size is signed at most once.
    func check(
        _ new: SignedCheckpoint,
        expected: SignedCheckpoint?,
        stored: SignedCheckpoint?
    ) throws(JournalError) {
        guard new.origin.utf8.count + new.note.count <= JournalLimit.note else {
            throw .noteLength(new.note.count)
        }
        guard stored == expected else { throw .checkpointMoved(actual: stored) }
        guard new.size >= 0, new.size <= next, stored.map({ $0.size < new.size }) ?? true else {
            throw .checkpointSize(new.size)
        }
    }

    /// Refuses a journal that lost records which a checkpoint was signed over.
    func check(holds checkpoint: SignedCheckpoint) throws(JournalError) {
        guard checkpoint.size <= next else {
            throw .tailLost(next: next, signed: checkpoint.size)
        }
    }

    /// The rows that a read from `sequence` must yield: none at the end.
    func count(from sequence: Int64, limit: Int) -> Int {
        guard sequence >= 0, sequence < next else { return 0 }
        return Int(min(next - sequence, Int64(max(0, min(limit, JournalLimit.slice)))))
    }

    /// The records of the stored `rows`, if there are `count` of them from `sequence` on and each
    /// continues the chain from `previous`, which is `nil` when that row is missing.
    func records(
        _ rows: [StoredRow],
        from sequence: Int64,
        count: Int,
        after previous: Link?
    ) throws(JournalError) -> [[UInt8]] {
        guard count > 0 else { return [] }
        guard var link = previous else { throw .corrupt(sequence - 1) }
        var expected = sequence
        for row in rows {
            link = link.appending(row.bytes)
            guard row.sequence == expected, row.link == link else { throw .corrupt(expected) }
            expected += 1
        }
        guard rows.count == count, expected < next || link == self.link else {
            throw .corrupt(rows.count == count ? expected - 1 : expected)
        }
        return rows.map(\.bytes)
    }
}

/// A record as it is stored, not yet checked; no `link` when the stored one has another length.
struct StoredRow: Sendable {
    let sequence: Int64
    let bytes: [UInt8]
    let link: Link?
}
