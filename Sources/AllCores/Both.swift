import Dispatch
import Synchronization

/// What two closures give that run at the same time.
public func both<First: Sendable, Second: Sendable>(
    _ first: @Sendable () -> First,
    _ second: @Sendable () -> Second
) -> (First, Second) {
    let results = Mutex<(First?, Second?)>((nil, nil))
    DispatchQueue.concurrentPerform(iterations: 2) { index in
        if index == 0 {
            let result = first()
            results.withLock { $0.0 = result }
        } else {
            let result = second()
            results.withLock { $0.1 = result }
        }
    }
    guard case let (first?, second?) = results.withLock({ $0 }) else {
        preconditionFailure("both have run")
    }
    return (first, second)
}
