import Ledgers
import Tables
import Units
import Wire

extension World {
    /// Posts to the ledgers and the due list what a checked step causes.
    mutating func post(_ effects: Effects) {
        money.post(effects.transfers)
        rights.post(effects.rights)
        for change in effects.due { due.apply(change) }
    }

    /// The next record: what became of a call in this world.
    func record(_ call: Call, _ context: Context, _ outcome: Outcome, _ salt: Salt) -> Record {
        Record(
            actor: context.actor,
            body: call.body,
            command: call.id,
            due: call.due,
            format: Record.format,
            outcome: outcome,
            path: call.path,
            rules: max(rules.version, 1),
            salt: salt,
            sequence: context.sequence,
            signature: call.signature,
            time: context.now
        )
    }

    /// Takes note of the record itself: its alarm is over unless `changes` set it again, and its
    /// command is known.
    mutating func close(_ head: RecordHead, _ changes: [DueChange]) {
        if let key = head.due, !changes.contains(where: { $0.sets(key) }) { due.remove(key) }
        if let command = head.command { remember(command, of: head) }
        sequence = head.sequence + 1
        time = head.time
    }
}

/// What the state keeps of every record, whatever it caused.
struct RecordHead: Sendable {
    let actor: Actor
    let command: CommandID?
    let due: AlarmKey?
    let sequence: Int64
    let time: Instant
}

extension Record {
    var head: RecordHead {
        RecordHead(actor: actor, command: command, due: due, sequence: sequence, time: time)
    }

    var effects: Effects? {
        if case .accepted(let effects) = outcome { effects } else { nil }
    }
}

extension DueChange {
    fileprivate func sets(_ key: AlarmKey) -> Bool {
        if case .set(let due) = self { due.key == key } else { false }
    }
}

extension Effects {
    mutating func append(_ other: Effects) {
        due += other.due
        events += other.events
        rights += other.rights
        transfers += other.transfers
    }
}

extension RejectionReport {
    init(_ error: MoneyError) {
        switch error {
        case .notPositive: self = KernelReason.notPositive.report()
        case .insufficientFunds(let account, let available, let needed):
            self = KernelReason.insufficientFunds.report(
                Fact("account", account),
                Fact("available", available),
                Fact("needed", needed)
            )
        case .outOfRange: self = KernelReason.outOfRange.report()
        }
    }
}

extension KernelReason {
    init(_ error: RightsError) {
        switch error {
        case .restricted: self = .restricted
        case .alreadyPosted: self = .alreadyPosted
        case .notPosted: self = .notPosted
        }
    }
}
