import Contracts
import Exchange
import ExchangeTesting
import Kernel
import KernelTesting
import Units
import Wire

/// A seeded run of the whole exchange under valid and hostile commands.
///
/// After each command the `Model` compares what it knows with what the exchange says; the same seed
/// gives the same run on every machine.
public struct Simulation: Sendable {
    /// The seed of this run.
    public let seed: UInt64
    /// What became of the commands so far.
    public private(set) var tally = Tally()
    /// How many commands were given so far, alarms not counted.
    public private(set) var count = 0
    private var machine: StateMachine
    private var model = Model()
    private var workload: Workload
    private var journal: [[UInt8]] = []
    private var clock = Instant.november(1)

    /// A run that begins before the venue opens, perhaps with a planted fault.
    public init(seed: UInt64, fault: Fault? = nil) {
        self.seed = seed
        machine = makeExchange()
        machine.register(Court.self)
        machine.interposed = fault?.interposer
        workload = Workload(seed: seed)
    }

    /// The paths of all commands that a run gives.
    public var paths: [String] { machine.endpoints.map(\.path) }

    /// Gives `commands` commands and every one that becomes due, then replays the journal.
    public mutating func run(_ commands: Int) throws(Violation) {
        for _ in 0..<commands {
            clock = clock + workload.pause()
            try drain()
            count += 1
            try give(workload.next(machine))
            if count.isMultiple(of: 100) { try checkSnapshot() }
        }
        try checkReplay()
    }

    // MARK: Commands

    /// Gives all commands that are due, as the sequencer does before any other.
    private mutating func drain() throws(Violation) {
        while let due = machine.dueCall(at: now) {
            let at = machine.world.nextDue ?? now
            try apply(due, at: at)
        }
        if let late = model.overdue(in: machine.world, at: now) { throw violation(late) }
    }

    private var now: Instant { clock + machine.world.clockOffset }

    private mutating func give(_ attempt: Attempt) throws(Violation) {
        let signature = attempt.key.map { key in
            MessageSignature(input: "()", key: key, value: "00")
        }
        let call: Call
        do throws(CallError) {
            call = try machine.call(
                attempt.path,
                body: attempt.body,
                id: attempt.id,
                signature: signature
            )
        } catch {
            tally.malformed += 1
            return
        }
        if let id = attempt.id, machine.world.record(of: id, by: actor(attempt.key)) != nil {
            tally.repeated += 1
            return
        }
        if tally.probed[call.path, default: 0] < 2 || workload.probes() {
            try probe(workload.extremes(attempt), signature)
        }
        try apply(call, at: now)
    }

    private func actor(_ key: KeyID?) -> Actor {
        guard let key else { return .system }
        return machine.holder(of: key).map { .member($0.member) } ?? .stranger(key)
    }

    /// Gives bodies with extreme numbers to copies of the exchange: none traps, none breaks a rule.
    private mutating func probe(
        _ bodies: [(path: String, body: RawJSON)],
        _ signature: MessageSignature?
    ) throws(Violation) {
        guard let path = bodies.first?.path else { return }
        tally.probed[path, default: 0] += 1
        let kept = (machine, model, journal, tally)
        for (path, body) in bodies {
            let call = try? machine.call(path, body: body, signature: signature)
            guard let call else { continue }
            try apply(call, at: now)
            (machine, model, journal, tally) = kept
        }
    }

    private mutating func apply(_ call: Call, at now: Instant) throws(Violation) {
        let before = machine
        let number = UInt64(bitPattern: before.world.sequence)
        let salt = Salt(high: seed, low: number)
        var isChanged = true
        switch machine.apply(call, now: now, salt: salt) {
        case .refused(let report):
            tally.count(call.path, refused: report)
            try checkUnchanged(before)
            isChanged = false
        case .recorded(let record, let bytes):
            journal.append(bytes)
            tally.count(record)
            try checkRecord(record, bytes, before)
            if case .rejected = record.outcome { isChanged = false }
        }
        // What held before a rejection holds after it: nothing was done.
        guard isChanged else { return }
        do throws(Broken) {
            try model.check(machine.world, after: before.world)
        } catch {
            throw violation(error.rule)
        }
    }

    // MARK: Checks of the journal

    private func checkRecord(
        _ record: Record,
        _ bytes: [UInt8],
        _ before: StateMachine
    ) throws(Violation) {
        guard record.sequence == before.world.sequence,
            machine.world.sequence == record.sequence + 1,
            journal.count == Int(machine.world.sequence)
        else { throw violation("the sequence isn't consecutive at \(record.sequence)") }
        guard record.time > before.world.time, machine.world.time == record.time else {
            throw violation("time doesn't grow at \(record.sequence)")
        }
        guard (try? Record(wire: bytes)) == record else {
            throw violation("record \(record.sequence) isn't what was written")
        }
        if let id = record.command {
            guard machine.world.record(of: id, by: record.actor) == record.sequence else {
                throw violation("command \(id) isn't known after its record")
            }
        }
        switch record.outcome {
        case .accepted(let effects):
            if let broken = Model.restricted(effects, before.world) { throw violation(broken) }
        case .rejected: try checkUnchanged(before)
        }
    }

    /// Neither ledger, nor anything a capability remembers, is another than before.
    private func checkUnchanged(_ before: StateMachine) throws(Violation) {
        guard machine.world.money == before.world.money,
            machine.world.rights == before.world.rights
        else { throw violation("a rejected command changed a ledger") }
        guard machine.world.hasSameStates(as: before.world) else {
            throw violation("a rejected command changed a state")
        }
    }

    /// The state that is written is the state that is read.
    private func checkSnapshot() throws(Violation) {
        let snapshot = machine.snapshot
        var restored = makeExchange()
        restored.register(Court.self)
        do throws(WireError) {
            try restored.restore(snapshot)
        } catch {
            throw violation("the snapshot can't be read: \(error)")
        }
        guard restored.snapshot == snapshot else {
            throw violation("the restored state is another")
        }
    }

    /// The journal leads to the state.
    private func checkReplay() throws(Violation) {
        var replayed = makeExchange()
        replayed.register(Court.self)
        for bytes in journal {
            guard let record = try? Record(wire: bytes) else {
                throw violation("a record can't be read")
            }
            do throws(ReplayError) {
                try replayed.replay(record)
            } catch {
                throw violation("record \(error.sequence) can't be replayed: \(error.problem)")
            }
        }
        guard replayed.snapshot == machine.snapshot else {
            throw violation("the replayed state is another")
        }
    }

    private func violation(_ rule: String) -> Violation {
        Violation(seed: seed, command: count, rule: rule)
    }
}

/// What a run found broken: run the seed again to see it again.
public struct Violation: Error, Equatable, Sendable, CustomStringConvertible {
    /// The seed of the run.
    public let seed: UInt64
    /// How many commands had been given, this one included.
    public let command: Int
    /// What doesn't hold.
    public let rule: String

    public var description: String { "seed \(seed), command \(command): \(rule)" }
}

/// An invariant that doesn't hold.
struct Broken: Error {
    let rule: String
}
