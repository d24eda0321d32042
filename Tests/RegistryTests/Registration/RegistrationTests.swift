import ExchangeTesting
import Kernel
import KernelTesting
import Ledgers
import Registry
import Testing
import Units

/// The life of a case: RG-4 to RG-7.
@Suite("Registration")
struct RegistrationTests {
    typealias Event = Registration.Event
    static let registrar = Actor.member(ID(9))
    static let monday = Instant.november(2)
    static let end = Instant.november(24, hour: 0)

    static func submitted(_ number: Int64 = 1) -> Event {
        .submitted(
            registration: ID(number),
            resource: ID(number),
            applicant: ID(1),
            disclosure: .example(root: .example(number)),
            at: monday
        )
    }

    static func publicised(_ number: Int64 = 1) -> Event {
        .publicised(registration: ID(number), applicant: ID(1), until: end)
    }

    static let accepted = Event.accepted(registration: ID(1), applicant: ID(1), bySilence: false)
    static let refused = Event.refused(
        registration: ID(1),
        applicant: ID(1),
        ground: .falseProof,
        explanation: "证明与原件不符"
    )

    static func registered(_ number: Int64, _ text: String) -> Event? {
        CertificateNumber(text: text).map { text in
            .registered(
                registration: ID(number),
                certificate: Certificate(
                    number: text,
                    registration: ID(number),
                    resource: ID(number),
                    holder: ID(1),
                    rights: [.holding, .operation, .usage],
                    issued: .november(24),
                    validThrough: Day.november(24).adding(months: 60)
                )
            )
        }
    }

    @Test("RG-4: the registrar's acceptance ends the wait for it; the exchange's is by silence")
    func accept() throws {
        let scenario = Scenario(Registration.self, given: [Self.submitted()])
        for (actor, bySilence) in [(Self.registrar, false), (.system, true)] {
            #expect(
                try scenario.when(.accept(registration: ID(1)), by: actor, at: Self.monday)
                    == Decision(
                        .accepted(registration: ID(1), applicant: ID(1), bySilence: bySilence),
                        alarms: [
                            .cancel(verb: "accept", subject: 1),
                            // Ten working days: RG-9.
                            .set(
                                .noteOverdue(registration: ID(1)),
                                subject: 1,
                                at: .november(17, hour: 0)
                            ),
                        ]
                    )
            )
        }
    }

    @Test("RG-4: a case that nobody answers by Thursday is accepted as Friday begins (V25)")
    func silence() {
        var venue = TestVenue(Registration.self)
        venue.enrol(ID(1), .dataProvider)
        let submit = Registration.Command.submit(.example())
        venue.give(Registration.self, submit, by: ID(1), at: Self.monday)
        venue.pass(to: Instant(microseconds: Instant.november(6, hour: 0).microseconds - 1))
        #expect(venue.machine.world[Registration.self].file(ID(1))?.status == .submitted)
        venue.pass(to: .november(6, hour: 0))
        #expect(venue.machine.world[Registration.self].file(ID(1))?.status == .accepted)
        #expect(venue.journal.last?.time == .november(6, hour: 0))
        #expect(venue.machine.world.nextDue == .november(21, hour: 0))
    }

    @Test("RG-9: a case that nobody examines in time is late, once, and stays in examination")
    func overdue() throws {
        var venue = TestVenue(Registration.self)
        venue.enrol(ID(1), .dataProvider)
        venue.enrol(ID(9), .registrar)
        let submit = Registration.Command.submit(.example())
        venue.give(Registration.self, submit, by: ID(1), at: Self.monday)
        let accept = Registration.Command.accept(registration: ID(1))
        venue.give(Registration.self, accept, by: ID(9), at: Self.monday)
        let late = Instant.november(17, hour: 0)
        venue.pass(to: Instant(microseconds: late.microseconds - 1))
        #expect(venue.machine.world[Registration.self].file(ID(1))?.overdueSince == nil)
        venue.pass(to: late)
        let file = try #require(venue.machine.world[Registration.self].file(ID(1)))
        #expect((file.status, file.overdueSince) == (.accepted, late))
        #expect(venue.machine.world.nextDue == nil)
        // It can still be examined, and refused.
        let examine = Registration.Command.examine(registration: ID(1))
        venue.give(Registration.self, examine, by: ID(9), at: .november(18))
        #expect(venue.machine.world[Registration.self].file(ID(1))?.status == .publicised)
    }

    @Test("A case that was examined is public for five working days (V25)")
    func examine() throws {
        let scenario = Scenario(Registration.self, given: [Self.submitted(), Self.accepted])
        #expect(
            try scenario.when(
                .examine(registration: ID(1)),
                by: Self.registrar,
                at: .november(16)
            )
                == Decision(
                    Self.publicised(),
                    alarms: [
                        .cancel(verb: "noteOverdue", subject: 1),
                        .set(.closePublicity(registration: ID(1)), subject: 1, at: Self.end),
                    ]
                )
        )
    }

    @Test("RG-5: a refusal names its ground and explains it")
    func refuse() throws {
        for past in [[Self.submitted()], [Self.submitted(), Self.accepted]] {
            let decision = try Scenario(Registration.self, given: past).when(
                .refuse(
                    registration: ID(1),
                    ground: .falseProof,
                    explanation: "证明与原件不符"
                ),
                by: Self.registrar,
                at: Self.monday
            )
            #expect(
                decision
                    == Decision(
                        Self.refused,
                        alarms: [
                            .cancel(verb: "accept", subject: 1),
                            .cancel(verb: "noteOverdue", subject: 1),
                        ]
                    )
            )
        }
        #expect(Set(RefusalGround.allCases.map(\.clause.zh)).count == 6)
    }

    @Test("RG-5: who was refused may apply again with the same data")
    func again() {
        let scenario = Scenario(Registration.self, given: [Self.submitted(), Self.refused])
        let command = Registration.Command.submit(.example())
        #expect(scenario.rejection(command, by: .member(ID(1)), at: Self.monday) == nil)
    }

    @Test("RG-6, RG-7: when publicity ends, certificate and grants stand in one record")
    func close() throws {
        let scenario = Scenario(
            Registration.self,
            given: [Self.submitted(), Self.accepted, Self.publicised()]
        )
        let decision = try scenario.when(
            .closePublicity(registration: ID(1)),
            by: .system,
            at: Self.end
        )
        let through = try #require(Day(year: 2031, month: 11, day: 24))
        let grants = zip(1..., [RightType.holding, .operation, .usage]).map { number, right in
            RightsPosting.grant(
                RightGrant(
                    resource: ID(1),
                    holder: ID(1),
                    number: number,
                    right: right,
                    scope: Disclosure.example().scope,
                    expires: through.adding(1).start,
                    basis: "SJ1112026110001"
                )
            )
        }
        let registered = try #require(Self.registered(1, "SJ1112026110001"))
        #expect(
            decision
                == Decision(
                    registered,
                    rights: grants,
                    alarms: [.cancel(verb: "closePublicity", subject: 1)]
                )
        )
    }

    @Test("RG-6: publicity ends by itself, at its time")
    func publicityEnds() {
        var venue = TestVenue(Registration.self)
        venue.enrol(ID(1), .dataProvider)
        venue.enrol(ID(9), .registrar)
        let submit = Registration.Command.submit(.example())
        venue.give(Registration.self, submit, by: ID(1), at: Self.monday)
        venue.give(
            Registration.self,
            .accept(registration: ID(1)),
            by: ID(9),
            at: .november(3)
        )
        venue.give(
            Registration.self,
            .examine(registration: ID(1)),
            by: ID(9),
            at: .november(16)
        )
        venue.pass(to: Self.end)
        let world = venue.machine.world
        #expect(venue.journal.last?.time == Self.end)
        let certificate = world[Registration.self].certificate(of: ID(1))
        #expect(certificate?.number.text == "SJ1112026110001")
        #expect(certificate?.isValid(at: Self.end) == true)
        #expect(
            world.rights.grants(on: ID(1), to: ID(1)).map(\.right) == RightType.allCases.sorted()
        )
        #expect(world.nextDue == nil)
    }

    @Test(
        "RG-7: a month's certificates are numbered on, and a new month begins at 0001",
        arguments: [
            ([], "SJ1112026110001"), (["SJ1112026110001"], "SJ1112026110002"),
            (["SJ1112026100007"], "SJ1112026110001"), (["SJ1112026119998"], "SJ1112026119999"),
            (["SJ1112026119999"], nil),
            (["SJ9912026110003", "SJ1112026110002"], "SJ1112026110003"),
            (["SJ1122026110003"], "SJ1112026110001"),
        ] as [([String], String?)]
    )
    func serials(issued: [String], next: String?) throws {
        let past = zip(2..., issued).compactMap { Self.registered($0, $1) }
        let scenario = Scenario(
            Registration.self,
            given: past + [Self.submitted(), Self.accepted, Self.publicised()]
        )
        let command = Registration.Command.closePublicity(registration: ID(1))
        guard let next else {
            let found = scenario.rejection(command, by: Self.registrar, at: Self.end)
            #expect(found == .serialsExhausted)
            #expect(try scenario.when(command, by: .system, at: Self.end) == Self.heldUp)
            return
        }
        let decision = try scenario.when(command, by: .system, at: Self.end)
        #expect(decision.events == [Self.registered(1, next)].compactMap { $0 })
    }

    static let heldUp = Decision<Registration>(
        .heldUp(registration: ID(1), applicant: ID(1), until: end + .days(1)),
        alarms: [.set(.closePublicity(registration: ID(1)), subject: 1, at: end + .days(1))]
    )

    @Test("RG-8: a restriction holds the registration up only until it is lifted")
    func heldUpByRestriction() throws {
        let freeze = Restriction(resource: ID(1), number: 1, kind: .freeze, basis: "a")
        let free = Scenario(
            Registration.self,
            given: [Self.submitted(), Self.accepted, Self.publicised()]
        )
        let frozen = free.given([.restrict(freeze)])
        let command = Registration.Command.closePublicity(registration: ID(1))
        #expect(try frozen.when(command, by: .system, at: Self.end) == Self.heldUp)
        // By hand, the ledger refuses the grants, and says why.
        #expect(try !frozen.when(command, by: Self.registrar, at: Self.end).rights.isEmpty)
        let again = frozen.given(Registration.self, Self.heldUp.events)
        #expect(again.world[Registration.self].file(ID(1))?.status == .publicised)
        let lifted = again.given([.lift(freeze.key)])
        let next = Self.end + .days(1)
        #expect(try lifted.when(command, by: .system, at: next).rights.count == 3)
    }

    static let states: [[Event]] = [
        [], [submitted()], [submitted(), accepted], [submitted(), accepted, publicised()],
        [submitted(), refused],
        [submitted(), accepted, publicised(), registered(1, "SJ1112026110001")].compactMap { $0 },
    ]

    @Test(
        "Each step is taken only in its state",
        arguments: zip(
            states,
            [
                [.unknownCase, .unknownCase, .unknownCase, .unknownCase, .unknownCase],
                [nil, .notAccepted, nil, .notAccepted, .notPublic],
                [.notSubmitted, nil, nil, nil, .notPublic],
                [.notSubmitted, .notAccepted, .notAccepted, .notAccepted, .publicityRuns],
                [.notSubmitted, .notAccepted, .notAccepted, .notAccepted, .notPublic],
                [.notSubmitted, .notAccepted, .notAccepted, .notAccepted, .notPublic],
            ] as [[Registration.Reason?]]
        )
    )
    func transitions(past: [Event], reasons: [Registration.Reason?]) {
        let scenario = Scenario(Registration.self, given: past)
        let commands: [Registration.Command] = [
            .accept(registration: ID(1)), .examine(registration: ID(1)),
            .refuse(registration: ID(1), ground: .otherBar, explanation: "a"),
            .noteOverdue(registration: ID(1)), .closePublicity(registration: ID(1)),
        ]
        let found = commands.map {
            scenario.rejection($0, by: Self.registrar, at: .november(23))
        }
        #expect(found == reasons)
    }

    @Test(
        "RG-5: an explanation has 1 to 400 characters",
        arguments: ["", String(repeating: "长", count: 401)]
    )
    func explanation(text: String) {
        let scenario = Scenario(Registration.self, given: [Self.submitted()])
        let command = Registration.Command.refuse(
            registration: ID(1),
            ground: .otherBar,
            explanation: text
        )
        let found = scenario.rejection(command, by: Self.registrar, at: Self.monday)
        #expect(found == .textOutOfRange)
    }

    @Test("A certificate is valid to the end of its last day, in Beijing")
    func validity() throws {
        let event = try #require(Self.registered(1, "SJ1112026110001"))
        guard case .registered(_, let certificate) = event else { return }
        let end = certificate.validThrough.adding(1).start
        #expect(certificate.isValid(at: Instant(microseconds: end.microseconds - 1)))
        #expect(!certificate.isValid(at: end))
    }

    @Test("Providers apply, the registrar decides, and the applicant may read it")
    func authority() {
        let submit = Registration.Command.submit(.example())
        let accept = Registration.Command.accept(registration: ID(1))
        #expect(Registration.authority(for: submit) == .role([.dataProvider]))
        #expect(Registration.authority(for: accept) == .role([.registrar]))
        let events = Self.states.flatMap { $0 }
        #expect(events.allSatisfy { Registration.readers(of: $0) == [ID(1)] })
    }
}
