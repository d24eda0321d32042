import Kernel
import KernelTesting
import Testing
import Units
import Wire

@Suite("House")
struct HouseTests {
    static let warden = ID<Member>(1)
    static let digest = Digest(hex: String(repeating: "ab", count: 32))

    /// A venue that isn't open.
    private static func closed() -> TestVenue { TestVenue(StateMachine(directory: Roster.self)) }

    private static func venue(isTest: Bool = true) -> TestVenue {
        var venue = closed()
        venue.give(House.self, .open(charter(isTest: isTest)), signedBy: nil, at: at(1))
        venue.enrol(warden, .venueOperator)
        return venue
    }

    private static func charter(isTest: Bool = true, rules: RuleBook = .example) -> House.Charter {
        House.Charter(
            title: Title(zh: "数衡", en: "DataBourse"),
            origin: "exchange.example/log",
            rules: rules,
            isTest: isTest
        )
    }

    /// The example rule book with some numbers changed.
    private static func rules(
        _ version: Int64 = 2,
        acceptance: Int64 = 3,
        examination: Int64 = 10,
        publicity: Int64 = 5,
        validity: Int64 = 5,
        region: Int64 = 11,
        agency: Int64 = 1,
        delivery: Int64 = 7,
        opinion: Int64 = 12,
        signing: Int64 = 10,
        tiers: [RuleBook.Fees.Tier] = [.init(rate: BasisPoints(50))],
        holidays: [Day] = [],
        makeUpDays: [Day] = []
    ) -> RuleBook {
        RuleBook(
            version: version,
            calendar: WorkingCalendar(holidays: holidays, makeUpDays: makeUpDays),
            registration: .init(
                acceptanceDays: acceptance,
                examinationDays: examination,
                publicityDays: publicity,
                validityYears: validity,
                region: region,
                agency: agency
            ),
            trading: .init(
                acceptanceDays: delivery,
                opinionMonths: opinion,
                signingDays: signing
            ),
            fees: .init(tiers: tiers)
        )
    }

    // MARK: H-1

    @Test("H-1: the first record opens the venue with its origin, title and rule book")
    func open() throws {
        let scenario = Scenario(Roster.self)
        #expect(scenario.world[House.self].isOpen)

        var venue = Self.closed()
        #expect(!venue.machine.world[House.self].isOpen)
        #expect(venue.machine.world.rules.version == 0)
        let applied = venue.give(House.self, .open(Self.charter()), signedBy: nil, at: at(1))
        let house = venue.machine.world[House.self]
        #expect(applied.code == nil && applied.record?.sequence == 0 && applied.record?.rules == 1)
        #expect(house.isOpen && house.isTest && house.origin == "exchange.example/log")
        #expect(house.title == Title(zh: "数衡", en: "DataBourse"))
        #expect(house.rules == .example && house.lastAttestation == nil)
    }

    @Test("H-1: while the venue isn't open, nothing but opening it is accepted")
    func notOpen() {
        var venue = Self.closed()
        venue.enrol(Self.warden, .venueOperator)
        for command in Self.commands {
            let applied = venue.give(House.self, command, signedBy: nil, at: at(1))
            #expect(applied.code == "exchange.house.notOpen")
        }
    }

    static let commands: [House.Command] =
        [.publishRules(rules: rules()), .advanceClock(seconds: 1)]
        + [digest].compactMap { $0 }.map { .attest(sequence: 0, digest: $0) }

    /// Each row mends the mistake of the row above.
    @Test("H-1: why a venue isn't opened, by precedence")
    func openRefused() {
        let bad = Self.rules(2, acceptance: 0)
        let opened = Scenario(House.self)
        #expect(opened.reason(.open(Self.charter(rules: bad))) == .alreadyOpen)
        var venue = Self.closed()
        for (rules, reason) in [
            (bad, House.Reason.versionNotNext), (Self.rules(0), .versionNotNext),
            (Self.rules(1, acceptance: 0), .rulesOutOfRange), (Self.rules(1), nil),
            (Self.rules(1), .alreadyOpen),
        ] {
            let command = House.Command.open(Self.charter(rules: rules))
            let applied = venue.give(House.self, command, signedBy: nil, at: at(1))
            #expect(applied.code == reason.map { "exchange.house.\($0.rawValue)" })
        }
    }

    // MARK: H-2

    /// Each row mends the mistake of the row above; then every number at and past its ends.
    static let published: [(RuleBook, House.Reason?)] =
        [
            (rules(1, acceptance: 0), .versionNotNext), (rules(3), .versionNotNext),
            (rules(2, acceptance: 0), .rulesOutOfRange), (rules(2), nil),
        ]
        + [
            rules(acceptance: 61), rules(examination: 0), rules(examination: 61),
            rules(publicity: 0), rules(publicity: 61), rules(validity: 0), rules(validity: 6),
            rules(region: 9), rules(region: 100), rules(agency: -1), rules(agency: 10),
            rules(delivery: 0), rules(delivery: 61), rules(opinion: 0), rules(opinion: 61),
            rules(signing: 0), rules(signing: 61), rules(tiers: []),
            rules(tiers: [.init(upTo: 5, rate: BasisPoints(1))]),
            rules(holidays: (0..<501).map { Day($0) }),
            rules(holidays: [Day(2), Day(1)]), rules(makeUpDays: [Day(1), Day(1)]),
        ].map { ($0, .rulesOutOfRange) }
        + [
            rules(acceptance: 1, examination: 60, publicity: 1, validity: 1, region: 10, agency: 0),
            rules(region: 99, agency: 9, delivery: 60, opinion: 60, signing: 1),
            rules(holidays: (0..<500).map { Day($0) }),
        ].map { ($0, nil) }

    @Test("H-2: a rule book follows the one in force and is in range", arguments: published)
    func publish(rules: RuleBook, reason: House.Reason?) {
        #expect(Scenario(House.self).reason(.publishRules(rules: rules)) == reason)
    }

    @Test("H-2: a rule book is in force from the next record on, and every record names its own")
    func inForce() throws {
        var venue = Self.venue()
        let next = Self.rules(2, acceptance: 1)
        venue.give(House.self, .publishRules(rules: next), by: Self.warden, at: at(2))
        venue.give(House.self, .advanceClock(seconds: 1), by: Self.warden, at: at(3))
        #expect(venue.journal.map(\.rules) == [1, 1, 1, 2])
        #expect(venue.machine.world.rules == next)
        let decision = try Scenario(House.self)
            .when(.publishRules(rules: next), by: .member(Self.warden), at: at(1))
        #expect(decision == Decision(.rulesPublished(rules: next)))
    }

    // MARK: H-3

    @Test(
        "H-3: a test venue's clock moves forward by 1 second to 400 days",
        arguments: [
            (.min, .advanceOutOfRange), (-1, .advanceOutOfRange), (0, .advanceOutOfRange),
            (1, nil), (34_560_000, nil), (34_560_001, .advanceOutOfRange),
            (.max, .advanceOutOfRange),
        ] as [(Int64, House.Reason?)]
    )
    func advance(seconds: Int64, reason: House.Reason?) {
        #expect(Scenario(House.self).reason(.advanceClock(seconds: seconds)) == reason)
    }

    @Test("H-3: the clock of a venue that trades never moves")
    func realClock() {
        var venue = Self.venue(isTest: false)
        for seconds in [0, 1] as [Int64] {
            let command = House.Command.advanceClock(seconds: seconds)
            let applied = venue.give(House.self, command, by: Self.warden, at: at(2))
            #expect(applied.code == "exchange.house.clockIsReal")
        }
        #expect(venue.machine.world.clockOffset == .seconds(0))
    }

    @Test("H-3: moves of the clock add up, and stop at the end of time")
    func advances() {
        let days = House.Event.clockAdvanced(seconds: 34_560_000)
        let twice = Scenario(House.self, given: [days, days, .clockAdvanced(seconds: 5)])
        #expect(twice.world.clockOffset == .seconds(69_120_005))
        let ever = House.Event.clockAdvanced(seconds: WireInteger.limit)
        let world = Scenario(House.self, given: [ever, ever]).world
        #expect(Instant(microseconds: 0) + world.clockOffset <= Instant(microseconds: .max))
        #expect(world.clockOffset > .days(100_000))
    }

    // MARK: H-4

    @Test("H-4: an attestation is of a record that has passed, and the last one is known")
    func attest() throws {
        let digest = try #require(Self.digest)
        var venue = Self.venue()
        // The next records are 2, 3 and 4.
        for (sequence, code) in [
            (-1, "exchange.house.sequenceNotPassed"), (3, "exchange.house.sequenceNotPassed"),
            (1, nil),
        ] as [(Int64, String?)] {
            let command = House.Command.attest(sequence: sequence, digest: digest)
            let applied = venue.give(House.self, command, signedBy: nil, at: at(2))
            #expect(applied.code == code)
        }
        #expect(
            venue.machine.world[House.self].lastAttestation
                == House.Attestation(sequence: 1, digest: digest)
        )
    }

    // MARK: Authority

    @Test("Only the exchange opens and attests; only the operator changes rules and clock")
    func authority() {
        #expect(House.authority(for: .open(Self.charter())) == .system)
        let operatorOnly = Authority.role([.venueOperator])
        #expect(Self.commands.map(House.authority) == [operatorOnly, operatorOnly, .system])
        #expect(House.readers(of: .opened(Self.charter())) == [])
    }
}

extension Scenario<House> {
    fileprivate func reason(_ command: House.Command) -> House.Reason? {
        rejection(command, by: .system, at: at(1))
    }
}
