public import Kernel
import Tables
public import Units
public import Wire

/// A directory for tests: it believes what it is told about members and keys.
///
/// ## Rules
///
/// - **RO-1** A key's holder is what was last said of it, with no role named twice.
public enum Roster: Directory {
    /// `testing.roster`.
    public static let name = "testing.roster"
    /// Nobody holds a key.
    public static let genesis = State()

    /// What a roster is told.
    @Wire
    public enum Command: Equatable {
        /// Says who holds a key, with which roles, and whether the member is active.
        case enrol(key: KeyID, member: ID<Member>, roles: [Role], isActive: Bool)
    }

    /// What a roster has noted.
    @Wire
    public enum Event: Equatable {
        case enrolled(key: KeyID, member: ID<Member>, roles: [Role], isActive: Bool)
    }

    /// Why a roster doesn't believe.
    public enum Reason: String, RejectionReason {
        /// A role is named twice (RO-1).
        case roleRepeated

        public var refusal: Refusal { .invalid("角色重复", "A role is named twice") }
    }

    /// Who holds which key.
    @Wire
    public struct State: Equatable, Sendable {
        private var holders: Table<KeyID, Holder> = Table()

        fileprivate mutating func note(_ key: KeyID, _ holder: Holder) { holders[key] = holder }
        fileprivate subscript(key: KeyID) -> Holder? { holders[key] }
    }

    @Wire
    struct Holder: Equatable {
        let member: ID<Member>
        let roles: [Role]
        let isActive: Bool
    }

    /// Only the exchange itself enrols.
    public static func authority(for command: Command) -> Authority { .system }

    /// Notes what it is told (RO-1).
    public static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        switch command {
        case .enrol(let key, let member, let roles, let isActive):
            guard Set(roles).count == roles.count else { throw .because(.roleRepeated) }
            return Decision(.enrolled(key: key, member: member, roles: roles, isActive: isActive))
        }
    }

    /// Replaces what was known of the key (RO-1).
    public static func evolve(_ state: inout State, on event: Event) {
        switch event {
        case .enrolled(let key, let member, let roles, let isActive):
            state.note(key, Holder(member: member, roles: roles, isActive: isActive))
        }
    }

    /// The member that was enrolled.
    public static func readers(of event: Event) -> [ID<Member>] {
        switch event {
        case .enrolled(_, let member, _, _): [member]
        }
    }

    /// What was last said of `key` (RO-1).
    public static func standing(of key: KeyID, in state: State) -> Standing? {
        state[key].map { holder in
            Standing(member: holder.member, roles: holder.roles, isActive: holder.isActive)
        }
    }
}
