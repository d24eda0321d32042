import Dispatch
import Synchronization
import Units

/// Wakes the one thread that waits for it.
///
/// Rung many times before the thread wakes, it wakes the thread once.
final class Bell: Sendable {
    private let isRung = Mutex(false)
    private let semaphore = DispatchSemaphore(value: 0)

    func ring() {
        let wakes = isRung.withLock { isRung in
            defer { isRung = true }
            return !isRung
        }
        if wakes { semaphore.signal() }
    }

    /// Waits for a ring since the last wait, at most for `span`; for ever without one.
    func wait(upTo span: Span? = nil) {
        let deadline = span.map { DispatchTime.now() + .microseconds(Int($0.microseconds)) }
        guard semaphore.wait(timeout: deadline ?? .distantFuture) == .success else { return }
        isRung.withLock { $0 = false }
    }
}

extension Span {
    /// A duration of some years at most, rounded up to a microsecond.
    init(_ duration: Duration) {
        self.init(microseconds: Int64(duration / .microseconds(1)) + 1)
    }
}
