public import Ledgers
public import Units
public import Wire

/// What an accepted command causes, whole or not at all.
public struct Decision<C: Capability>: Equatable, Sendable {
    /// What happens, in order.
    public var events: [C.Event]
    /// The money that moves, in order.
    public var moving: [Transfer]
    /// The rights and restrictions that change, in order.
    public var rights: [RightsPosting]
    /// What the exchange gives itself later, or no longer.
    public var alarms: [Alarm<C>]
    /// What other capabilities are told in the same step, in order.
    public var then: [FollowOn]

    /// A decision of these events, and what comes with them.
    @inlinable
    public init(
        _ events: C.Event...,
        moving: [Transfer] = [],
        rights: [RightsPosting] = [],
        alarms: [Alarm<C>] = [],
        then: [FollowOn] = []
    ) {
        self.events = events
        self.moving = moving
        self.rights = rights
        self.alarms = alarms
        self.then = then
    }
}

/// A change of the due list: a command that the exchange gives itself when its time comes.
///
/// A capability has at most one alarm a verb and subject: setting it again moves it.
public enum Alarm<C: Capability>: Equatable, Sendable {
    case set(C.Command, subject: Int64, at: Instant)
    case cancel(verb: String, subject: Int64)
}

/// A command of another capability that the exchange itself gives in the same step.
///
/// It is decided and recorded with the step; when it is rejected, so is the whole step.
public struct FollowOn: Equatable, Sendable {
    @usableFromInline let capability: String
    /// The command, of the other capability.
    @usableFromInline package let command: any WireEnum

    /// A command for `C`, given by the exchange itself.
    @inlinable
    public init<C: Capability>(_: C.Type, _ command: C.Command) {
        capability = C.name
        self.command = command
    }

    public static func == (a: Self, b: Self) -> Bool {
        a.capability == b.capability && a.command.wire == b.command.wire
    }
}
