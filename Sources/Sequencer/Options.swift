public import Units

extension Sequencer {
    /// Limits and intervals of a sequencer.
    public struct Options: Sendable {
        /// The most records in one transaction.
        public var batchLimit = 512
        /// The most calls that wait; further ones are answered `busy`.
        public var inboxLimit = 16_384
        /// How often the exchange states its own digest and keeps a snapshot, in records.
        ///
        /// At least 2, as the statement is a record too; a multiple of the step that auditors use
        /// (`Auditor.attestationStep`). `nil` for never.
        public var attestationInterval: Int64? = 10_000
        /// The least time between two checkpoints.
        public var publishInterval = Span(microseconds: 100_000)
        /// How many of the last records are kept in memory for those who follow.
        public var recentRecords = 1_024

        /// The defaults.
        public init() {}
    }
}
