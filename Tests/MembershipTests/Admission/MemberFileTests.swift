import ExchangeTesting
import Kernel
import KernelTesting
import Membership
import Testing
import Units
import Wire

/// What becomes of an applicant: admission, suspension, keys.
@Suite("Admission: files and keys")
struct MemberFileTests {
    typealias Event = Admission.Event
    static let noon = Instant.november(2)
    static let venue = Actor.member(ID(9))
    static let both = Admission.Application.example(1, roles: [.dataProvider, .dataDemander])
    static let applied = Event.applied(member: ID(1), application: both, isFounder: false)
    static let admitted = AdmissionTests.admitted
    static let refused = AdmissionTests.refused
    static let suspended = AdmissionTests.suspended
    static let secondKey = AdmissionTests.secondKey

    @Test("An applicant is admitted in some of the roles it applied for, sorted")
    func admit() throws {
        let scenario = Scenario(Admission.self, given: [Self.applied])
        let roles: [Role] = [.dataProvider, .dataDemander]
        #expect(
            try scenario.when(.admit(member: ID(1), roles: roles), by: Self.venue, at: Self.noon)
                == Decision(.admitted(member: ID(1), roles: [.dataDemander, .dataProvider]))
        )
    }

    @Test(
        "Why an admission is rejected, by precedence",
        arguments: [
            ([], ID(7), [], .unknownMember), ([admitted], ID(1), [], .notApplied),
            ([], ID(1), [], .rolesNotApplied), ([], ID(1), [.auditor], .rolesNotApplied),
            ([], ID(1), [.dataProvider, .dataProvider], .rolesNotApplied),
            ([], ID(1), [.dataProvider], nil),
        ] as [([Event], ID<Member>, [Role], Admission.Reason?)]
    )
    func admitRejected(
        past: [Event],
        member: ID<Member>,
        roles: [Role],
        reason: Admission.Reason?
    ) {
        let scenario = Scenario(Admission.self, given: [Self.applied] + past)
        let command = Admission.Command.admit(member: member, roles: roles)
        #expect(scenario.rejection(command, by: Self.venue, at: Self.noon) == reason)
    }

    @Test("AD-3: an applicant for both sides by an older rule isn't admitted in both")
    func admitConflict() {
        let mixed = Admission.Application.example(1, roles: [.auditor, .dataProvider])
        let scenario = Scenario(
            Admission.self,
            given: [.applied(member: ID(1), application: mixed, isFounder: false)]
        )
        let command = Admission.Command.admit(member: ID(1), roles: mixed.roles)
        #expect(scenario.rejection(command, by: Self.venue, at: Self.noon) == .rolesConflict)
    }

    @Test("Refusing, suspending and reinstating say so, and why")
    func standing() throws {
        let applicant = Scenario(Admission.self, given: [Self.applied])
        let member = Scenario(Admission.self, given: [Self.applied, Self.admitted])
        let suspended = member.given(Admission.self, [Self.suspended])
        let refuse = Admission.Command.refuse(member: ID(1), ground: "资料不全")
        let suspend = Admission.Command.suspend(member: ID(1), ground: "逾期未审")
        #expect(
            try applicant.when(refuse, by: Self.venue, at: Self.noon) == Decision(Self.refused)
        )
        #expect(
            try member.when(suspend, by: Self.venue, at: Self.noon) == Decision(Self.suspended)
        )
        #expect(
            try suspended.when(.reinstate(member: ID(1)), by: Self.venue, at: Self.noon)
                == Decision(.reinstated(member: ID(1)))
        )
    }

    static let states: [[Event]] = [
        [applied], [applied, admitted], [applied, admitted, suspended], [applied, refused],
    ]

    @Test(
        "Only an applicant is refused, only the active suspended, only the suspended reinstated",
        arguments: zip(
            states,
            [
                [nil, .notActive, .notSuspended], [.notApplied, nil, .notSuspended],
                [.notApplied, .notActive, nil], [.notApplied, .notActive, .notSuspended],
            ] as [[Admission.Reason?]]
        )
    )
    func transitions(past: [Event], reasons: [Admission.Reason?]) {
        let scenario = Scenario(Admission.self, given: past)
        let commands: [Admission.Command] = [
            .refuse(member: ID(1), ground: "a"), .suspend(member: ID(1), ground: "a"),
            .reinstate(member: ID(1)),
        ]
        let found = commands.map { scenario.rejection($0, by: Self.venue, at: Self.noon) }
        #expect(found == reasons)
    }

    @Test("A ground has 1 to 100 characters", arguments: ["", String(repeating: "长", count: 101)])
    func grounds(ground: String) {
        let applicant = Scenario(Admission.self, given: [Self.applied])
        let member = Scenario(Admission.self, given: [Self.applied, Self.admitted])
        let refuse = Admission.Command.refuse(member: ID(1), ground: ground)
        let suspend = Admission.Command.suspend(member: ID(1), ground: ground)
        #expect(applicant.rejection(refuse, by: Self.venue, at: Self.noon) == .textOutOfRange)
        #expect(member.rejection(suspend, by: Self.venue, at: Self.noon) == .textOutOfRange)
        #expect(
            member.rejection(.reinstate(member: ID(7)), by: Self.venue, at: Self.noon)
                == .unknownMember
        )
    }

    @Test("AD-6: the last active operator isn't suspended")
    func lastOperator() {
        func founded(_ number: Int64, _ role: Role) -> Event {
            let application = Admission.Application.example(number, roles: [role])
            return .applied(member: ID(number), application: application, isFounder: true)
        }
        func reason(_ scenario: Scenario<Admission>, _ member: Int64) -> Admission.Reason? {
            let suspend = Admission.Command.suspend(member: ID(member), ground: "a")
            return scenario.rejection(suspend, by: .member(ID(1)), at: Self.noon)
        }
        let one = Scenario(
            Admission.self,
            given: [founded(1, .venueOperator), founded(2, .registrar)]
        )
        #expect(reason(one, 1) == .lastOperator)
        #expect(reason(one, 2) == nil)
        let two = one.given(Admission.self, [founded(3, .venueOperator)])
        #expect(reason(two, 1) == nil)
        let resting = two.given(Admission.self, [.suspended(member: ID(3), ground: "a")])
        #expect(reason(resting, 1) == .lastOperator)
    }

    // MARK: Keys

    @Test("AD-4: a key's name follows from the key: none can be claimed beside it")
    func claimedName() {
        let key = PublicKeyText.example(5).text
        let name = KeyID.example(1).text
        let proof = SignatureText.example.text
        let machine = StateMachine(directory: Admission.self)
        func isRead(_ body: String) -> Bool {
            let body = RawJSON(canonical: Array(body.utf8))
            return (try? machine.call("/v1/membership/add-key", body: body)) != nil
        }
        let claim = #"{"key":"\#(key)","keyID":"\#(name)","member":"M-1","proof":"\#(proof)"}"#
        #expect(!isRead(claim))
        let plain = #"{"key":"\#(key)","member":"M-1","proof":"\#(proof)"}"#
        #expect(isRead(plain))
    }

    @Test(
        "AD-4: why adding a key is rejected, by precedence",
        arguments: [(ID(2), 1, .unknownMember), (ID(1), 1, .keyTaken), (ID(1), 5, nil)]
            as [(ID<Member>, Int64, Admission.Reason?)]
    )
    func addKey(member: ID<Member>, number: Int64, reason: Admission.Reason?) throws {
        let scenario = Scenario(Admission.self, given: [Self.applied, Self.admitted])
        let command = Admission.Command.addKey(
            key: .example(number),
            proof: .example,
            member: member
        )
        let actor = Actor.member(ID(1))
        #expect(scenario.rejection(command, by: actor, at: Self.noon) == reason)
        guard reason == nil else { return }
        #expect(
            try scenario.when(command, by: actor, at: Self.noon) == Decision(Self.secondKey)
        )
        let signed = Attested(
            key: .example(5),
            purpose: "key",
            bytes: Array("\"M-1\"".utf8),
            signature: .example
        )
        #expect(Admission.attestations(in: command) == [signed])
    }

    @Test("AD-4: a member revokes its own keys, but never the last")
    func revokeKey() throws {
        let one = Scenario(Admission.self, given: [Self.applied, Self.admitted])
        let two = one.given(Admission.self, [Self.secondKey])
        let revoked = Event.keyRevoked(member: ID(1), keyID: .example(1))
        let after = two.given(Admission.self, [revoked])
        func reason(_ scenario: Scenario<Admission>, _ key: Int64, by member: Int64 = 1)
            -> Admission.Reason?
        {
            let command = Admission.Command.revokeKey(keyID: .example(key))
            return scenario.rejection(command, by: .member(ID(member)), at: Self.noon)
        }
        #expect(reason(one, 8) == .unknownKey)
        #expect(reason(two, 1, by: 2) == .unknownKey)
        #expect(reason(after, 1) == .unknownKey)
        #expect(reason(one, 1) == .lastKey)
        #expect(reason(after, 5) == .lastKey)
        #expect(
            try two.when(
                .revokeKey(keyID: .example(1)),
                by: .member(ID(1)),
                at: Self.noon
            ) == Decision(revoked)
        )
        let state = after.world[Admission.self]
        #expect(Admission.standing(of: .example(1), in: state) == nil)
        #expect(state.liveKey(.example(1)) == nil && state.liveKey(.example(5)) == .example(5))
        #expect(state.key(.example(1))?.isRevoked == true)
    }

    @Test("What is recorded of a member is what its file says")
    func file() {
        let state = Scenario(
            Admission.self,
            given: [Self.applied, Self.admitted, Self.secondKey, Self.suspended]
        ).world[Admission.self]
        let file = Admission.MemberFile(
            id: ID(1),
            application: Self.both,
            roles: [.dataProvider],
            status: .suspended,
            liveKeys: 2
        )
        #expect(Array(state.files()) == [file])
        #expect(Array(state.files(after: ID(1))) == [])
        let standing = Standing(member: ID(1), roles: [.dataProvider], isActive: false)
        #expect(Admission.standing(of: .example(5), in: state) == standing)
    }

    @Test("Who may give each command, and who may read what it causes")
    func authority() {
        let commands: [(Admission.Command, Authority)] = [
            (.found(Self.both), .system), (.apply(Self.both), .anyone),
            (.admit(member: ID(1), roles: []), .role([.venueOperator])),
            (.refuse(member: ID(1), ground: ""), .role([.venueOperator])),
            (.suspend(member: ID(1), ground: ""), .role([.venueOperator])),
            (.reinstate(member: ID(1)), .role([.venueOperator])),
            (.revokeKey(keyID: .example(1)), .member),
        ]
        for (command, authority) in commands {
            #expect(Admission.authority(for: command) == authority)
        }
        let events = [Self.applied, Self.admitted, Self.refused, Self.suspended, Self.secondKey]
        #expect(events.allSatisfy { Admission.readers(of: $0) == [ID(1)] })
    }
}
