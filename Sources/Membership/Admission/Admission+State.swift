public import Kernel
import Tables
public import Units
public import Wire

extension Admission {
    @Wire
    public struct State: Equatable, Sendable {
        var members: Table<ID<Member>, MemberFile> = Table()
        var keys: Table<KeyID, HeldKey> = Table()
        var codes: Table<USCC, ID<Member>> = Table()
        /// Whether anybody has applied: then founding is over.
        var hasApplicants: Bool = false
    }

    /// Where a member stands: the states of the table above `Admission`.
    public enum Status: String, CaseIterable, WireValue {
        case applied, active, suspended, refused
    }

    /// A member's file.
    @Wire
    public struct MemberFile: Equatable, Sendable {
        /// Its number.
        public let id: ID<Member>
        /// What the member said of itself.
        public let application: Application
        /// What it was admitted for; before that, nothing.
        public internal(set) var roles: [Role]
        /// Where it stands.
        public internal(set) var status: Status
        /// How many of the member's keys aren't revoked.
        public internal(set) var liveKeys: Int64

        var isOperator: Bool { roles.contains(.venueOperator) }
    }

    /// A key and whose it is.
    @Wire
    public struct HeldKey: Equatable, Sendable {
        /// Whose key it is.
        public let member: ID<Member>
        /// The public key.
        public let key: PublicKeyText
        /// Whether it counts no more.
        public internal(set) var isRevoked: Bool
    }

    public static func evolve(_ state: inout State, on event: Event) {
        switch event {
        case .applied(let id, let application, let isFounder):
            state.members[id] = MemberFile(
                id: id,
                application: application,
                roles: isFounder ? application.roles.sorted() : [],
                status: isFounder ? .active : .applied,
                liveKeys: 1
            )
            state.keys[application.key.keyID] = HeldKey(
                member: id,
                key: application.key,
                isRevoked: false
            )
            state.codes[application.uscc] = id
            if !isFounder { state.hasApplicants = true }
        case .admitted(let id, let roles):
            state.members.update(id) {
                $0.roles = roles
                $0.status = .active
            }
        case .refused(let id, _): state.members.update(id) { $0.status = .refused }
        case .suspended(let id, _): state.members.update(id) { $0.status = .suspended }
        case .reinstated(let id): state.members.update(id) { $0.status = .active }
        case .keyAdded(let id, let key):
            state.keys[key.keyID] = HeldKey(member: id, key: key, isRevoked: false)
            state.members.update(id) { $0.liveKeys += 1 }
        case .keyRevoked(let id, let keyID):
            state.keys.update(keyID) { $0.isRevoked = true }
            state.members.update(id) { $0.liveKeys -= 1 }
        }
    }
}

extension Admission.State {
    /// The file of a member or applicant.
    public func file(of member: ID<Member>) -> Admission.MemberFile? { members[member] }

    /// All files, in order of number, beginning after `member`.
    public func files(after member: ID<Member>? = nil) -> some Sequence<Admission.MemberFile> {
        let start = member.map { ID<Member>($0.number + 1) }
        return members.ascending(from: start).lazy.map(\.value)
    }

    /// A key, revoked or not: its history stays verifiable.
    public func key(_ id: KeyID) -> Admission.HeldKey? { keys[id] }

    /// The key that may sign now.
    public func liveKey(_ id: KeyID) -> PublicKeyText? {
        keys[id].flatMap { $0.isRevoked ? nil : $0.key }
    }

    /// Whether another member than this is an active operator.
    func hasOperator(besides member: ID<Member>) -> Bool {
        files().contains { $0.id != member && $0.isOperator && $0.status == .active }
    }

    func member(
        _ id: ID<Member>,
        _ status: Admission.Status,
        or reason: Admission.Reason
    ) throws(Rejection<Admission.Reason>) -> Admission.MemberFile {
        guard let file = members[id] else { throw .because(.unknownMember) }
        guard file.status == status else {
            throw .because(reason, Fact("status", file.status.rawValue))
        }
        return file
    }
}
