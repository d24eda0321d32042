import Kernel
import Units

/// So many seconds after the epoch.
func at(_ second: Int64) -> Instant { Instant(microseconds: second * 1_000_000) }

/// The kernel did something else than the test needs to go on.
struct Unexpected: Error, CustomStringConvertible {
    let description: String
    init(_ value: some Any) { description = "\(value)" }
}

extension StateMachine.Applied {
    /// The rejection's code, recorded or refused; `nil` when accepted.
    var code: String? {
        switch self {
        case .refused(let report): report.code
        case .recorded(let record, _):
            if case .rejected(let report) = record.outcome { report.code } else { nil }
        }
    }

    /// The record, if there is one.
    var record: Record? {
        if case .recorded(let record, _) = self { record } else { nil }
    }
}
