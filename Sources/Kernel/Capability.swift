public import Units
public import Wire

/// One thing the exchange can do.
///
/// It is the commands it accepts, the events those may cause, the reasons it rejects, and the two
/// functions that join them. Both functions are pure: no clock, no randomness, no I/O, and nothing
/// that depends on the order of an unordered collection.
public protocol Capability: Sendable {
    /// What it remembers.
    associatedtype State: WireValue & Equatable
    /// What it can be told; each case is a verb of the API.
    associatedtype Command: WireEnum & Equatable
    /// What can happen in it.
    associatedtype Event: WireEnum & Equatable
    /// Why it says no.
    associatedtype Reason: RejectionReason

    /// The stable name in the journal: the function and the capability, `trading.listing`.
    ///
    /// The first part is the function in the API: a command's path is `/v1/<function>/<verb>`.
    static var name: String { get }

    /// The state before any event.
    static var genesis: State { get }

    /// Who may give `command`. Checked before `decide`.
    static func authority(for command: Command) -> Authority

    /// What `command` causes, or why it is rejected. Changes nothing.
    static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self>

    /// Records `event`. Can't fail: an event is a fact.
    static func evolve(_ state: inout State, on event: Event)

    /// The members besides the actor who may read a record with this event.
    static func readers(of event: Event) -> [ID<Member>]

    /// What a command carries that other keys have signed; checked before the command is decided.
    static func attestations(in command: Command) -> [Attested]
}

extension Capability {
    /// None: most commands carry no signature but their own.
    public static func attestations(in command: Command) -> [Attested] { [] }
}

/// Bytes that a key has signed for a purpose, inside a command.
///
/// Whoever lets the command in checks the signature; `decide` checks that the key is the right one.
public struct Attested: Equatable, Sendable {
    /// Whose signature it is.
    public let key: PublicKeyText
    /// What the signature is for, so that it can't pass for another.
    public let purpose: String
    /// What was signed.
    public let bytes: [UInt8]
    /// The signature itself.
    public let signature: SignatureText

    /// Bytes signed by a key for a purpose.
    public init(
        key: PublicKeyText,
        purpose: String,
        bytes: [UInt8],
        signature: SignatureText
    ) {
        self.key = key
        self.purpose = purpose
        self.bytes = bytes
        self.signature = signature
    }
}

/// Who asks and at what exchange time; the sequencer sets both.
public struct Context: Equatable, Sendable {
    /// Who asks.
    public let actor: Actor
    /// Exchange time: the time that the record will have.
    public let now: Instant
    /// The sequence number that the record will have.
    public let sequence: Int64

    /// A context as the sequencer sets it.
    public init(actor: Actor, now: Instant, sequence: Int64) {
        self.actor = actor
        self.now = now
        self.sequence = sequence
    }

    /// The member who asks, or the number that no member has.
    public var member: ID<Member> { actor.member }
}
