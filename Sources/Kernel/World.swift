public import Ledgers
import Tables
public import Units
import Wire

/// The exchange as a value: every capability's state, the ledgers, and what is due.
///
/// A copy is O(1) and independent: readers, previews and what-ifs work on copies.
public struct World: Sendable {
    /// Who has how much.
    public internal(set) var money = MoneyLedger()
    /// Who has which right in which data.
    public internal(set) var rights = RightsLedger()
    /// The number of records so far, which is the next record's sequence number.
    public internal(set) var sequence: Int64 = 0
    /// The time of the last record.
    public internal(set) var time = Instant(microseconds: 0)
    var due = DueList()
    var commands = RecentCommands()
    @usableFromInline var slots: [ObjectIdentifier: any AnySlot] = [:]

    /// The state of one capability, for another's rules to read.
    @inlinable
    public subscript<C: Capability>(_: C.Type) -> C.State {
        _read {
            guard let slot = slots[ObjectIdentifier(C.self)] as? Slot<C.State> else {
                preconditionFailure("\(C.name) isn't registered")
            }
            yield slot.state
        }
    }

    /// Whether a capability's state is the very one that `other` has, not only its equal: true of a
    /// copy until an event changes one of them.
    package func hasSameState<C: Capability>(_: C.Type, as other: World) -> Bool {
        slots[ObjectIdentifier(C.self)] === other.slots[ObjectIdentifier(C.self)]
    }

    /// Whether that holds of every capability.
    package func hasSameStates(as other: World) -> Bool {
        slots.count == other.slots.count
            && slots.allSatisfy { key, slot in slot === other.slots[key] }
    }

    /// The rule book in force.
    public var rules: RuleBook { self[House.self].rules }

    /// How far exchange time is ahead of the clock: zero unless the venue is a test venue.
    public var clockOffset: Span { self[House.self].clockOffset }

    /// The sequence number of the record of an actor's command, if it was recorded of late
    /// (`commandMemory`).
    public func record(of command: CommandID, by actor: Actor) -> Int64? {
        commands[CommandKey(actor: actor, command: command)]
    }

    /// When the exchange next has something to do by itself.
    public var nextDue: Instant? { due.next?.at }

    /// Changes one state: in place, unless a copy of the world has it too.
    @inlinable
    mutating func modify<C: Capability>(_: C.Type, _ change: (inout C.State) -> Void) {
        let key = ObjectIdentifier(C.self)
        guard var slot = slots.removeValue(forKey: key) as? Slot<C.State> else {
            preconditionFailure("\(C.name) isn't registered")
        }
        if !isKnownUniquelyReferenced(&slot) { slot = Slot(slot.state) }
        change(&slot.state)
        slots[key] = slot
    }
}

/// A capability's state with its type hidden.
@usableFromInline
protocol AnySlot: AnyObject, Sendable {}

/// A capability's state, changed in place while one world alone refers to it.
///
/// It is sent between threads only inside worlds, which never change a slot that they share.
@usableFromInline
final class Slot<State: Sendable>: AnySlot, @unchecked Sendable {
    @usableFromInline var state: State

    @inlinable
    init(_ state: State) { self.state = state }
}

/// A command's name, within whoever gave it.
@Wire
struct CommandKey: Hashable, Comparable {
    let actor: Actor
    let command: CommandID

    static func < (a: Self, b: Self) -> Bool { (a.actor, a.command) < (b.actor, b.command) }
}
