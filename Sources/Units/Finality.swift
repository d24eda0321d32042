public import Wire

/// How final a record is; each level includes those before it.
public enum Finality: String, CaseIterable, Comparable, WireValue {
    /// On the disk of the exchange.
    case durable = "L0"
    /// On the disk of a standby too.
    case replicated = "L1"
    /// Covered by a checkpoint that the exchange has signed.
    case checkpointed = "L2"
    /// Covered by a checkpoint that a quorum of witnesses has cosigned.
    case witnessed = "L3"
    /// Covered by a checkpoint that a quorum of auditors has cosigned after replaying it.
    case audited = "L4"

    public static func < (a: Self, b: Self) -> Bool {
        a.rawValue.utf8.lexicographicallyPrecedes(b.rawValue.utf8)
    }
}
