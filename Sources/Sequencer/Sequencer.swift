public import Journal
public import Kernel
public import Logging
import Synchronization
public import Transparency
public import Units

/// The one writer of an exchange: it orders calls, decides them, makes them durable, and only then
/// answers.
///
/// ```
/// submit ─► inbox ─► writer: alarms, decide ─► committer: journal, a transaction a batch ─► reply
///                                                │ durable state, tree
///                                                ├─► feed ─► tail
///                                                ├─► publisher: bundles, tiles, root again,
///                                                │   checkpoint ─► receipt
///                                                └─► keeper: snapshot, attestation
/// ```
///
/// Whoever gives it calls has verified their signatures. Any number of tasks may use it at once.
public final class Sequencer: Sendable {
    private let journal: any Journal
    private let tiles: TileStore
    private let inbox: Inbox
    private let durable: DurableState
    private let feed: Feed
    private let publisher: Publisher
    private let keeper: Keeper
    private let failure: FirstFailure
    private let kept: Int64
    private let workers: Workers

    /// Recovers the state from what is stored, and begins.
    ///
    /// The newest snapshot and the records after it give the state; the tiles of the last
    /// checkpoint and the records after it give the tree. Everything that is read is checked
    /// against the journal's chain, and the tree against the signed root.
    ///
    /// - Parameters:
    ///   - machine: one with every capability and no records.
    ///   - journal: the records, to which nobody else appends.
    ///   - snapshots: the states that were kept.
    ///   - tiles: the log's public files.
    ///   - signer: the log's key; its name is the log's origin.
    ///   - options: limits and intervals.
    ///   - clock: the time, to which the venue's offset is added.
    ///   - salt: gives sixteen new random bytes each time.
    ///   - logger: is told what was passed over.
    ///   - onFatal: told once, when nothing more can be made durable or published: end the process.
    /// - Throws: the first thing that doesn't agree, with the record's number.
    public init(
        machine: StateMachine,
        journal: any Journal,
        snapshots: SnapshotStore,
        tiles: TileStore,
        signer: NoteSigner,
        options: Options = Options(),
        clock: @escaping @Sendable () -> Instant = SystemSource.now,
        salt: @escaping @Sendable () -> Salt = SystemSource.salt,
        logger: Logger = Logger(label: "databourse.sequencer"),
        onFatal: @escaping @Sendable (SequencerError) -> Void
    ) throws(SequencerError) {
        let recovery = try Recovery(
            machine,
            journal: journal,
            snapshots: snapshots,
            tiles: tiles,
            origin: signer.key.name.description,
            logger: logger
        )
        try recovery.checkLog(tiles, key: signer.key)
        let publication = Publication(recovery, journal: journal, tiles: tiles, signer: signer)
        let (tree, interval) = (recovery.point.tree, options.publishInterval)
        let inbox = Inbox(limit: options.inboxLimit)
        let durable = DurableState(recovery.point)
        let feed = Feed(capacity: options.recentRecords, end: recovery.head.next)
        let publisher = Publisher(recovery.checkpoint)
        let keeper = Keeper(snapshots, inbox: inbox)
        let failure = FirstFailure { error in
            inbox.close()
            onFatal(error)
        }
        let committer = Committer(recovery, journal: journal, inbox: inbox) { batch, point in
            durable.replace(with: point)
            guard !batch.bytes.isEmpty else { return }
            feed.append(batch.bytes)
            publisher.grow()
            if let newest = batch.milestones.last { keeper.keep(newest) }
        }
        let writer = Writer(
            journal: journal,
            inbox: inbox,
            committer: committer,
            options: options,
            clock: clock,
            salt: salt,
            from: recovery.point.machine
        )
        workers = Self.start(
            writer,
            committer,
            feed,
            failure,
            publishing: { () throws(SequencerError) in
                try publisher.run(publication, of: durable, from: tree, interval: interval)
            },
            keeping: keeper.run
        )
        self.journal = journal
        self.tiles = tiles
        self.inbox = inbox
        self.durable = durable
        self.feed = feed
        self.publisher = publisher
        self.keeper = keeper
        self.failure = failure
        kept = recovery.kept
    }

    private struct Workers {
        let writer: Worker
        let committer: Worker
        let publisher: Worker
        let keeper: Worker
    }

    /// The threads, each of which notes its failure.
    private static func start(
        _ writer: Writer,
        _ committer: Committer,
        _ feed: Feed,
        _ failure: FirstFailure,
        publishing: @escaping @Sendable () throws(SequencerError) -> Void,
        keeping: @escaping @Sendable () throws(SequencerError) -> Void
    ) -> Workers {
        Workers(
            writer: Worker("writer") {
                var writer = writer
                failure.note { () throws(SequencerError) in try writer.run() }
            },
            committer: Worker("committer") {
                failure.note { () throws(SequencerError) in try committer.run() }
                feed.finish()
            },
            publisher: Worker("publisher", isUrgent: false) { failure.note(publishing) },
            keeper: Worker("keeper", isUrgent: false) { failure.note(keeping) }
        )
    }

    /// Ends the threads of one that wasn't stopped; nothing more is published or kept.
    deinit {
        inbox.close()
        publisher.abandon()
        keeper.close()
    }

    // MARK: Calls

    /// Decides a call; returns only when what became of it is durable.
    public func submit(_ call: Call) async -> Reply {
        await withCheckedContinuation { continuation in
            inbox.add([Pending(call: call) { continuation.resume(returning: $0) }])
        }
    }

    /// Decides the calls of one envelope one after another, with no other call between them.
    ///
    /// Each is accepted or rejected by itself; all are taken in or none is (`busy`). The replies
    /// stand in the calls' order.
    public func submit(contentsOf calls: [Call]) async -> [Reply] {
        guard !calls.isEmpty else { return [] }
        return await withCheckedContinuation { continuation in
            let replies = Replies(count: calls.count) { continuation.resume(returning: $0) }
            inbox.add(
                calls.enumerated().map { position, call in
                    Pending(call: call) { replies.set($0, at: position) }
                }
            )
        }
    }

    // MARK: Reading

    /// The state after the last durable record.
    public var state: StateMachine { durable.current.machine }

    /// The canonical form of a durable record, or `nil` when there is none with this number.
    public func record(_ sequence: Int64) throws(JournalError) -> [UInt8]? {
        try records(from: sequence, limit: 1).first
    }

    /// The canonical forms of durable records from a number on: at most `limit`, and at most
    /// `JournalLimit.slice`; none past the end.
    public func records(from sequence: Int64, limit: Int) throws(JournalError) -> [[UInt8]] {
        sequence < 0 ? [] : try journal.read(from: sequence, limit: limit)
    }

    /// The durable records after one, as they come; −1 for all.
    public func tail(after sequence: Int64) -> RecordTail {
        let first = sequence < .max ? max(sequence, -1) + 1 : .max
        return RecordTail(feed: feed, journal: journal, first: first)
    }

    // MARK: Proofs

    /// The last signed checkpoint as it is served, and how many records it covers.
    public var checkpoint: (note: String, size: Int64)? {
        publisher.checkpoint.map {
            (String(decoding: $0.note, as: UTF8.self), $0.size)
        }
    }

    /// How final the record with this number is; `nil` when there is none.
    public func finality(of sequence: Int64) -> Finality? {
        guard 0..<durable.current.machine.world.sequence ~= sequence else { return nil }
        return sequence < checkpoint?.size ?? 0 ? .checkpointed : .durable
    }

    /// The receipt for a record: its bytes, and the proof that the last checkpoint covers them
    /// (C2SP tlog-proof, in whose `extra` line the record stands).
    ///
    /// - Returns: `nil` until a checkpoint covers the record.
    /// - Throws: `journal` or `tree` when what is stored can't be read.
    public func receipt(for sequence: Int64) throws(SequencerError) -> String? {
        guard let checkpoint = publisher.checkpoint, let size = Int(exactly: checkpoint.size),
            0..<Int64(size) ~= sequence
        else { return nil }
        let proof = try failing(as: SequencerError.tree) { () throws(TreeError) in
            try tiles.tree(size: size).inclusionProof(index: Int(sequence), size: size)
        }
        let record = try failing(as: SequencerError.journal) { () throws(JournalError) in
            try journal.record(at: sequence)
        }
        let receipt = LogProof(
            extra: record,
            index: proof.index,
            hashes: proof.hashes,
            checkpoint: checkpoint.note
        )
        return String(decoding: receipt.bytes, as: UTF8.self)
    }

    // MARK: Stopping

    /// Takes no more calls, decides and publishes what waits, and keeps a snapshot.
    ///
    /// Returns when nothing is written any more.
    public func stop() async {
        inbox.close()
        await workers.writer.finished()
        await workers.committer.finished()
        keeper.close()
        await workers.keeper.finished()
        publisher.close()
        await workers.publisher.finished()
        if failure.isNone { await keepLast() }
    }

    private func keepLast() async {
        let machine = state
        guard machine.world.sequence > kept else { return }
        let (keeper, failure) = (keeper, failure)
        await Worker("last snapshot") {
            failure.note { () throws(SequencerError) in try keeper.store(machine) }
        }.finished()
    }
}

/// Tells of the first failure, once.
final class FirstFailure: Sendable {
    private let first = Mutex<SequencerError?>(nil)
    private let tell: @Sendable (SequencerError) -> Void

    init(_ tell: @escaping @Sendable (SequencerError) -> Void) {
        self.tell = tell
    }

    var isNone: Bool { first.withLock { $0 == nil } }

    func note(_ work: () throws(SequencerError) -> Void) {
        do throws(SequencerError) {
            try work()
        } catch {
            let isFirst = first.withLock { first in
                defer { first = first ?? error }
                return first == nil
            }
            if isFirst { tell(error) }
        }
    }
}

extension Publication {
    /// What goes on where recovery found the log.
    fileprivate init(
        _ recovery: Recovery,
        journal: any Journal,
        tiles: TileStore,
        signer: NoteSigner
    ) {
        self.init(
            journal: journal,
            tiles: tiles,
            signer: signer,
            edge: recovery.edge,
            last: recovery.checkpoint
        )
    }
}
