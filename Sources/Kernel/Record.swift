public import Ledgers
public import Units
public import Wire

/// One record of the journal: a command as it was given, and all it caused.
///
/// The canonical form of a record is what is stored, hashed into the tree and shown; it is at most
/// 65,535 bytes, the size of a leaf (C2SP tlog-tiles).
@Wire
public struct Record: Equatable, Sendable {
    /// Who gave the command.
    public let actor: Actor
    /// The command as it was signed.
    public let body: RawJSON
    /// The client's name for the command; absent for the exchange's own.
    public let command: CommandID?
    /// The alarm that gave the command, if one did.
    public let due: AlarmKey?
    /// The version of this layout: 1.
    public let format: Int64
    /// What became of it.
    public let outcome: Outcome
    /// Where the command was posted: `/v1/<function>/<verb>`.
    public let path: String
    /// The version of the rule book in force.
    public let rules: Int64
    /// Random, so that nobody guesses a record from its hash.
    public let salt: Salt
    /// 0 for the first record, one more for each.
    public let sequence: Int64
    /// The signature it came with; absent for the exchange's own.
    public let signature: MessageSignature?
    /// Exchange time, later than the record's before.
    public let time: Instant

    /// The version of this layout.
    public static let format: Int64 = 1
    /// The largest record in bytes.
    public static let sizeLimit = 65_535
}

/// An HTTP message signature (RFC 9421) as it came with the command.
@Wire
public struct MessageSignature: Equatable, Sendable {
    /// The covered components and parameters, as `Signature-Input` gave them.
    public let input: String
    /// Whose signature it is.
    public let key: KeyID
    /// The signature in hex.
    public let value: String
}

/// What a command caused.
@Wire
public enum Outcome: Equatable, Sendable {
    case accepted(Effects)
    case rejected(RejectionReport)
}

/// Everything an accepted command changed, in order.
@Wire
public struct Effects: Equatable, Sendable {
    /// Alarms set and cancelled.
    public var due: [DueChange]
    /// What happened, in every capability.
    public var events: [RecordedEvent]
    /// Rights granted, revoked, restricted and freed.
    public var rights: [RightsPosting]
    /// Money moved.
    public var transfers: [Transfer]
}

/// An event with the capability it belongs to.
@Wire
public struct RecordedEvent: Equatable, Sendable {
    /// The capability's name.
    public let capability: String
    /// The event's canonical form.
    public let event: RawJSON
}
