import Synchronization

/// A journal in memory, for tests and simulation, that can be made to fail as disks do.
public final class MemoryJournal: Journal {
    /// A failure planned for one call of `append`.
    public struct Fault: Hashable, Sendable {
        /// Which call fails, counted from 1.
        public let call: Int
        /// What it throws.
        public let error: JournalError
        /// Whether the batch is stored all the same, as when only the last sync's answer is lost.
        public let stores: Bool

        /// A failure of the call of this number.
        public init(call: Int, error: JournalError, stores: Bool = false) {
            self.call = call
            self.error = error
            self.stores = stores
        }
    }

    private struct State {
        var rows: [StoredRow] = []
        var head = JournalHead.genesis
        var checkpoints: [String: SignedCheckpoint] = [:]
        var faults: [Fault]
        var calls = 0
        var failure: JournalError?

        func check() throws(JournalError) {
            if let failure { throw failure }
        }

        mutating func store(_ records: [[UInt8]]) {
            for record in records {
                let sequence = head.next
                head = head.appending(record)
                rows.append(StoredRow(sequence: sequence, bytes: record, link: head.link))
            }
        }
    }

    private let state: Mutex<State>

    /// An empty journal that will fail as planned.
    public init(faults: [Fault] = []) {
        state = Mutex(State(faults: faults))
    }

    private init(_ state: State) {
        self.state = Mutex(state)
    }

    public func head() throws(JournalError) -> JournalHead {
        try state.withLock { state throws(JournalError) in
            try state.check()
            return state.head
        }
    }

    @discardableResult
    public func append(
        _ records: [[UInt8]],
        after head: JournalHead
    ) throws(JournalError) -> JournalHead {
        try state.withLock { state throws(JournalError) in
            try state.check()
            try state.head.check(records, after: head)
            guard !records.isEmpty else { return head }
            state.calls += 1
            let calls = state.calls
            let fault = state.faults.first { $0.call == calls }
            if fault?.stores ?? true { state.store(records) }
            if let fault {
                state.failure = fault.error
                throw fault.error
            }
            return state.head
        }
    }

    public func read(from sequence: Int64, limit: Int) throws(JournalError) -> [[UInt8]] {
        try state.withLock { state throws(JournalError) in
            try state.check()
            let count = state.head.count(from: sequence, limit: limit)
            guard count > 0 else { return [] }
            let first = Int(sequence)
            return try state.head.records(
                Array(state.rows[first...].prefix(count)),
                from: sequence,
                count: count,
                after: first == 0 ? .genesis : state.rows[first - 1].link
            )
        }
    }

    public func checkpoint(of origin: String) throws(JournalError) -> SignedCheckpoint? {
        try state.withLock { state throws(JournalError) in
            try state.check()
            return state.checkpoints[origin]
        }
    }

    public func swapCheckpoint(
        expected: SignedCheckpoint?,
        new: SignedCheckpoint
    ) throws(JournalError) {
        try state.withLock { state throws(JournalError) in
            try state.check()
            let stored = state.checkpoints[new.origin]
            try state.head.check(new, expected: expected, stored: stored)
            state.checkpoints[new.origin] = new
        }
    }

    /// What the next process finds after a crash, and the faults it will meet.
    ///
    /// The last `lost` records are gone, as from a disk that lied about a sync. Throws `tailLost`
    /// when a signed checkpoint covers one of them.
    public func restarted(
        losing lost: Int = 0,
        faults: [Fault] = []
    ) throws(JournalError) -> MemoryJournal {
        var found = state.withLock { $0 }
        found.rows.removeLast(max(0, min(lost, found.rows.count)))
        found.head = JournalHead(
            next: Int64(found.rows.count),
            link: found.rows.last?.link ?? .genesis
        )
        found.faults = faults
        found.calls = 0
        found.failure = nil
        for checkpoint in found.checkpoints.values { try found.head.check(holds: checkpoint) }
        return MemoryJournal(found)
    }

    /// Flips the lowest bit of a stored record's first byte, as a failing disk might.
    public func flipBit(inRecord sequence: Int64) {
        state.withLock { state in
            guard sequence >= 0, sequence < state.head.next else { return }
            let row = state.rows[Int(sequence)]
            var bytes = row.bytes
            bytes[0] ^= 1
            state.rows[Int(sequence)] = StoredRow(sequence: sequence, bytes: bytes, link: row.link)
        }
    }
}
