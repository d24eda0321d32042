import Kernel

/// What became of the commands of one or many runs.
public struct Tally: Equatable, Sendable {
    /// Accepted and rejected commands by path, alarms included.
    public private(set) var byPath: [String: Outcomes] = [:]
    /// How often each reason was given.
    public private(set) var byReason: [String: Int] = [:]
    /// Bodies that weren't a command.
    public internal(set) var malformed = 0
    /// Commands that had been recorded before.
    public internal(set) var repeated = 0
    /// How many commands of each path were given to copies with every extreme in every number.
    public internal(set) var probed: [String: Int] = [:]

    /// What became of the commands of one path.
    public struct Outcomes: Equatable, Sendable {
        /// Commands that took effect.
        public internal(set) var accepted = 0
        /// Commands that were recorded as rejected, or refused without a record.
        public internal(set) var rejected = 0
    }

    /// Nothing yet.
    public init() {}

    /// All commands that were decided.
    public var decided: Int { byPath.values.reduce(0) { $0 + $1.accepted + $1.rejected } }

    /// The paths among `paths` whose command was never accepted, in order.
    public func neverAccepted(of paths: [String]) -> [String] {
        paths.filter { byPath[$0, default: Outcomes()].accepted == 0 }
    }

    /// Adds another run's numbers.
    public mutating func add(_ other: Tally) {
        byPath.merge(other.byPath) { one, two in
            Outcomes(
                accepted: one.accepted + two.accepted,
                rejected: one.rejected + two.rejected
            )
        }
        byReason.merge(other.byReason, uniquingKeysWith: +)
        malformed += other.malformed
        repeated += other.repeated
        probed.merge(other.probed, uniquingKeysWith: +)
    }

    mutating func count(_ record: Record) {
        switch record.outcome {
        case .accepted: byPath[record.path, default: Outcomes()].accepted += 1
        case .rejected(let report): count(record.path, refused: report)
        }
    }

    mutating func count(_ path: String, refused report: RejectionReport) {
        byPath[path, default: Outcomes()].rejected += 1
        byReason[report.code, default: 0] += 1
    }
}

extension Tally {
    /// A table for people: what became of the commands of each path, and the sums.
    public func summary(of paths: [String]) -> String {
        let rows = paths.map { path in
            let outcomes = byPath[path, default: Outcomes()]
            return padded(path, 42) + padded("\(outcomes.accepted)", 12) + "\(outcomes.rejected)"
        }
        let head = padded("command", 42) + padded("accepted", 12) + "rejected"
        let sums = """
            decided \(decided), for \(byReason.count) reasons rejected, malformed \(malformed), \
            repeated \(repeated), probed with extremes \(probed.values.reduce(0, +))
            """
        return ([head] + rows + [sums]).joined(separator: "\n")
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
