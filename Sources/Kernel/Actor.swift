public import Units
public import Wire

/// Who gives a command.
public enum Actor: Hashable, Sendable {
    /// The exchange itself: a timer, or a step that another command caused.
    case system
    /// An admitted member.
    case member(ID<Member>)
    /// Whoever holds a key that no member has: an applicant.
    case stranger(KeyID)

    /// The member, or the number that no member has.
    public var member: ID<Member> {
        if case .member(let id) = self { id } else { ID(0) }
    }
}

extension Actor: Comparable {
    private var rank: (Int64, KeyID) {
        switch self {
        case .system: (-1, KeyID(high: 0, low: 0))
        case .stranger(let key): (0, key)
        case .member(let id): (id.number, KeyID(high: 0, low: 0))
        }
    }

    /// The exchange itself first, then strangers by key, then members by number.
    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
}

extension Actor: WireString, CustomStringConvertible {
    public static let format = Schema.Format(
        "actor",
        pattern: "^(system|M-[1-9][0-9]{0,15}|key:[0-9a-f]{32})$",
        maximumLength: 36,
        example: "M-3"
    )

    public init?(text: String) {
        if let member = ID<Member>(text: text) {
            self = .member(member)
        } else if text == "system" {
            self = .system
        } else if text.hasPrefix("key:"), let key = KeyID(text: String(text.dropFirst(4))) {
            self = .stranger(key)
        } else {
            return nil
        }
    }

    public var text: String {
        switch self {
        case .system: "system"
        case .member(let id): id.text
        case .stranger(let key): "key:\(key)"
        }
    }

    public var isReadable: Bool {
        if case .member(let id) = self { id.isReadable } else { true }
    }

    public var description: String { text }
}

/// Who may give a command; the kernel refuses everybody else.
public enum Authority: Equatable, Sendable {
    /// Only the exchange itself.
    case system
    /// An active member with one of these roles.
    case role([Role])
    /// Any active member.
    case member
    /// Anybody who signs.
    case anyone
}

/// What the exchange knows of the holder of a key.
public struct Standing: Equatable, Sendable {
    /// Whose key it is.
    public let member: ID<Member>
    /// What the member was admitted for.
    public let roles: [Role]
    /// Whether the member is admitted and not suspended.
    public let isActive: Bool

    /// The standing of one member.
    public init(member: ID<Member>, roles: [Role], isActive: Bool) {
        self.member = member
        self.roles = roles
        self.isActive = isActive
    }
}

/// The capability that knows whose key is whose.
public protocol Directory: Capability {
    /// Who holds `key` now; `nil` when nobody does, or the key was revoked.
    static func standing(of key: KeyID, in state: State) -> Standing?
}
