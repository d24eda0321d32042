import Tables
public import Units
public import Wire

/// The identity of an alarm: one a capability, verb and subject.
@Wire
public struct AlarmKey: Hashable, Comparable, Sendable {
    public let capability: String
    public let subject: Int64
    public let verb: String

    public static func < (a: Self, b: Self) -> Bool {
        (a.capability, a.verb, a.subject) < (b.capability, b.verb, b.subject)
    }
}

/// A command that the exchange gives itself at a time.
@Wire
public struct Due: Equatable, Sendable {
    public let at: Instant
    public let command: RawJSON
    public let key: AlarmKey
}

/// A change of the due list, as the journal has it.
@Wire
public enum DueChange: Equatable, Sendable {
    case set(Due)
    case cancel(AlarmKey)
}

/// What is due when, in order of time.
@Wire
struct DueList: Equatable {
    private var byTime: Table<Slot, Due> = Table()
    private var times: Table<AlarmKey, Instant> = Table()

    /// The earliest; at one time, the first by name.
    var next: Due? { byTime.first?.value }

    mutating func apply(_ change: DueChange) {
        switch change {
        case .set(let due):
            remove(due.key)
            byTime[Slot(at: due.at, key: due.key)] = due
            times[due.key] = due.at
        case .cancel(let key): remove(key)
        }
    }

    mutating func remove(_ key: AlarmKey) {
        guard let at = times[key] else { return }
        byTime[Slot(at: at, key: key)] = nil
        times[key] = nil
    }

    @Wire
    struct Slot: Hashable, Comparable {
        let at: Instant
        let key: AlarmKey

        static func < (a: Self, b: Self) -> Bool { (a.at, a.key) < (b.at, b.key) }
    }
}
