public import Kernel

/// What became of a submitted call; each is given only when it is durable.
///
/// It is indirect because it is passed on several times, and a record has twenty parts to copy.
public indirect enum Reply: Sendable {
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
