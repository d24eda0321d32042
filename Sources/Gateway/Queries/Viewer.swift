public import Kernel
public import Units

/// Who asks a query.
public struct Viewer: Equatable, Sendable {
    /// The key that signed the query; `nil` for a stranger.
    public let key: KeyID?
    /// The member who holds the key, if one does.
    public let member: ID<Member>?
    /// What the member may do now; nothing while suspended.
    public let roles: [Role]

    /// Whoever didn't sign.
    public static let stranger = Viewer(key: nil, member: nil, roles: [])

    private init(key: KeyID?, member: ID<Member>?, roles: [Role]) {
        self.key = key
        self.member = member
        self.roles = roles
    }

    /// The holder of a key whose signature was verified.
    public init(key: KeyID, in machine: StateMachine) {
        let holder = machine.holder(of: key)
        let isActive = holder?.isActive ?? false
        self.init(
            key: key,
            member: holder?.member,
            roles: isActive ? holder?.roles ?? [] : []
        )
    }

    /// Whether the viewer has one of these roles.
    public func hasRole(_ roles: Role...) -> Bool { hasRole(in: roles) }

    func hasRole(in roles: [Role]) -> Bool { roles.contains(where: self.roles.contains) }

    /// Those who read every record: who runs, supervises and audits the exchange.
    static let overseers: [Role] = [.auditor, .supervisor, .venueOperator]

    /// Whether the viewer reads every record.
    public var readsAll: Bool { hasRole(in: Self.overseers) }

    /// Whether the viewer may read one record: overseers do, whoever gave the command does, and
    /// the members whom its events concern.
    public func mayRead(_ record: Record, in machine: StateMachine) -> Bool {
        if readsAll { return true }
        if let key, record.actor == .stranger(key) { return true }
        guard let member else { return false }
        return machine.readers(of: record).contains(member)
    }
}

/// Who may ask a query.
public enum Audience: Equatable, Sendable {
    /// Anybody; the answer is public.
    case everyone
    /// Any member.
    case members
    /// Members with one of these roles.
    case roles([Role])
    /// Anybody may ask; the answer depends on who does, as the text says.
    case viewer(String)

    /// Whether answers may be kept by caches that others share.
    var isPublic: Bool { self == .everyone }
}
