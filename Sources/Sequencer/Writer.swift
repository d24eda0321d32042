import Journal
import Kernel
import Transparency
import Units
import Wire

/// The one writer: everything that waits is its next batch, and a batch is one transaction.
///
/// It has a thread of its own. There is no timer: while a transaction is written the next batch
/// gathers, so batches grow with the load.
struct Writer {
    /// How long it waits at most before it looks at the clock again, which may have been set.
    private static let lookout = Span(microseconds: 100_000)

    let journal: any Journal
    let inbox: Inbox
    let options: Sequencer.Options
    let clock: @Sendable () -> Instant
    let salt: @Sendable () -> Salt
    /// Takes what has become durable.
    let publish: @Sendable (Batch, DurableState.Point) -> Void

    private var current: DurableState.Point
    private var head: JournalHead
    private var waiting: ArraySlice<Pending> = []

    init(
        journal: any Journal,
        inbox: Inbox,
        options: Sequencer.Options,
        clock: @escaping @Sendable () -> Instant,
        salt: @escaping @Sendable () -> Salt,
        from current: DurableState.Point,
        head: JournalHead,
        publish: @escaping @Sendable (Batch, DurableState.Point) -> Void
    ) {
        self.journal = journal
        self.inbox = inbox
        self.options = options
        self.clock = clock
        self.salt = salt
        self.publish = publish
        self.current = current
        self.head = head
    }

    /// Decides and stores until the inbox is closed and empty.
    ///
    /// When a batch can't be stored, none of it is acknowledged and nothing more is taken.
    mutating func run() throws(SequencerError) {
        while true {
            var batch = Batch(on: current.machine, milestonesEvery: options.attestationInterval)
            do throws(SequencerError) {
                try fill(&batch)
                try store(batch)
            } catch {
                fail(batch)
                throw error
            }
            guard batch.count == 0 else { continue }
            // What was added before the inbox closed is still to be decided.
            let isOpen = inbox.isOpen
            takeWaiting()
            guard waiting.isEmpty else { continue }
            guard isOpen else { return }
            inbox.wait(upTo: timeToNextAlarm)
        }
    }

    private mutating func fill(_ batch: inout Batch) throws(SequencerError) {
        let now = clock() + batch.machine.world.clockOffset
        while batch.count < options.batchLimit {
            if batch.fireAlarm(now: now, salt: salt) { continue }
            takeWaiting()
            guard let pending = waiting.first else { return }
            try batch.decide(pending, now: now, salt: salt) {
                sequence throws(SequencerError) in try record(sequence)
            }
            waiting.removeFirst()
        }
    }

    private mutating func takeWaiting() {
        if waiting.isEmpty { waiting = inbox.takeAll()[...] }
    }

    private func record(_ sequence: Int64) throws(SequencerError) -> (Record, [UInt8]) {
        let bytes = try failing(as: SequencerError.journal) { () throws(JournalError) in
            try journal.record(at: sequence)
        }
        return (try Record(sequence, bytes), bytes)
    }

    private mutating func store(_ batch: Batch) throws(SequencerError) {
        head = try failing(as: SequencerError.journal) { () throws(JournalError) in
            try journal.append(batch.bytes, after: head)
        }
        for record in batch.bytes { current.tree.append(record) }
        current.machine = batch.machine
        publish(batch, current)
        inbox.release(batch.replies.count)
        for (call, reply) in batch.replies { call.reply(reply) }
    }

    /// Tells everybody that nothing more will be acknowledged.
    private mutating func fail(_ batch: Batch) {
        inbox.close()
        for (call, _) in batch.replies { call.reply(.stopped) }
        for call in waiting + inbox.takeAll() { call.reply(.stopped) }
    }

    private var timeToNextAlarm: Span {
        let world = current.machine.world
        guard let due = world.nextDue else { return Self.lookout }
        let now = clock() + world.clockOffset
        let (time, _) = due.microseconds.subtractingReportingOverflow(now.microseconds)
        return min(max(Span(microseconds: time), Span(microseconds: 1_000)), Self.lookout)
    }
}

extension Record {
    /// The record with this number in the journal.
    init(_ sequence: Int64, _ bytes: [UInt8]) throws(SequencerError) {
        do throws(WireError) {
            try self.init(wire: bytes)
        } catch {
            throw .malformed(sequence: sequence, error)
        }
    }
}
