import Kernel
import Synchronization
import Transparency

/// The last state that is on disk, and the tree over the records it comes from.
///
/// Taking it is O(1), and nobody who keeps it holds up the writer.
final class DurableState: Sendable {
    struct Point: Sendable {
        var machine: StateMachine
        var tree: Frontier
    }

    private let point: Mutex<Point>

    init(_ point: Point) {
        self.point = Mutex(point)
    }

    var current: Point { point.withLock { $0 } }

    func replace(with new: Point) {
        // The old one is freed after the lock is released.
        let old = point.withLock { point in
            defer { point = new }
            return point
        }
        _ = old
    }
}
