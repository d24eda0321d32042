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

    /// Takes note of the record itself: its alarm is over, its command is known.
    mutating func close(_ record: Record) {
        if let key = record.due, !isSetAgain(key, by: record) { due.remove(key) }
        if let command = record.command { remember(command, of: record) }
        sequence = record.sequence + 1
        time = record.time
    }

    private func isSetAgain(_ key: AlarmKey, by record: Record) -> Bool {
        guard case .accepted(let effects) = record.outcome else { return false }
        return effects.due.contains { change in
            if case .set(let due) = change { due.key == key } else { false }
        }
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
