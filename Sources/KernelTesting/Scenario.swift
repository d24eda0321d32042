public import Kernel
public import Ledgers
public import Units
import Wire

/// Given events, when a command, then exactly this decision or exactly this rejection.
///
/// ```swift
/// let scenario = Scenario(Listing.self, given: [.listed(terms)])
///     .given(Registration.self, [.certified(certificate)])
///     .holding(.fen(100), in: .cash(buyer))
/// #expect(try scenario.when(.buy(1), by: .member(buyer), at: noon) == Decision(.bought(1)))
/// #expect(scenario.rejection(.buy(2), by: .member(buyer), at: noon) == .unknownListing)
/// ```
///
/// The venue is open as a test venue under `RuleBook.example`; `under(_:)` chooses another. What is
/// given reaches the world as journal records do, one a call, the first at sequence number 0.
public struct Scenario<C: Capability>: Sendable {
    private var machine: StateMachine

    /// An open venue in which `events` of the capability have happened.
    public init(_: C.Type, given events: [C.Event] = []) {
        machine = StateMachine(directory: Roster.self)
        record(House.self, [.opened(.example)])
        record(C.self, events)
    }

    /// The world in which the command is decided.
    public var world: World { machine.world }

    // MARK: Given

    /// The same, after events of any capability.
    public func given<D: Capability>(_: D.Type, _ events: [D.Event]) -> Self {
        changed { $0.record(D.self, events) }
    }

    /// The same, under another rule book.
    public func under(_ rules: RuleBook) -> Self {
        given(House.self, [.rulesPublished(rules: rules)])
    }

    /// The same, after transfers; ones that the ledger refuses are a mistake of the test.
    public func given(_ transfers: [Transfer]) -> Self {
        do throws(MoneyError) {
            try world.money.check(transfers)
        } catch {
            preconditionFailure("the ledger refuses the given transfers: \(error)")
        }
        return changed { $0.record(Effects(due: [], events: [], rights: [], transfers: transfers)) }
    }

    /// The same, after changes of rights; ones that the ledger refuses are a mistake of the test.
    public func given(_ rights: [RightsPosting]) -> Self {
        do throws(RightsError) {
            try world.rights.check(rights)
        } catch {
            preconditionFailure("the ledger refuses the given rights: \(error)")
        }
        return changed { $0.record(Effects(due: [], events: [], rights: rights, transfers: [])) }
    }

    /// The same, with money that came from the bank.
    public func holding(_ money: Money, in account: Account) -> Self {
        given([Transfer(money, from: .bank, to: account, for: .deposit)])
    }

    // MARK: When

    /// All that the command causes, or the rejection.
    public func when(
        _ command: C.Command,
        by actor: Actor,
        at now: Instant
    ) throws(Rejection<C.Reason>) -> Decision<C> {
        let context = Context(actor: actor, now: now, sequence: world.sequence)
        return try C.decide(command, context, in: world)
    }

    /// Why the command is rejected, or `nil` when it is accepted.
    public func rejection(
        _ command: C.Command,
        by actor: Actor,
        at now: Instant
    ) -> C.Reason? {
        do throws(Rejection<C.Reason>) {
            _ = try when(command, by: actor, at: now)
            return nil
        } catch {
            return error.reason
        }
    }

    // MARK: Records

    private func changed(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }

    private mutating func record<D: Capability>(_: D.Type, _ events: [D.Event]) {
        if !machine.capabilities.contains(D.name) { machine.register(D.self) }
        guard !events.isEmpty else { return }
        let recorded = events.map { RecordedEvent(capability: D.name, event: RawJSON($0)) }
        record(Effects(due: [], events: recorded, rights: [], transfers: []))
    }

    private mutating func record(_ effects: Effects) {
        let record = Record(
            actor: .system,
            body: RawJSON(canonical: Array("{}".utf8)),
            format: Record.format,
            outcome: .accepted(effects),
            path: "/v1/testing/given",
            rules: 1,
            salt: Salt(high: 0, low: 0),
            sequence: machine.world.sequence,
            time: machine.world.time + Span(microseconds: 1)
        )
        do throws(ReplayError) {
            try machine.replay(record)
        } catch {
            preconditionFailure("a given event has no canonical form: \(error)")
        }
    }
}
