public import Kernel
import Tables
public import Units
public import Wire

/// Who is a member, in which roles, and with which keys (会员).
///
/// | State     | `apply`        | `admit`, `refuse` | `suspend`     | `reinstate`    | keys         |
/// |-----------|----------------|-------------------|---------------|----------------|--------------|
/// | none      | → applied      | `unknownMember`   | `unknownMember`| `unknownMember`| –           |
/// | applied   | `alreadyMember`| → active, refused | `notActive`   | `notSuspended` | kernel       |
/// | active    | `alreadyMember`| `notApplied`      | → suspended   | `notSuspended` | AD-4         |
/// | suspended | `alreadyMember`| `notApplied`      | `notActive`   | → active       | kernel       |
/// | refused   | → applied, new | `notApplied`      | `notActive`   | `notSuspended` | kernel       |
///
/// ## Rules
///
/// - **AD-1** An application names a legal person by its credit code, whose check character is
///   right, and is signed by the key it brings (`domain.md` §2.2; DSL 33: both identities known).
/// - **AD-2** A legal person is a member once; after a refusal it may apply again.
/// - **AD-3** Who runs, supervises or audits the venue has no part in its trades: those roles never
///   stand beside a market role (数据二十条 9; registration guide Art. 10(7)).
/// - **AD-4** A key belongs to one member for ever; a member keeps at least one. Its name follows
///   from the key itself, so nobody can claim another key's.
/// - **AD-5** The venue's own staff are founded with the venue, before anybody applies.
/// - **AD-6** The venue always has an active operator: only one could end another's suspension.
public enum Admission: Directory {
    public static let name = "membership.admission"
    public static let genesis = State()

    @Wire
    public enum Command: Equatable {
        /// Founds a member with the venue.
        case found(Application)
        /// Applies for membership; signed by the key that the application brings.
        case apply(Application)
        /// Admits an applicant in some of the roles applied for.
        case admit(member: ID<Member>, roles: [Role])
        /// Refuses an applicant.
        case refuse(member: ID<Member>, ground: String)
        /// Suspends a member until further notice.
        case suspend(member: ID<Member>, ground: String)
        /// Ends a suspension.
        case reinstate(member: ID<Member>)
        /// Adds a key; the new key signs the member's number for the purpose `key`.
        case addKey(key: PublicKeyText, proof: SignatureText, member: ID<Member>)
        /// Revokes one of the member's keys for ever.
        case revokeKey(keyID: KeyID)
    }

    @Wire
    public enum Event: Equatable {
        case applied(member: ID<Member>, application: Application, isFounder: Bool)
        case admitted(member: ID<Member>, roles: [Role])
        case refused(member: ID<Member>, ground: String)
        case suspended(member: ID<Member>, ground: String)
        case reinstated(member: ID<Member>)
        case keyAdded(member: ID<Member>, key: PublicKeyText)
        case keyRevoked(member: ID<Member>, keyID: KeyID)
    }

    /// What an applicant says of itself.
    @Wire
    public struct Application: Equatable, Sendable {
        /// The legal name.
        public let title: Title
        /// The legal person's code.
        public let uscc: USCC
        /// Who answers for the member.
        public let contact: String
        /// What it wants to be admitted for.
        public let roles: [Role]
        /// The key that signs the application.
        public let key: PublicKeyText
    }

    public static func authority(for command: Command) -> Authority {
        switch command {
        case .found: .system
        case .apply: .anyone
        case .admit, .refuse, .suspend, .reinstate: .role([.venueOperator])
        case .addKey, .revokeKey: .member
        }
    }

    public static func attestations(in command: Command) -> [Attested] {
        guard case .addKey(let key, let proof, let member) = command else { return [] }
        let attested = Attested(key: key, purpose: "key", bytes: member.wire, signature: proof)
        return [attested]
    }

    public static func standing(of key: KeyID, in state: State) -> Standing? {
        guard let holder = state.keys[key], !holder.isRevoked,
            let member = state.members[holder.member]
        else { return nil }
        return Standing(
            member: holder.member,
            roles: member.roles,
            isActive: member.status == .active
        )
    }

    public static func readers(of event: Event) -> [ID<Member>] {
        switch event {
        case .applied(let member, _, _), .admitted(let member, _), .refused(let member, _),
            .suspended(let member, _), .reinstated(let member), .keyAdded(let member, _),
            .keyRevoked(let member, _):
            [member]
        }
    }
}
