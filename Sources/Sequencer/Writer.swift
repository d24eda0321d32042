import Journal
import Kernel
import Units
import Wire

/// The one writer: it decides calls in order, and what was decided while a batch was stored is the
/// next batch, one transaction.
///
/// It has a thread of its own, and the committer another. There is no timer: batches grow with the
/// load.
struct Writer {
    /// How long it waits at most before it looks at the clock again, which may have been set.
    private static let lookout = Span(microseconds: 100_000)
    /// How many calls are so few that handing them to another thread would take longer.
    private static let few = 4
    /// After how many calls it looks whether the committer could go on.
    private static let glance = 32

    let journal: any Journal
    let inbox: Inbox
    let committer: Committer
    let options: Sequencer.Options
    let clock: @Sendable () -> Instant
    let salt: @Sendable () -> Salt

    private var machine: StateMachine
    private var waiting: ArraySlice<Pending> = []

    init(
        journal: any Journal,
        inbox: Inbox,
        committer: Committer,
        options: Sequencer.Options,
        clock: @escaping @Sendable () -> Instant,
        salt: @escaping @Sendable () -> Salt,
        from machine: StateMachine
    ) {
        self.journal = journal
        self.inbox = inbox
        self.committer = committer
        self.options = options
        self.clock = clock
        self.salt = salt
        self.machine = machine
    }

    /// Decides until the inbox is closed and empty, and all is stored.
    ///
    /// When a record can't be read, or a batch can't be stored, nothing more is acknowledged.
    mutating func run() throws(SequencerError) {
        defer { committer.close() }
        var batch = Batch(on: machine, milestonesEvery: options.attestationInterval)
        do throws(SequencerError) {
            while !committer.hasFailed {
                try fill(&batch)
                if batch.count > 0, committer.isIdle {
                    let decided = batch
                    machine = batch.machine
                    batch = Batch(on: machine, milestonesEvery: options.attestationInterval)
                    try commit(decided)
                    continue
                }
                // What was added before the inbox closed is still to be decided.
                let isOpen = inbox.isOpen
                takeWaiting()
                if batch.count < options.batchLimit, !waiting.isEmpty { continue }
                if batch.count == 0, !isOpen, committer.isIdle { return }
                inbox.wait(upTo: timeToNextAlarm)
            }
            fail(batch)
        } catch {
            waitForCommitter()
            fail(batch)
            throw error
        }
    }

    private func commit(_ batch: Batch) throws(SequencerError) {
        if batch.count <= Self.few, waiting.isEmpty {
            try committer.store(batch)
        } else {
            committer.hand(batch)
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
            if batch.count.isMultiple(of: Self.glance), committer.isIdle { return }
        }
    }

    private mutating func takeWaiting() {
        if waiting.isEmpty { waiting = inbox.takeAll()[...] }
    }

    /// A record from before the batch, which may be just being stored.
    private func record(_ sequence: Int64) throws(SequencerError) -> (Record, [UInt8]) {
        waitForCommitter()
        let bytes = try failing(as: SequencerError.journal) { () throws(JournalError) in
            try journal.record(at: sequence)
        }
        return (try Record(sequence, bytes), bytes)
    }

    private func waitForCommitter() {
        while !committer.isIdle, !committer.hasFailed { inbox.wait(upTo: Self.lookout) }
    }

    /// Tells everybody that nothing more will be acknowledged.
    private mutating func fail(_ batch: Batch) {
        inbox.close()
        for (call, _) in batch.replies { call.reply(.stopped) }
        for call in waiting + inbox.takeAll() { call.reply(.stopped) }
    }

    private var timeToNextAlarm: Span {
        let world = machine.world
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
