import Dispatch
import Foundation
import Synchronization

/// Does all of this on all cores, and returns when all is done.
///
/// Tasks are begun in order. What a task does may not ask for all cores again: it would get one.
public func onAllCores(_ tasks: [@Sendable () -> Void]) {
    DispatchQueue.concurrentPerform(iterations: tasks.count) { tasks[$0]() }
}

/// A value for each element of an array, computed by tasks that may run beside others.
///
/// It pays where a value takes microseconds: elements are handed out in runs.
public final class ParallelMap<Result: Sendable>: Sendable {
    /// The work.
    public let tasks: [@Sendable () -> Void]
    private let done: Runs

    /// The values, in the elements' order, when all tasks are done.
    public var results: [Result] { done.runs.withLock { $0.flatMap(\.self) } }

    /// What `transform` will make of each element.
    public init<Element: Sendable>(
        _ elements: [Element],
        _ transform: @escaping @Sendable (Element) -> Result
    ) {
        let count = min(elements.count, ProcessInfo.processInfo.activeProcessorCount * 4)
        let done = Runs(count)
        tasks = (0..<count).map { run in
            let range = elements.count * run / count..<elements.count * (run + 1) / count
            return {
                let results = elements[range].map(transform)
                done.runs.withLock { $0[run] = results }
            }
        }
        self.done = done
    }

    private final class Runs: Sendable {
        let runs: Mutex<[[Result]]>

        init(_ count: Int) { runs = Mutex(Array(repeating: [], count: count)) }
    }
}

extension Array where Element: Sendable {
    /// What `transform` makes of each element, in the elements' order, computed on all cores.
    public func mappedOnAllCores<Result: Sendable>(
        _ transform: @escaping @Sendable (Element) -> Result
    ) -> [Result] {
        let map = ParallelMap(self, transform)
        onAllCores(map.tasks)
        return map.results
    }
}
