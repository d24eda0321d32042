public import Kernel

/// What became of a submitted call; each is given only when it is durable.
public enum Reply: Sendable {
    /// The call is this record of the journal, accepted or rejected.
    ///
    /// `bytes` is the record's canonical form. `isRepeat` says that the record was there before:
    /// the same command came again.
    case recorded(Record, bytes: [UInt8], isRepeat: Bool)
    /// The call leaves no record, and this is why.
    case refused(RejectionReport)
    /// Another command of the same actor has this id; it is the record with this number.
    case reusedID(sequence: Int64)
    /// Too many calls wait already; nothing was done.
    case busy
    /// The sequencer is stopping or has failed. The caller doesn't know whether the call was
    /// recorded, and asks again with the same id.
    case stopped
}

/// How final a record is; each level includes those before it.
public enum Finality: Int, CaseIterable, Comparable, Sendable {
    /// L0: on the disk of the exchange.
    case durable
    /// L1: on the disk of a standby too.
    case replicated
    /// L2: covered by a checkpoint that the exchange has signed.
    case checkpointed
    /// L3: covered by a checkpoint that a quorum of witnesses has cosigned.
    case witnessed
    /// L4: covered by a checkpoint that a quorum of auditors has cosigned after replaying it.
    case audited

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
