import ExchangeTesting
import Kernel
import KernelTesting
import Membership
import Testing
import Units
import Wire

@Suite("Admission")
struct AdmissionTests {
    static let application = Admission.Application.example(1)
    static let applicant = Actor.stranger(.example(1))
    static let operators = Actor.member(ID(9))
    static let noon = Instant.november(2)

    static let applied = Admission.Event.applied(
        member: ID(1),
        application: application,
        isFounder: false
    )
    static let admitted = Admission.Event.admitted(member: ID(1), roles: [.dataProvider])
    static let refused = Admission.Event.refused(member: ID(1), ground: "资料不全")
    static let suspended = Admission.Event.suspended(member: ID(1), ground: "逾期未审")
    static let secondKey = Admission.Event.keyAdded(
        member: ID(1),
        key: .example(5)
    )

    // MARK: Applying

    @Test("AD-1: who signs with the key that the application brings becomes an applicant")
    func apply() throws {
        let scenario = Scenario(Admission.self)
        #expect(
            try scenario.when(.apply(Self.application), by: Self.applicant, at: Self.noon)
                == Decision(Self.applied)
        )
    }

    @Test("AD-1: a credit code with a wrong check character isn't an application (V26)")
    func creditCode() throws {
        let body = Array(String(decoding: Self.application.wire, as: UTF8.self).utf8)
        let text = String(decoding: body, as: UTF8.self)
        let valid = "91350100M000100Y43"
        let right = text.replacing(Self.application.uscc.text, with: valid)
        let wrong = text.replacing(Self.application.uscc.text, with: "91350100M000100Y44")
        #expect(try Admission.Application(wire: right.utf8).uscc.text == valid)
        #expect(throws: WireError.self) { try Admission.Application(wire: wrong.utf8) }
    }

    /// Each row mends the mistake of the row above, so the order proves the precedence.
    @Test(
        "AD-1 to AD-4: why an application is rejected, by precedence",
        arguments: [
            (0, .keyNotOwn), (1, .textOutOfRange), (2, .textOutOfRange), (3, .rolesNotApplied),
            (4, .rolesConflict), (5, .alreadyMember), (6, nil),
        ] as [(Int, Admission.Reason?)]
    )
    func applicationRejected(mended: Int, reason: Admission.Reason?) {
        let uscc: Int64 = mended > 5 ? 2 : 1
        let application = Admission.Application(
            title: mended > 1 ? Self.application.title : Title(zh: "", en: nil),
            uscc: .example(uscc),
            contact: mended > 2 ? "a" : String(repeating: "长", count: 101),
            roles: mended > 4
                ? [.dataDemander, .dataProvider]
                : mended > 3 ? [.dataProvider, .registrar] : [],
            key: .example(2)
        )
        let actor = Actor.stranger(.example(mended > 0 ? 2 : 3))
        let scenario = Scenario(Admission.self, given: [Self.applied, Self.admitted])
        #expect(scenario.rejection(.apply(application), by: actor, at: Self.noon) == reason)
    }

    @Test("AD-2: a legal person is a member once, and may apply again after a refusal")
    func again() throws {
        let again = Admission.Application(
            title: Self.application.title,
            uscc: Self.application.uscc,
            contact: Self.application.contact,
            roles: [.dataDemander],
            key: .example(2)
        )
        let actor = Actor.stranger(.example(2))
        for past in [[], [Self.admitted], [Self.admitted, Self.suspended]] {
            let scenario = Scenario(Admission.self, given: [Self.applied] + past)
            #expect(
                scenario.rejection(.apply(again), by: actor, at: Self.noon) == .alreadyMember
            )
        }
        let refused = Scenario(Admission.self, given: [Self.applied, Self.refused])
        #expect(
            try refused.when(.apply(again), by: actor, at: Self.noon)
                == Decision(.applied(member: ID(2), application: again, isFounder: false))
        )
    }

    @Test(
        "AD-3: a venue role never stands beside a market role",
        arguments: [Role.venueOperator, .registrar, .supervisor, .auditor],
        [Role.dataProvider, .dataDemander, .complianceAssessor, .settlementBank]
    )
    func rolesApart(venue: Role, market: Role) {
        let both = Admission.Application.example(2, roles: [venue, market])
        let scenario = Scenario(Admission.self)
        let actor = Actor.stranger(.example(2))
        #expect(
            scenario.rejection(.apply(both), by: actor, at: Self.noon) == .rolesConflict
        )
        #expect(scenario.rejection(.found(both), by: .system, at: Self.noon) == .rolesConflict)
    }

    @Test("AD-4: a key that was ever known is nobody else's, revoked or not")
    func keyTaken() {
        let revoked = Admission.Event.keyRevoked(member: ID(1), keyID: .example(5))
        let other = Admission.Application(
            title: Self.application.title,
            uscc: .example(2),
            contact: "a",
            roles: [.dataProvider],
            key: .example(5)
        )
        let held = Scenario(Admission.self, given: [Self.applied, Self.secondKey])
        let holder = Actor.member(ID(1))
        #expect(held.rejection(.apply(other), by: holder, at: Self.noon) == .keyTaken)
        let free = held.given(Admission.self, [revoked])
        let stranger = Actor.stranger(.example(5))
        #expect(free.rejection(.apply(other), by: stranger, at: Self.noon) == .keyTaken)
    }

    @Test("AD-5: a founder is active at once in the roles it names")
    func found() throws {
        let founder = Admission.Application.example(1, roles: [.registrar, .auditor])
        let event = Admission.Event.applied(
            member: ID(1),
            application: founder,
            isFounder: true
        )
        let scenario = Scenario(Admission.self)
        #expect(
            try scenario.when(.found(founder), by: .system, at: Self.noon) == Decision(event)
        )
        let state = scenario.given(Admission.self, [event]).world[Admission.self]
        let standing = Standing(member: ID(1), roles: [.auditor, .registrar], isActive: true)
        #expect(Admission.standing(of: .example(1), in: state) == standing)
    }

    @Test("AD-5: nobody is founded once anybody has applied")
    func foundTooLate() {
        let late = Admission.Application.example(2, roles: [.auditor])
        let founded = Admission.Event.applied(
            member: ID(1),
            application: .example(1, roles: [.registrar]),
            isFounder: true
        )
        let onlyFounders = Scenario(Admission.self, given: [founded])
        #expect(onlyFounders.rejection(.found(late), by: .system, at: Self.noon) == nil)
        let applied = Scenario(Admission.self, given: [Self.applied])
        #expect(applied.rejection(.found(late), by: .system, at: Self.noon) == .foundingOver)
    }
}
