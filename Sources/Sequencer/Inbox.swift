import Kernel
import Synchronization
import Units

/// One call that waits, and who is told.
final class Pending: Sendable {
    let call: Call
    let reply: @Sendable (Reply) -> Void

    init(call: Call, reply: @escaping @Sendable (Reply) -> Void) {
        self.call = call
        self.reply = reply
    }
}

/// The calls that wait to be decided, in the order in which they came.
final class Inbox: Sendable {
    private struct State {
        var calls: [Pending] = []
        /// Calls that aren't decided yet, whether still here or taken.
        var waiting = 0
        var isOpen = true
    }

    private let state = Mutex(State())
    private let bell = Bell()
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// Adds calls, all or none; those not taken are answered at once.
    func add(_ calls: [Pending]) {
        let refusal: Reply? = state.withLock { state in
            guard state.isOpen else { return .stopped }
            guard state.waiting + calls.count <= limit else { return .busy }
            state.calls += calls
            state.waiting += calls.count
            return nil
        }
        guard let refusal else { return bell.ring() }
        for call in calls { call.reply(refusal) }
    }

    /// Everything that came since it was last asked.
    func takeAll() -> [Pending] {
        state.withLock { state in
            defer { state.calls = [] }
            return state.calls
        }
    }

    /// Makes room for as many calls as were decided.
    func release(_ count: Int) {
        state.withLock { $0.waiting -= count }
    }

    /// Lets whoever waits look again.
    func wake() { bell.ring() }

    /// Waits until something comes, the inbox closes or somebody wakes it, at most for `span`.
    func wait(upTo span: Span) {
        bell.wait(upTo: span)
    }

    /// Takes no more calls; those that are here remain.
    func close() {
        state.withLock { $0.isOpen = false }
        bell.ring()
    }

    var isOpen: Bool { state.withLock { $0.isOpen } }
}

/// The replies to the calls of one envelope, in the calls' order.
final class Replies: Sendable {
    private struct State {
        var replies: [Reply?]
        var missing: Int
    }

    private let state: Mutex<State>
    private let deliver: @Sendable ([Reply]) -> Void

    init(count: Int, deliver: @escaping @Sendable ([Reply]) -> Void) {
        state = Mutex(State(replies: Array(repeating: nil, count: count), missing: count))
        self.deliver = deliver
    }

    /// Takes the reply to the call at `position`; the last one to come delivers all.
    func set(_ reply: Reply, at position: Int) {
        let complete: [Reply]? = state.withLock { state in
            state.replies[position] = reply
            state.missing -= 1
            return state.missing == 0 ? state.replies.compactMap(\.self) : nil
        }
        if let complete { deliver(complete) }
    }
}
