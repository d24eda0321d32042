public import Kernel
import Tables
import Units

extension Admission {
    public enum Reason: String, RejectionReason {
        /// There is no member of this number.
        case unknownMember
        /// The member isn't an applicant.
        case notApplied
        /// The member isn't active.
        case notActive
        /// The member isn't suspended.
        case notSuspended
        /// A name or contact is empty or longer than 100 characters (AD-1).
        case textOutOfRange
        /// The founders are named and somebody has applied (AD-5).
        case foundingOver
        /// No role is named, or one twice, or one that wasn't applied for.
        case rolesNotApplied
        /// A venue role stands beside a market role (AD-3).
        case rolesConflict
        /// The application isn't signed by the key that it brings (AD-1).
        case keyNotOwn
        /// The key is known already (AD-4).
        case keyTaken
        /// The legal person is a member (AD-2).
        case alreadyMember
        /// The member has no such key (AD-4).
        case unknownKey
        /// It is the member's only key (AD-4).
        case lastKey
        /// It is the only operator that is active (AD-6).
        case lastOperator

        public var refusal: Refusal {
            switch self {
            case .unknownMember: .notFound("没有这个会员", "There is no member of this number")
            case .notApplied: .conflict("该会员不在申请中", "The member isn't an applicant")
            case .notActive: .conflict("该会员未处于有效状态", "The member isn't active")
            case .notSuspended: .conflict("该会员未被暂停", "The member isn't suspended")
            case .textOutOfRange:
                .invalid("名称、联系人或理由须为1至100字", "A name, contact or ground has 1 to 100 characters")
            case .foundingOver: .conflict("设立阶段已结束", "Founding ended when somebody applied")
            case .rolesNotApplied:
                .invalid(
                    "角色须在申请范围内、不为空且不重复",
                    "The roles must be among those applied for, none twice"
                )
            case .rolesConflict:
                .invalid("交易所、监管角色不得兼任市场角色", "A venue role never stands beside a market role")
            case .keyNotOwn:
                .forbidden("申请须由所附密钥签名", "The application must be signed by the key it brings")
            case .keyTaken: .conflict("密钥已被登记", "The key is known already")
            case .alreadyMember: .conflict("该主体已是会员", "The legal person is a member")
            case .unknownKey: .notFound("会员没有这把密钥", "The member has no such key")
            case .lastKey: .conflict("不得撤销唯一的密钥", "A member keeps at least one key")
            case .lastOperator:
                .conflict("不得暂停唯一的交易所运营人员", "The venue keeps at least one active operator")
            }
        }
    }

    public static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        let state = world[Self.self]
        switch command {
        case .found(let application):
            return try apply(application, isFounder: true, state)
        case .apply(let application):
            guard context.actor == .stranger(application.key.keyID) else {
                throw .because(state.keys[application.key.keyID] == nil ? .keyNotOwn : .keyTaken)
            }
            return try apply(application, isFounder: false, state)
        case .admit(let id, let roles):
            let member = try state.member(id, .applied, or: .notApplied)
            guard isList(roles), roles.allSatisfy(member.application.roles.contains) else {
                throw .because(.rolesNotApplied)
            }
            guard isPermitted(roles) else { throw .because(.rolesConflict) }
            return Decision(.admitted(member: id, roles: roles.sorted()))
        case .refuse(let id, let ground):
            _ = try state.member(id, .applied, or: .notApplied)
            guard 1...100 ~= ground.count else { throw .because(.textOutOfRange) }
            return Decision(.refused(member: id, ground: ground))
        case .suspend(let id, let ground):
            let member = try state.member(id, .active, or: .notActive)
            guard 1...100 ~= ground.count else { throw .because(.textOutOfRange) }
            guard !member.isOperator || state.hasOperator(besides: id) else {
                throw .because(.lastOperator)
            }
            return Decision(.suspended(member: id, ground: ground))
        case .reinstate(let id):
            _ = try state.member(id, .suspended, or: .notSuspended)
            return Decision(.reinstated(member: id))
        case .addKey(let key, _, let member):
            guard member == context.member else { throw .because(.unknownMember) }
            guard state.keys[key.keyID] == nil else { throw .because(.keyTaken) }
            return Decision(.keyAdded(member: member, key: key))
        case .revokeKey(let keyID):
            return try revoke(keyID, of: context.member, state)
        }
    }

    private static func apply(
        _ application: Application,
        isFounder: Bool,
        _ state: State
    ) throws(Rejection<Reason>) -> Decision<Self> {
        guard application.title.isWithin(100), 1...100 ~= application.contact.count else {
            throw .because(.textOutOfRange)
        }
        // AD-5
        guard !isFounder || !state.hasApplicants else { throw .because(.foundingOver) }
        guard isList(application.roles) else { throw .because(.rolesNotApplied) }
        // AD-3
        guard isPermitted(application.roles) else { throw .because(.rolesConflict) }
        // AD-4
        guard state.keys[application.key.keyID] == nil else { throw .because(.keyTaken) }
        // AD-2
        if let known = state.codes[application.uscc], state.members[known]?.status != .refused {
            throw .because(.alreadyMember, Fact("member", known))
        }
        let id = ID<Member>((state.members.last?.key.number ?? 0) + 1)
        let event = Event.applied(member: id, application: application, isFounder: isFounder)
        return Decision(event)
    }

    private static func revoke(
        _ keyID: KeyID,
        of member: ID<Member>,
        _ state: State
    ) throws(Rejection<Reason>) -> Decision<Self> {
        guard let key = state.keys[keyID], key.member == member, !key.isRevoked else {
            throw .because(.unknownKey)
        }
        guard state.members[member].map({ $0.liveKeys > 1 }) ?? false else {
            throw .because(.lastKey)
        }
        return Decision(.keyRevoked(member: member, keyID: keyID))
    }

    /// Whether at least one role is named, and none twice.
    private static func isList(_ roles: [Role]) -> Bool {
        !roles.isEmpty && Set(roles).count == roles.count
    }

    /// Whether the roles may stand side by side (AD-3).
    static func isPermitted(_ roles: [Role]) -> Bool {
        let isVenue = roles.map {
            [.venueOperator, .registrar, .supervisor, .auditor].contains($0)
        }
        return isVenue.allSatisfy { $0 } || !isVenue.contains(true)
    }
}
