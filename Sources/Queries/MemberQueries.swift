import Gateway
public import Kernel
public import Membership
public import Units
public import Wire

/// What anyone may know of a member.
@Wire
public struct MemberCard: Equatable, Sendable {
    /// The member's number.
    public let member: ID<Member>
    /// The legal name.
    public let title: Title
    /// What it was admitted for.
    public let roles: [Role]
    /// Where it stands.
    public let status: Admission.Status
}

let memberQueries: [Query] = [
    .list(
        "/v1/members",
        "Lists the members: name, roles and status.",
        audience: .everyone
    ) { machine, _, arguments throws(QueryError) -> Page<MemberCard> in
        try Page(of: machine.world[Admission.self].files(), by: \.id, arguments) { MemberCard($0) }
    },
    Query(
        "/v1/members/{member}",
        "Shows a member's public card.",
        parameters: [Parameter("member", ID<Member>.self, "The member's number.")],
        audience: .everyone
    ) { machine, _, arguments throws(QueryError) -> MemberCard in
        let id: ID<Member> = try arguments.value("member")
        guard let file = machine.world[Admission.self].file(of: id), let card = MemberCard(file)
        else { throw .notFound }
        return card
    },
    .list(
        "/v1/membership/files",
        "Lists applications and members' files: all of them for the venue, one's own otherwise.",
        audience: .viewer("The operator, the supervisor and the auditor see all, others their own.")
    ) { machine, viewer, arguments throws(QueryError) -> Page<Admission.MemberFile> in
        try Page(of: machine.world[Admission.self].files(), by: \.id, arguments) { file in
            viewer.readsAll || viewer.isOne(of: file.id) ? file : nil
        }
    },
]

extension MemberCard {
    /// `nil` for whoever isn't a member: an application is nobody's business.
    fileprivate init?(_ file: Admission.MemberFile) {
        guard file.status == .active || file.status == .suspended else { return nil }
        self.init(
            member: file.id,
            title: file.application.title,
            roles: file.roles,
            status: file.status
        )
    }
}
