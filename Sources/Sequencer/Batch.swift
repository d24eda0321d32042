import Kernel
import Units

/// What one transaction will make durable, and who is told afterwards.
struct Batch {
    /// The number of its first record.
    let first: Int64
    /// The state that the batch leaves behind.
    private(set) var machine: StateMachine
    /// What its records are, as the callers are told.
    private var recorded: [Reply] = []
    /// The records' canonical forms.
    private(set) var bytes: [[UInt8]] = []
    private(set) var replies: [(call: Pending, reply: Reply)] = []
    /// The states after each full interval.
    private(set) var milestones: [StateMachine] = []

    private let interval: Int64?

    init(on machine: StateMachine, milestonesEvery interval: Int64?) {
        self.machine = machine
        self.interval = interval.map { max($0, 2) }
        first = machine.world.sequence
    }

    /// How many calls and alarms were decided.
    var count: Int { max(recorded.count, replies.count) }

    /// Decides what is due at `now`, if the time of the next record is past it.
    ///
    /// No record is ever later than an alarm that hasn't fired, so replay can tell that the
    /// exchange neither delayed nor forgot one.
    mutating func fireAlarm(now: Instant, salt: () -> Salt) -> Bool {
        let next = max(now, machine.world.time + Span(microseconds: 1))
        guard let call = machine.dueCall(at: next),
            case .recorded = apply(call, now: next, salt: salt())
        else { return false }
        return true
    }

    /// Decides a call; `earlier` reads a record from before the batch.
    mutating func decide<Failure: Error>(
        _ pending: Pending,
        now: Instant,
        salt: () -> Salt,
        earlier: (Int64) throws(Failure) -> (Record, [UInt8])
    ) throws(Failure) {
        let reply =
            try repeated(pending.call, earlier: earlier)
            ?? apply(pending.call, now: now, salt: salt())
        replies.append((pending, reply))
    }

    /// The answer to a call whose id its actor used before.
    private func repeated<Failure: Error>(
        _ call: Call,
        earlier: (Int64) throws(Failure) -> (Record, [UInt8])
    ) throws(Failure) -> Reply? {
        guard let id = call.id else { return nil }
        let actor = machine.actor(of: call)
        guard let sequence = machine.world.record(of: id, by: actor) else { return nil }
        let (record, bytes) =
            if let decided = decided(sequence) { decided } else { try earlier(sequence) }
        guard record.actor == actor, record.path == call.path, record.body == call.body else {
            return .reusedID(sequence: sequence)
        }
        return .recorded(record, bytes: bytes, isRepeat: true)
    }

    /// The record of this number, when it is one of the batch.
    private func decided(_ sequence: Int64) -> (Record, [UInt8])? {
        guard sequence >= first, recorded.indices.contains(Int(sequence - first)),
            case .recorded(let record, let bytes, _) = recorded[Int(sequence - first)]
        else { return nil }
        return (record, bytes)
    }

    private mutating func apply(_ call: Call, now: Instant, salt: Salt) -> Reply {
        switch machine.apply(call, now: now, salt: salt) {
        case .refused(let report): return .refused(report)
        case .recorded(let record, let form):
            let reply = Reply.recorded(record, bytes: form, isRepeat: false)
            recorded.append(reply)
            bytes.append(form)
            if let interval, machine.world.sequence.isMultiple(of: interval) {
                milestones.append(machine)
            }
            return reply
        }
    }
}

extension StateMachine {
    /// Who gives a call, by its signature.
    fileprivate func actor(of call: Call) -> Actor {
        guard let key = call.signature?.key else { return .system }
        return holder(of: key).map { .member($0.member) } ?? .stranger(key)
    }
}
