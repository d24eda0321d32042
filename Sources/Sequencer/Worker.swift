import Foundation
import Synchronization

/// A thread of its own, whose end can be waited for.
///
/// What blocks on a disk or works for long gets one, so that it never takes a thread away from
/// the tasks of the process.
final class Worker: Sendable {
    private struct State {
        var isFinished = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// How much less of a busy processor a thread gets that isn't urgent: a tenth of another's.
    private static let patience: Int32 = 10

    /// Starts the thread; whoever waits for a reply goes before what isn't urgent.
    init(_ name: String, isUrgent: Bool = true, _ work: @escaping @Sendable () -> Void) {
        let thread = Thread {
            // On Linux this is the priority of the calling thread alone.
            if !isUrgent { setpriority(.init(PRIO_PROCESS.rawValue), 0, Self.patience) }
            work()
            self.finish()
        }
        thread.name = name
        thread.start()
    }

    /// Returns when the work is done.
    func finished() async {
        await withCheckedContinuation { continuation in
            let isFinished = state.withLock { state in
                if !state.isFinished { state.waiting.append(continuation) }
                return state.isFinished
            }
            if isFinished { continuation.resume() }
        }
    }

    private func finish() {
        let waiting = state.withLock { state in
            state.isFinished = true
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
