/// Walks a range of a journal's records in order, in bounded memory.
public struct RecordCursor: Sendable {
    private let journal: any Journal
    private var slice: ArraySlice<[UInt8]> = []
    private var position: Int64
    private let end: Int64

    init(_ journal: any Journal, _ range: Range<Int64>) {
        self.journal = journal
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next record and its number, or `nil` after the last of the range.
    ///
    /// - Throws: `noRecord` when the journal ends inside the range, `corrupt`, a fatal error.
    public mutating func next() throws(JournalError) -> (sequence: Int64, bytes: [UInt8])? {
        guard position < end else { return nil }
        guard position >= 0 else { throw .noRecord(position) }
        if slice.isEmpty {
            let wanted = Int(min(end - position, Int64(JournalLimit.slice)))
            slice = try journal.read(from: position, limit: wanted)[...]
        }
        guard let bytes = slice.popFirst() else { throw .noRecord(position) }
        defer { position += 1 }
        return (position, bytes)
    }
}
