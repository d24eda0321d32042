import Journal
import Kernel
import Synchronization
import Units
import Wire

/// The thread that keeps snapshots, and states their digests in the journal.
///
/// The state that it works on is a copy, so the writer goes on meanwhile. When states come faster
/// than it can keep them it keeps the newest.
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
                let snapshot = try store(machine)
                attest(snapshot, of: machine)
            } else if isClosing {
                return
            } else {
                bell.wait()
            }
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
