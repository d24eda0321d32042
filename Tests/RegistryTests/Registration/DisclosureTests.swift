import ExchangeTesting
import Kernel
import KernelTesting
import Ledgers
import Registry
import Testing
import Units

/// What may be applied for: RG-1 to RG-3.
@Suite("Registration: disclosure")
struct DisclosureTests {
    static let provider = Actor.member(ID(1))
    static let monday = Instant.november(2)
    static let long = String(repeating: "长", count: 401)

    static func reason(_ disclosure: Disclosure) -> Registration.Reason? {
        Scenario(Registration.self).rejection(.submit(disclosure), by: provider, at: monday)
    }

    @Test("RG-1: a complete disclosure becomes a case, and silence will accept it (RG-4, V25)")
    func submit() throws {
        let disclosure = Disclosure.example()
        #expect(
            try Scenario(Registration.self)
                .when(.submit(disclosure), by: Self.provider, at: Self.monday)
                == Decision(
                    .submitted(
                        registration: ID(1),
                        resource: ID(1),
                        applicant: ID(1),
                        disclosure: disclosure,
                        at: Self.monday
                    ),
                    alarms: [
                        .set(
                            .accept(registration: ID(1)),
                            subject: 1,
                            at: .november(6, hour: 0)
                        )
                    ]
                )
        )
    }

    /// The first `mended` of all mistakes are mended, so the order proves the precedence.
    @Test(
        "RG-1 to RG-3: why a disclosure is rejected, by precedence",
        arguments: [
            (0, .textOutOfRange), (1, .industryMalformed), (2, .volumeOutOfRange),
            (3, .evidenceOutOfRange), (4, .notTruthful), (5, .coreData), (6, .stateOrganData),
            (7, .rightsNotRegistrable), (8, .alreadyRegistered), (9, nil),
        ] as [(Int, Registration.Reason?)]
    )
    func precedence(mended: Int, reason: Registration.Reason?) {
        let good = Disclosure.example()
        let disclosure = Disclosure.example(
            title: mended > 0 ? good.title : Title(zh: "", en: nil),
            industry: mended > 1 ? "N77" : "n77",
            acquisition: mended > 6 ? .crawledPublic : .publicDuty,
            records: mended > 2 ? 1 : 0,
            level: mended > 5 ? .important : .core,
            rights: mended > 7 ? [.holding, .usage] : [.operation],
            evidence: mended > 3 ? good.evidence : [],
            root: .example(mended > 8 ? 2 : 1),
            isTruthful: mended > 4
        )
        let known = Registration.Event.submitted(
            registration: ID(1),
            resource: ID(1),
            applicant: ID(2),
            disclosure: good,
            at: Self.monday
        )
        let scenario = Scenario(Registration.self, given: [known])
        let found = scenario.rejection(
            .submit(disclosure),
            by: Self.provider,
            at: Self.monday
        )
        #expect(found == reason)
    }

    @Test(
        "RG-1: names have 1 to 40 characters, other texts 1 to 400",
        arguments: [
            .example(title: Title(zh: String(repeating: "长", count: 41), en: nil)),
            .example(title: Title(zh: "短", en: "")), .example(abstract: ""),
            .example(abstract: long), .example(acquisitionStatement: ""),
            .example(acquisitionStatement: long), .example(limits: ""), .example(limits: long),
            .example(purposes: [""]), .example(purposes: Array(repeating: "a", count: 21)),
        ] as [Disclosure]
    )
    func texts(disclosure: Disclosure) {
        #expect(Self.reason(disclosure) == .textOutOfRange)
    }

    @Test(
        "RG-1: an industry is a letter from A to T and two digits",
        arguments: [
            ("A01", nil), ("T97", nil), ("U01", .industryMalformed), ("N7", .industryMalformed),
            ("N777", .industryMalformed), ("N7x", .industryMalformed), ("", .industryMalformed),
            ("é1", .industryMalformed),
        ] as [(String, Registration.Reason?)]
    )
    func industry(code: String, reason: Registration.Reason?) {
        #expect(Self.reason(.example(industry: code)) == reason)
    }

    @Test(
        "RG-1: the period, the volume and the fingerprint aren't empty",
        arguments: [
            .example(from: .november(2), through: .november(1)), .example(records: -1),
            .example(bytes: 0), .example(leaves: 0),
        ] as [Disclosure]
    )
    func volume(disclosure: Disclosure) {
        #expect(Self.reason(disclosure) == .volumeOutOfRange)
    }

    @Test("RG-1: there are at most 50 pieces of evidence, each with a title")
    func evidence() {
        let piece = Evidence(title: "采集合同", digest: .example(1))
        let fifty = Array(repeating: piece, count: 50)
        #expect(Self.reason(.example(evidence: fifty)) == nil)
        #expect(Self.reason(.example(evidence: fifty + [piece])) == .evidenceOutOfRange)
        let untitled = Evidence(title: "", digest: .example(1))
        #expect(Self.reason(.example(evidence: [untitled])) == .evidenceOutOfRange)
    }

    @Test(
        "RG-2: which rights each way of acquisition can give (Art. 21)",
        arguments: [
            (.ownCollection, [.holding, .operation, .usage]),
            (.civilContract, [.holding, .operation, .usage]),
            (.crawledPublic, [.holding, .usage]), (.agreement, [.holding, .operation, .usage]),
            (.derived, [.holding, .operation, .usage]),
            (.utility, [.holding, .operation, .usage]), (.entrusted, []),
        ] as [(Acquisition, [RightType])]
    )
    func rights(acquisition: Acquisition, registrable: [RightType]) {
        for right in RightType.allCases {
            let found = Self.reason(.example(acquisition: acquisition, rights: [right]))
            #expect(found == (registrable.contains(right) ? nil : .rightsNotRegistrable))
        }
        let all = Self.reason(.example(acquisition: acquisition, rights: registrable))
        #expect(all == (registrable.isEmpty ? .rightsNotRegistrable : nil))
    }

    @Test(
        "RG-2: rights are named once each, in order",
        arguments: [[], [.usage, .usage], [.usage, .holding]] as [[RightType]]
    )
    func rightsRepeated(rights: [RightType]) {
        #expect(Self.reason(.example(rights: rights)) == .rightsNotRegistrable)
    }

    @Test("RG-3: core data and state organs' duty data are not registered")
    func barred() {
        #expect(Self.reason(.example(level: .core)) == .coreData)
        #expect(Self.reason(.example(acquisition: .publicDuty)) == .stateOrganData)
    }
}
