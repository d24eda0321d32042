import Tables
public import Units
public import Wire

/// The identity of an alarm: one a capability, verb and subject.
@Wire
public struct AlarmKey: Hashable, Comparable, Sendable {
    /// The capability whose command it gives.
    public let capability: String
    /// What the alarm is about: a number of the capability's own.
    public let subject: Int64
    /// The case of the command.
    public let verb: String

    public static func < (a: Self, b: Self) -> Bool {
        (a.capability, a.verb, a.subject) < (b.capability, b.verb, b.subject)
    }
}

/// A command that the exchange gives itself at a time.
@Wire
public struct Due: Equatable, Sendable {
    /// When.
    public let at: Instant
    /// The command's payload.
    public let command: RawJSON
    /// Which alarm it is.
    public let key: AlarmKey
}

/// A change of the due list, as the journal has it.
@Wire
public enum DueChange: Equatable, Sendable {
    case set(Due)
    case cancel(AlarmKey)
}

/// What is due when, in order of time.
struct DueList: Equatable {
    private var byTime: Table<Slot, Due> = Table()
    private var times: Table<AlarmKey, Instant> = Table()

    /// Every alarm, in the order in which they fire.
    var all: [Due] { byTime.map(\.value) }

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

    private struct Slot: Equatable, Comparable {
        let at: Instant
        let key: AlarmKey

        static func < (a: Self, b: Self) -> Bool { (a.at, a.key) < (b.at, b.key) }
    }
}

/// An array of alarms in the order in which they fire.
extension DueList: WireValue {
    static let schema = [Due].schema

    func write(to writer: inout JSONWriter) { all.write(to: &writer) }

    init(from reader: inout JSONReader) throws(WireError) {
        let start = reader.offset
        let alarms = try [Due](from: &reader)
        for due in alarms { apply(.set(due)) }
        guard all == alarms else {
            throw WireError(.notCanonical("alarms in order, once each"), at: start)
        }
    }
}
