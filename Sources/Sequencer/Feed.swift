import Synchronization

/// The last durable records, for those who follow, and the followers who wait for the next.
final class Feed: Sendable {
    fileprivate struct State {
        /// The record with number n is at n modulo the capacity.
        var recent: [[UInt8]]
        /// The first record's number that was ever here.
        let start: Int64
        /// The next record's number.
        var end: Int64
        var isOver = false
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var tickets = 0
    }

    private let state: Mutex<State>
    private let capacity: Int64

    init(capacity: Int, end: Int64) {
        self.capacity = Int64(max(capacity, 1))
        let recent = [[UInt8]](repeating: [], count: max(capacity, 1))
        state = Mutex(State(recent: recent, start: end, end: end))
    }

    func append(_ records: [[UInt8]]) {
        let waiting = state.withLock { state in
            for record in records {
                state.recent[Int(state.end % capacity)] = record
                state.end += 1
            }
            return state.takeWaiting()
        }
        for continuation in waiting { continuation.resume() }
    }

    /// No record will follow those that are here.
    func finish() {
        let waiting = state.withLock { state in
            state.isOver = true
            return state.takeWaiting()
        }
        for continuation in waiting { continuation.resume() }
    }

    /// What there is for a follower who has everything before `position`.
    enum Next {
        case records([[UInt8]])
        /// They are in the journal only; `end` is the next record's number.
        case older(end: Int64)
        case nothingYet
        case over
    }

    func next(from position: Int64, limit: Int) -> Next {
        state.withLock { state in
            guard position < state.end else { return state.isOver ? .over : .nothingYet }
            guard position >= max(state.start, state.end - capacity) else {
                return .older(end: state.end)
            }
            let end = min(state.end, position + Int64(limit))
            return .records((position..<end).map { state.recent[Int($0 % capacity)] })
        }
    }

    /// Returns when there are records from `position` on, when there will be none, or when the
    /// task is cancelled.
    func grown(past position: Int64) async {
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if state.isOver || position < state.end || Task.isCancelled { return true }
                    state.waiting[ticket] = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
    }
}

extension Feed.State {
    fileprivate mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
        defer { waiting = [:] }
        return Array(waiting.values)
    }
}
