import Journal
import Kernel
import Synchronization
import Units
import Wire

/// The thread that keeps snapshots, and states their digests in the journal.
///
/// The state that it works on is a copy, so the writer goes on meanwhile. After each it rests, so
/// that keeping takes a twentieth of one core at most, however large the state; of the states that
/// come meanwhile it keeps the newest.
final class Keeper: Sendable {
    /// The version of what a snapshot's body holds: `StateMachine.snapshot`.
    static let format: Int64 = 1

    private struct State {
        var next: StateMachine?
        var isClosing = false
    }

    private let state = Mutex(State())
    private let bell = Bell()
    private let snapshots: SnapshotStore
    private let inbox: Inbox

    init(_ snapshots: SnapshotStore, inbox: Inbox) {
        self.snapshots = snapshots
        self.inbox = inbox
    }

    /// Keeps a durable state, and attests it.
    func keep(_ machine: StateMachine) {
        state.withLock { $0.next = machine }
        bell.ring()
    }

    /// Ends when what waits is kept.
    func close() {
        state.withLock { $0.isClosing = true }
        bell.ring()
    }

    /// Keeps states until it is closed.
    func run() throws(SequencerError) {
        while true {
            let (machine, isClosing) = state.withLock { state in
                defer { state.next = nil }
                return (state.next, state.isClosing)
            }
            if let machine {
                let start = ContinuousClock.now
                let snapshot = try store(machine)
                attest(snapshot, of: machine)
                rest(start.duration(to: .now) * 19)
            } else if isClosing {
                return
            } else {
                bell.wait()
            }
        }
    }

    /// Waits for so long, or until it is closed.
    private func rest(_ length: Duration) {
        let end = ContinuousClock.now + length
        while !state.withLock({ $0.isClosing }),
            case let left = ContinuousClock.now.duration(to: end), left > .zero
        {
            bell.wait(upTo: Span(left))
        }
    }

    /// Writes the snapshot of a state.
    @discardableResult
    func store(_ machine: StateMachine) throws(SequencerError) -> Snapshot {
        let snapshot = Snapshot(
            format: Self.format,
            sequence: machine.world.sequence,
            body: machine.snapshot
        )
        try failing(as: SequencerError.files) { () throws(FileError) in
            try snapshots.write(snapshot)
        }
        return snapshot
    }

    /// Gives the command with which the exchange states a digest (H-4); a venue that isn't open
    /// states nothing.
    private func attest(_ snapshot: Snapshot, of machine: StateMachine) {
        let command = House.Command.attest(
            sequence: machine.world.sequence - 1,
            digest: snapshot.digest
        )
        var body = JSONWriter()
        command.writePayload(to: &body)
        let path = machine.endpoints.first {
            $0.capability == House.name && $0.verb == "\(command.caseName)"
        }?.path
        guard machine.world[House.self].isOpen, let path,
            let call = try? machine.call(path, body: RawJSON(canonical: body.bytes))
        else { return }
        inbox.add([Pending(call: call) { _ in }])
    }
}
