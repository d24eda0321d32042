import Journal
import Kernel
import Synchronization
import Transparency

/// Makes decided batches durable, one after another, and answers their calls.
///
/// It has a thread of its own, so that the next batch is decided while this one is written.
final class Committer: Sendable {
    fileprivate enum Work {
        case none
        case handed(Batch)
        case storing
        case failed
        case closed
    }

    /// Where the journal and what is published stand; whoever stores a batch holds it.
    private struct End: Sendable {
        var head: JournalHead
        var point: DurableState.Point
    }

    private let journal: any Journal
    private let inbox: Inbox
    /// Takes what has become durable.
    private let publish: @Sendable (Batch, DurableState.Point) -> Void
    private let end: Mutex<End>
    private let work = Mutex(Work.none)
    private let bell = Bell()

    /// One that goes on where recovery found the journal's end.
    init(
        _ recovery: Recovery,
        journal: any Journal,
        inbox: Inbox,
        publish: @escaping @Sendable (Batch, DurableState.Point) -> Void
    ) {
        self.journal = journal
        self.inbox = inbox
        self.publish = publish
        end = Mutex(End(head: recovery.head, point: recovery.point))
    }

    /// Whether a batch may be given to it: none is being stored.
    var isIdle: Bool {
        work.withLock { if case .none = $0 { true } else { false } }
    }

    /// Whether a batch couldn't be stored: nothing more ever is.
    var hasFailed: Bool {
        work.withLock { if case .failed = $0 { true } else { false } }
    }

    /// Stores a batch on its own thread; only when it is idle.
    func hand(_ batch: Batch) {
        work.withLock { $0 = .handed(batch) }
        bell.ring()
    }

    /// Stores a batch on the caller's thread, which is quicker for a few calls; only when it is
    /// idle.
    ///
    /// When a batch can't be stored, none of it is acknowledged and no further call is taken.
    func store(_ batch: Batch) throws(SequencerError) {
        do throws(SequencerError) {
            try end.withLock { end throws(SequencerError) in
                end.head = try failing(as: SequencerError.journal) { () throws(JournalError) in
                    try journal.append(batch.bytes, after: end.head)
                }
                for record in batch.bytes { end.point.tree.append(record) }
                end.point.machine = batch.machine
                publish(batch, end.point)
            }
        } catch {
            work.withLock { $0 = .failed }
            inbox.close()
            for (call, _) in batch.replies { call.reply(.stopped) }
            throw error
        }
        inbox.release(batch.replies.count)
        for (call, reply) in batch.replies { call.reply(reply) }
    }

    /// Ends the thread; only when it is idle.
    func close() {
        work.withLock { if case .none = $0 { $0 = .closed } }
        bell.ring()
    }

    /// Stores what is handed to it until it is closed.
    func run() throws(SequencerError) {
        while true {
            let batch: Batch? = work.withLock { work in
                guard case .handed(let batch) = work else { return nil }
                work = .storing
                return batch
            }
            if let batch {
                try store(batch)
                work.withLock { $0 = .none }
                inbox.wake()
            } else if work.withLock({ $0.isOver }) {
                return
            } else {
                bell.wait()
            }
        }
    }
}

extension Committer.Work {
    fileprivate var isOver: Bool {
        switch self {
        case .failed, .closed: true
        case .none, .handed, .storing: false
        }
    }
}
