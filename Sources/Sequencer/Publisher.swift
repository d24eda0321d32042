import Journal
import Synchronization
import Transparency
import Units

/// The thread that publishes what has become durable.
final class Publisher: Sendable {
    private enum Mode {
        case publishing
        /// Publishes once more and ends.
        case closing
        /// Ends.
        case abandoned
    }

    /// The most time between the end of one publication and the begin of the next, when there is
    /// something to publish and the interval isn't longer.
    private static let longestRest = Span.seconds(1)

    private let growth = Bell()
    private let closing = Bell()
    private let mode = Mutex(Mode.publishing)
    private let shown: Mutex<StoredCheckpoint?>

    init(_ shown: StoredCheckpoint?) {
        self.shown = Mutex(shown)
    }

    /// The checkpoint that is served.
    var checkpoint: StoredCheckpoint? { shown.withLock { $0 } }

    /// Says that there are new records.
    func grow() { growth.ring() }

    /// Publishes what there is and ends.
    func close() { end(.closing) }

    /// Ends without publishing anything more.
    func abandon() { end(.abandoned) }

    private func end(_ last: Mode) {
        mode.withLock { $0 = last }
        growth.ring()
        closing.ring()
    }

    /// Publishes what was found at the start, and then, at most once an `interval`, what has come,
    /// until it is closed.
    func run(
        _ publication: Publication,
        of durable: DurableState,
        from recovered: Frontier,
        interval: Span
    ) throws(SequencerError) {
        var publication = publication
        try publication.resume()
        var tree = recovered
        var mode = Mode.publishing
        while mode != .abandoned {
            let start = ContinuousClock.now
            try publication.publish(tree)
            let last = publication.last
            shown.withLock { $0 = last }
            guard mode == .publishing else { return }
            // Of a hundred replies at most one or two meet the disk busy with publishing.
            let rest = Span(start.duration(to: .now) * 99)
            closing.wait(upTo: max(interval, min(rest, Self.longestRest)))
            growth.wait()
            mode = self.mode.withLock { $0 }
            tree = durable.current.tree
        }
    }
}
