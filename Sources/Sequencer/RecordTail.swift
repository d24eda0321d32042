public import Journal

/// The bytes of one durable record, and its number.
public struct RecordedBytes: Hashable, Sendable {
    /// The record's number.
    public let sequence: Int64
    /// The record's canonical form.
    public let bytes: [UInt8]
}

/// The durable records after one, as they come, without a gap; it ends when the sequencer does.
///
/// Nothing is kept for a follower: one who is slow reads the journal, as does one who comes back
/// with the number of the last record that he saw. So nobody has to be cut off.
public struct RecordTail: AsyncSequence, Sendable {
    let feed: Feed
    let journal: any Journal
    /// The first record's number.
    let first: Int64

    /// Begins after the record that was asked for.
    public func makeAsyncIterator() -> Iterator {
        Iterator(feed: feed, journal: journal, position: first)
    }

    /// Walks the records.
    public struct Iterator: AsyncIteratorProtocol {
        let feed: Feed
        let journal: any Journal
        var position: Int64
        private var slice: ArraySlice<[UInt8]> = []

        init(feed: Feed, journal: any Journal, position: Int64) {
            self.feed = feed
            self.journal = journal
            self.position = position
        }

        /// The next record; `nil` when the sequencer has stopped or the task is cancelled.
        ///
        /// - Throws: why the journal can't be read.
        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(JournalError) -> RecordedBytes? {
            while slice.isEmpty {
                guard !Task.isCancelled else { return nil }
                switch feed.next(from: position, limit: JournalLimit.slice) {
                case .records(let records): slice = records[...]
                case .older(let end):
                    let wanted = position..<Swift.min(end, position + Int64(JournalLimit.slice))
                    slice = try journal.read(from: position, limit: wanted.count)[...]
                    guard !slice.isEmpty else { throw .noRecord(position) }
                case .nothingYet: await feed.grown(past: position)
                case .over: return nil
                }
            }
            guard let bytes = slice.popFirst() else { return nil }
            defer { position += 1 }
            return RecordedBytes(sequence: position, bytes: bytes)
        }
    }
}
