import ExchangeTesting
import Kernel
import KernelTesting
import Ledgers
import Products
import Registry
import Testing
import Units

/// Versions, opinions and the three gates: PL-2 to PL-6.
@Suite("Product library")
struct ProductLibraryTests {
    typealias Event = ProductLibrary.Event
    static let supplier = Actor.member(ID(1))
    static let assessor = Actor.member(ID(3))
    static let noon = Instant.november(25)

    static func drafted(_ specification: Specification = .example(), version: Int64 = 1) -> Event {
        .drafted(
            product: ID(1),
            supplier: ID(1),
            version: version,
            specification: specification,
            digest: Digest(of: specification)
        )
    }

    static func opined(_ opinion: Opinion = .example(), at time: Instant = noon) -> Event {
        .opined(supplier: ID(1), assessor: ID(3), opinion: opinion, at: time)
    }

    static let listed = Event.listed(product: ID(1), supplier: ID(1), version: 1, at: noon)
    static let delisted = Event.delisted(product: ID(1), supplier: ID(1), ground: "停止更新")

    static let submitted = Registration.Event.submitted(
        registration: ID(1),
        resource: ID(1),
        applicant: ID(1),
        disclosure: .example(),
        at: noon
    )

    static func registered(through last: Day = .november(30)) -> Registration.Event? {
        CertificateNumber(text: "SJ1112026110001").map { number in
            .registered(
                registration: ID(1),
                certificate: Certificate(
                    number: number,
                    registration: ID(1),
                    resource: ID(1),
                    holder: ID(1),
                    rights: [.operation],
                    issued: .november(24),
                    validThrough: last
                )
            )
        }
    }

    static func grant(_ right: RightType = .operation, to holder: Int64 = 1) -> RightsPosting {
        .grant(
            RightGrant(
                resource: ID(1),
                holder: ID(holder),
                number: 1,
                right: right,
                scope: Disclosure.example().scope,
                expires: .november(30),
                basis: "SJ1112026110001"
            )
        )
    }

    /// A registered resource, and the events of the library.
    static func given(_ events: [Event]) -> Scenario<ProductLibrary> {
        Scenario(ProductLibrary.self, given: events)
            .given(Registration.self, [submitted, registered()].compactMap { $0 })
            .given([grant()])
    }

    // MARK: Versions

    @Test("PL-2: a revision is the next version, and the versions before stay what they were")
    func revise() throws {
        let next = Specification.example(scenarios: ["保险定价"])
        let scenario = Self.given([Self.drafted()])
        let event = Self.drafted(next, version: 2)
        #expect(
            try scenario.when(
                .revise(product: ID(1), specification: next),
                by: Self.supplier,
                at: Self.noon
            ) == Decision(event)
        )
        let state = scenario.given(ProductLibrary.self, [event]).world[ProductLibrary.self]
        #expect(state.version(1, of: ID(1))?.specification == .example())
        #expect(state.version(2, of: ID(1))?.specification == next)
        #expect(
            Array(state.all()) == [ProductLibrary.Product(id: ID(1), supplier: ID(1), version: 2)]
        )
    }

    @Test(
        "Only its supplier revises, lists and delists a product",
        arguments: [(7, 2, .unknownProduct), (1, 2, .notSupplier), (1, 1, nil)]
            as [(Int64, Int64, ProductLibrary.Reason?)]
    )
    func supplierOnly(product: Int64, member: Int64, reason: ProductLibrary.Reason?) {
        let scenario = Self.given([Self.drafted(), Self.opined(), Self.listed])
        let commands: [ProductLibrary.Command] = [
            .revise(product: ID(product), specification: .example()), .list(product: ID(product)),
            .delist(product: ID(product), ground: "停止更新"),
        ]
        for command in commands {
            let found = scenario.rejection(command, by: .member(ID(member)), at: Self.noon)
            #expect(found == reason)
        }
    }

    // MARK: Opinions

    @Test("PL-3: an opinion is recorded with who gave it and when")
    func opine() throws {
        #expect(
            try Self.given([Self.drafted()])
                .when(.opine(.example()), by: Self.assessor, at: Self.noon)
                == Decision(Self.opined())
        )
    }

    /// Each row mends the mistake of the row above, so the order proves the precedence.
    @Test(
        "PL-3: why an opinion is rejected, by precedence",
        arguments: [
            (.example(on: other, version: 9, product: ID(7), conditions: [""]), 1, .unknownProduct),
            (.example(on: other, version: 9, conditions: [""]), 1, .textOutOfRange),
            (.example(on: other, version: 9), 1, .unknownVersion),
            (.example(on: other), 1, .otherSpecification), (.example(), 1, .assessorIsParty),
            (.example(), 3, nil),
        ] as [(Opinion, Int64, ProductLibrary.Reason?)]
    )
    func opinionRejected(opinion: Opinion, member: Int64, reason: ProductLibrary.Reason?) {
        let scenario = Self.given([Self.drafted()])
        let found = scenario.rejection(.opine(opinion), by: .member(ID(member)), at: Self.noon)
        #expect(found == reason)
    }

    static let other = Specification.example(scenarios: [])

    @Test("PL-3: an opinion has at most 20 conditions")
    func conditions() {
        let opinion = Opinion.example(conditions: Array(repeating: "a", count: 21))
        let found = Self.given([Self.drafted()])
            .rejection(.opine(opinion), by: Self.assessor, at: Self.noon)
        #expect(found == .textOutOfRange)
    }

    // MARK: The three gates

    @Test("PL-4 to PL-6: a product through all three gates is listed in its latest version")
    func list() throws {
        #expect(
            try Self.given([Self.drafted(), Self.opined()])
                .when(.list(product: ID(1)), by: Self.supplier, at: Self.noon)
                == Decision(Self.listed)
        )
    }

    @Test("PL-4 to PL-6: the gates are not registered, then not compliant, then no scenario")
    func gates() {
        let bare = Specification.example(scenarios: [])
        func reason(_ scenario: Scenario<ProductLibrary>) -> ProductLibrary.Reason? {
            scenario.rejection(.list(product: ID(1)), by: Self.supplier, at: Self.noon)
        }
        let unregistered = Scenario(ProductLibrary.self, given: [Self.drafted(bare)])
            .given(Registration.self, [Self.submitted])
        #expect(reason(unregistered) == .notRegistered)
        let unassessed = Self.given([Self.drafted(bare)])
        #expect(reason(unassessed) == .notCompliant)
        let aimless = unassessed.given(
            ProductLibrary.self,
            [Self.opined(.example(on: bare))]
        )
        #expect(reason(aimless) == .noScenario)
        #expect(reason(Self.given([Self.drafted(), Self.opined()])) == nil)
    }

    @Test("PL-4: a certificate counts to its last day, and needs the supplier's own 经营权")
    func registered() throws {
        let drafted = Scenario(ProductLibrary.self, given: [Self.drafted(), Self.opined()])
        func reason(
            _ certificate: Registration.Event?,
            _ rights: [RightsPosting],
            at now: Instant = Self.noon
        ) throws -> ProductLibrary.Reason? {
            let certificate = try #require(certificate)
            return drafted.given(Registration.self, [Self.submitted, certificate]).given(rights)
                .rejection(.list(product: ID(1)), by: Self.supplier, at: now)
        }
        #expect(try reason(Self.registered(), [Self.grant()]) == nil)
        #expect(
            try reason(Self.registered(through: .november(24)), [Self.grant()]) == .notRegistered
        )
        #expect(try reason(Self.registered(), []) == .notRegistered)
        #expect(try reason(Self.registered(), [Self.grant(.usage)]) == .notRegistered)
        #expect(try reason(Self.registered(), [Self.grant(to: 2)]) == .notRegistered)
        let lastDay = Instant.november(30)
        #expect(try reason(Self.registered(), [Self.grant()], at: lastDay) == .notRegistered)
    }

    @Test("PL-4: what a restriction blocks isn't listed", arguments: Restriction.Kind.allCases)
    func restricted(kind: Restriction.Kind) {
        let block = Restriction(resource: ID(1), number: 1, kind: kind, basis: "（2026）京01执1号")
        let scenario = Self.given([Self.drafted(), Self.opined()]).given([.restrict(block)])
        let command = ProductLibrary.Command.list(product: ID(1))
        #expect(scenario.rejection(command, by: Self.supplier, at: Self.noon) == .notRegistered)
        let lifted = scenario.given([.lift(block.key)])
        #expect(lifted.rejection(command, by: Self.supplier, at: Self.noon) == nil)
    }

    @Test(
        "PL-5: the last opinion on the version passes, and is at most 12 months old",
        arguments: [
            ([opined()], nil), ([opined(.example(conclusion: .conditional))], nil),
            ([opined(.example(conclusion: .fail))], .notCompliant),
            ([opined(), opined(.example(conclusion: .fail))], .notCompliant),
            ([opined(.example(conclusion: .fail)), opined()], nil),
            ([opined(at: ago(months: 12, days: 0))], nil),
            ([opined(at: ago(months: 12, days: 1))], .notCompliant),
            ([opined(), drafted(version: 2)], .notCompliant),
        ] as [([Event], ProductLibrary.Reason?)]
    )
    func compliant(events: [Event], reason: ProductLibrary.Reason?) {
        let scenario = Self.given([Self.drafted()] + events)
        let command = ProductLibrary.Command.list(product: ID(1))
        #expect(scenario.rejection(command, by: Self.supplier, at: Self.noon) == reason)
    }

    static func ago(months: Int64, days: Int64) -> Instant {
        Day(noon).adding(months: -months).adding(-days).start
    }

    // MARK: Delisting

    @Test("A product is taken off the list with a ground, and may be listed again")
    func delist() throws {
        let scenario = Self.given([Self.drafted(), Self.opined(), Self.listed])
        #expect(
            try scenario.when(
                .delist(product: ID(1), ground: "停止更新"),
                by: Self.supplier,
                at: Self.noon
            ) == Decision(Self.delisted)
        )
        let off = scenario.given(ProductLibrary.self, [Self.delisted])
        #expect(off.world[ProductLibrary.self].product(ID(1))?.listed == nil)
        let list = ProductLibrary.Command.list(product: ID(1))
        #expect(off.rejection(list, by: Self.supplier, at: Self.noon) == nil)
    }

    @Test(
        "Why a delisting is rejected, by precedence",
        arguments: [
            ([delisted], "", .notListed), ([], "", .textOutOfRange),
            ([], String(repeating: "长", count: 501), .textOutOfRange), ([], "a", nil),
        ] as [([Event], String, ProductLibrary.Reason?)]
    )
    func delistRejected(past: [Event], ground: String, reason: ProductLibrary.Reason?) {
        let scenario = Self.given([Self.drafted(), Self.opined(), Self.listed] + past)
        let command = ProductLibrary.Command.delist(product: ID(1), ground: ground)
        #expect(scenario.rejection(command, by: Self.supplier, at: Self.noon) == reason)
    }

    @Test("Providers describe and list, assessors opine, and both may read the opinion")
    func authority() {
        let list = ProductLibrary.Command.list(product: ID(1))
        #expect(ProductLibrary.authority(for: list) == .role([.dataProvider]))
        let opine = ProductLibrary.Command.opine(.example())
        #expect(ProductLibrary.authority(for: opine) == .role([.complianceAssessor]))
        #expect(ProductLibrary.readers(of: Self.opined()) == [ID(1), ID(3)])
        let others = [Self.drafted(), Self.listed, Self.delisted]
        #expect(others.allSatisfy { ProductLibrary.readers(of: $0) == [ID(1)] })
    }
}
