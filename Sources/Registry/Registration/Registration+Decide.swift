public import Kernel
import Ledgers
import Tables
import Units

extension Registration {
    public enum Reason: String, RejectionReason {
        /// There is no case of this number.
        case unknownCase
        /// The case isn't waiting to be taken in.
        case notSubmitted
        /// The case isn't being examined.
        case notAccepted
        /// The case isn't public.
        case notPublic
        /// Publicity hasn't ended.
        case publicityRuns
        /// A text is empty or too long (RG-1).
        case textOutOfRange
        /// The industry isn't a letter and two digits of GB/T 4754 (RG-1).
        case industryMalformed
        /// The period, the volume or the fingerprint is empty or negative (RG-1).
        case volumeOutOfRange
        /// There is no evidence, or more than 50 pieces (RG-1).
        case evidenceOutOfRange
        /// The applicant doesn't state that the disclosure is true (RG-1).
        case notTruthful
        /// Core data is never registered (RG-3).
        case coreData
        /// State organs' duty data is never registered (RG-3).
        case stateOrganData
        /// No right is applied for, or one twice, or one that this acquisition can't give (RG-2).
        case rightsNotRegistrable
        /// This very data is registered, or being registered, already.
        case alreadyRegistered
        /// The month's serial numbers are used up (RG-7).
        case serialsExhausted

        public var refusal: Refusal {
            switch self {
            case .unknownCase: .notFound("没有这件登记申请", "There is no case of this number")
            case .notSubmitted: .conflict("该申请不在待受理状态", "The case isn't waiting to be taken in")
            case .notAccepted: .conflict("该申请不在审查中", "The case isn't being examined")
            case .notPublic: .conflict("该申请不在公示中", "The case isn't public")
            case .publicityRuns: .conflict("公示期未满", "Publicity hasn't ended")
            case .textOutOfRange:
                .invalid(
                    "名称1至40字，概述、取得说明1至400字，限制及理由不超过400字",
                    "Names have 1 to 40 characters, other texts 1 to 400"
                )
            case .industryMalformed:
                .invalid("行业代码应为GB/T 4754门类字母加两位大类", "Industry: a letter and two digits")
            case .volumeOutOfRange:
                .invalid("时域、数据量或指纹为空", "The period, volume or fingerprint is empty")
            case .evidenceOutOfRange:
                .invalid("证明材料须为1至50件", "There must be 1 to 50 pieces of evidence")
            case .notTruthful: .invalid("须声明披露真实完整", "The disclosure must be stated to be true")
            case .coreData:
                .forbidden("核心数据不得登记（数据安全法第二十一条）", "Core data is never registered (DSL 21)")
            case .stateOrganData:
                .forbidden(
                    "党政机关履职数据不予登记（指引第十五条第一项）",
                    "State organs' duty data isn't registered (Guide Art. 15(1))"
                )
            case .rightsNotRegistrable:
                .invalid(
                    "所申请权利超出取得方式可登记的范围（指引第二十一条）",
                    "This acquisition can't give the rights applied for (Guide Art. 21)"
                )
            case .alreadyRegistered:
                .conflict(
                    "相同数据已登记或正在登记",
                    "The same data is registered or being registered"
                )
            case .serialsExhausted: .conflict("本月凭证编号已用尽", "The month's serials are used up")
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
        case .submit(let disclosure): return try submit(disclosure, context, world)
        case .accept(let id):
            let file = try state.file(id, .submitted, or: .notSubmitted)
            let event = Event.accepted(
                registration: id,
                applicant: file.applicant,
                bySilence: context.actor == .system
            )
            // RG-9
            let days = world.rules.registration.examinationDays
            let deadline = world.rules.calendar.deadline(days, workingDaysAfter: context.now)
            let late = Command.noteOverdue(registration: id)
            return Decision(
                event,
                alarms: [
                    .cancel(verb: "accept", subject: id.number),
                    .set(late, subject: id.number, at: deadline),
                ]
            )
        case .examine(let id):
            let file = try state.file(id, .accepted, or: .notAccepted)
            let days = world.rules.registration.publicityDays
            let until = world.rules.calendar.deadline(days, workingDaysAfter: context.now)
            let event = Event.publicised(registration: id, applicant: file.applicant, until: until)
            let close = Command.closePublicity(registration: id)
            return Decision(
                event,
                alarms: [
                    .cancel(verb: "noteOverdue", subject: id.number),
                    .set(close, subject: id.number, at: until),
                ]
            )
        case .refuse(let id, let ground, let explanation):
            guard let file = state.cases[id] else { throw .because(.unknownCase) }
            guard [.submitted, .accepted].contains(file.status) else {
                throw .because(.notAccepted, Fact("status", file.status.rawValue))
            }
            guard 1...400 ~= explanation.count else { throw .because(.textOutOfRange) }
            let event = Event.refused(
                registration: id,
                applicant: file.applicant,
                ground: ground,
                explanation: explanation
            )
            return Decision(
                event,
                alarms: ["accept", "noteOverdue"].map { .cancel(verb: $0, subject: id.number) }
            )
        case .noteOverdue(let id):
            let file = try state.file(id, .accepted, or: .notAccepted)
            return Decision(
                .overdue(registration: id, applicant: file.applicant, since: context.now),
                alarms: [.cancel(verb: "noteOverdue", subject: id.number)]
            )
        case .closePublicity(let id): return try close(id, context, world)
        }
    }

    private static func submit(
        _ disclosure: Disclosure,
        _ context: Context,
        _ world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        let state = world[Self.self]
        try check(disclosure)
        // One fingerprint is one application: its salts make it different from every other.
        if let known = state.roots[disclosure.fingerprint.root],
            let file = state.cases[known], file.status != .refused
        {
            throw .because(.alreadyRegistered, Fact("registration", known))
        }
        let number = (state.cases.last?.key.number ?? 0) + 1
        let id = ID<RegistrationCase>(number)
        let days = world.rules.registration.acceptanceDays
        let deadline = world.rules.calendar.deadline(days, workingDaysAfter: context.now)
        let event = Event.submitted(
            registration: id,
            resource: ID(number),
            applicant: context.member,
            disclosure: disclosure,
            at: context.now
        )
        // RG-4
        let silence = Command.accept(registration: id)
        return Decision(event, alarms: [.set(silence, subject: number, at: deadline)])
    }

    /// RG-1 to RG-3, in the order of the reasons.
    static func check(_ disclosure: Disclosure) throws(Rejection<Reason>) {
        guard disclosure.title.isWithin(40), 1...400 ~= disclosure.abstract.count,
            1...400 ~= disclosure.acquisitionStatement.count,
            disclosure.limits.map({ 1...400 ~= $0.count }) ?? true,
            disclosure.scope.purposes.count <= 20,
            disclosure.scope.purposes.allSatisfy({ 1...100 ~= $0.count }),
            disclosure.scope.territory.map({ 1...100 ~= $0.count }) ?? true
        else { throw .because(.textOutOfRange) }
        let industry = Array(disclosure.industry.utf8)
        guard industry.count == 3, 65...84 ~= industry[0],
            industry[1...].allSatisfy({ 48...57 ~= $0 })
        else { throw .because(.industryMalformed) }
        guard disclosure.from <= disclosure.through, disclosure.records > 0,
            disclosure.bytes > 0, disclosure.fingerprint.leaves > 0
        else { throw .because(.volumeOutOfRange) }
        guard 1...50 ~= disclosure.evidence.count,
            disclosure.evidence.allSatisfy({ 1...100 ~= $0.title.count })
        else { throw .because(.evidenceOutOfRange) }
        guard disclosure.isTruthful else { throw .because(.notTruthful) }
        guard disclosure.level != .core else { throw .because(.coreData) }
        guard disclosure.acquisition != .publicDuty else { throw .because(.stateOrganData) }
        let allowed = disclosure.acquisition.registrableRights
        guard !disclosure.rights.isEmpty,
            disclosure.rights.allSatisfy(allowed.contains),
            zip(disclosure.rights, disclosure.rights.dropFirst()).allSatisfy({ $0 < $1 })
        else {
            throw .because(
                .rightsNotRegistrable,
                Fact("registrable", allowed.sorted().map(\.rawValue).joined(separator: ", "))
            )
        }
    }

    /// RG-6: certificate and grants stand in one record.
    private static func close(
        _ id: ID<RegistrationCase>,
        _ context: Context,
        _ world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        let state = world[Self.self]
        let file = try state.file(id, .publicised, or: .notPublic)
        guard let until = file.publicUntil, until <= context.now else {
            throw .because(.publicityRuns)
        }
        let day = Day(context.now)
        let rules = world.rules.registration
        // RG-7
        let serial = state.lastSerial(rules, in: day) + 1
        let isBlocked = !world.rights.restrictions(on: file.resource).isEmpty
        // RG-8: whoever closes by hand is told why that fails; the alarm would be lost.
        if context.actor == .system, isBlocked || serial > 9_999 {
            let next = context.now + .days(1)
            return Decision(
                .heldUp(registration: id, applicant: file.applicant, until: next),
                alarms: [.set(.closePublicity(registration: id), subject: id.number, at: next)]
            )
        }
        guard serial <= 9_999 else { throw .because(.serialsExhausted) }
        let validThrough = day.adding(months: rules.validityYears * 12)
        let certificate = Certificate(
            number: CertificateNumber(rules.region, rules.agency, day, serial),
            registration: id,
            resource: file.resource,
            holder: file.applicant,
            rights: file.disclosure.rights,
            issued: day,
            validThrough: validThrough
        )
        let first = world.rights.nextNumber(on: file.resource, to: file.applicant)
        let grants = file.disclosure.rights.enumerated().map { index, right in
            RightsPosting.grant(
                RightGrant(
                    resource: file.resource,
                    holder: file.applicant,
                    number: first + Int64(index),
                    right: right,
                    scope: file.disclosure.scope,
                    expires: validThrough.adding(1).start,
                    basis: certificate.number.text
                )
            )
        }
        return Decision(
            .registered(registration: id, certificate: certificate),
            rights: grants,
            alarms: [.cancel(verb: "closePublicity", subject: id.number)]
        )
    }
}
