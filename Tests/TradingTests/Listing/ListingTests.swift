import Contracts
import ExchangeTesting
import Kernel
import KernelTesting
import Ledgers
import Products
import Registry
import Testing
import Trading
import Units

@Suite("Listing")
struct ListingTests {
    static let buyer = Actor.member(ID(2))
    static let noon = Instant.november(25)
    static let specification = Specification.example()

    static func drafted(_ version: Int64) -> ProductLibrary.Event {
        .drafted(
            product: ID(1),
            supplier: ID(1),
            version: version,
            specification: specification,
            digest: Digest(of: specification)
        )
    }

    static let listed = ProductLibrary.Event.listed(
        product: ID(1),
        supplier: ID(1),
        version: 1,
        at: noon
    )
    static let delisted = ProductLibrary.Event.delisted(
        product: ID(1),
        supplier: ID(1),
        ground: "停止更新"
    )

    static let certified: [Registration.Event] =
        [
            .submitted(
                registration: ID(1),
                resource: ID(1),
                applicant: ID(1),
                disclosure: .example(),
                at: noon
            )
        ]
        + [CertificateNumber(text: "SJ1112026110001")].compactMap { $0 }.map { number in
            .registered(
                registration: ID(1),
                certificate: Certificate(
                    number: number,
                    registration: ID(1),
                    resource: ID(1),
                    holder: ID(1),
                    rights: [.operation],
                    issued: .november(24),
                    validThrough: .november(30).adding(30)
                )
            )
        }

    static let grant = RightGrant(
        resource: ID(1),
        holder: ID(1),
        number: 1,
        right: .operation,
        scope: Disclosure.example().scope,
        expires: .november(29) + .days(30),
        basis: "SJ1112026110001"
    )

    /// A listed product over a registered resource.
    static func given(_ past: [ProductLibrary.Event] = []) -> Scenario<Listing> {
        Scenario(Listing.self)
            .given(Registration.self, certified)
            .given(ProductLibrary.self, [drafted(1), listed] + past)
            .given([.grant(grant)])
    }

    static func order(
        product: Int64 = 1,
        version: Int64 = 1,
        plan: String = "file",
        scenario: String = "暴露评估",
        price: Int64 = 80_000_000
    ) -> Listing.Command {
        .take(
            Listing.Order(
                product: ID(product),
                version: version,
                plan: plan,
                scenario: scenario,
                price: .fen(price)
            )
        )
    }

    @Test("LS-1: taking a plan at its price makes a contract on exactly these terms")
    func take() throws {
        #expect(
            try Self.given().when(Self.order(), by: Self.buyer, at: Self.noon)
                == Decision(
                    .taken(
                        product: ID(1),
                        buyer: ID(2),
                        supplier: ID(1),
                        plan: "file",
                        price: .fen(80_000_000)
                    ),
                    then: [FollowOn(Contract.self, .conclude(.example()))]
                )
        )
    }

    @Test("LS-1: calls are taken at the price of the whole quota")
    func takeCalls() throws {
        let decision = try Self.given().when(
            Self.order(plan: "calls", price: 333),
            by: Self.buyer,
            at: Self.noon
        )
        let price = Price.perCall(unit: MicroPrice(microYuan: 3_333), quota: 1_000)
        let example = Terms.example(price: price, mode: .api)
        let terms = Terms(
            buyer: example.buyer,
            supplier: example.supplier,
            mechanism: example.mechanism,
            product: example.product,
            version: example.version,
            specification: example.specification,
            resources: example.resources,
            plan: "calls",
            delivery: example.delivery,
            price: price,
            scope: example.scope,
            scenario: example.scenario,
            prohibitedUses: example.prohibitedUses,
            termDays: example.termDays,
            acceptanceDays: example.acceptanceDays,
            rules: example.rules
        )
        #expect(decision.then == [FollowOn(Contract.self, .conclude(terms))])
    }

    @Test(
        "LS-1: every buyer but the supplier takes at the same price",
        arguments: 2...5 as ClosedRange<Int64>
    )
    func everyBuyer(member: Int64) {
        let found = Self.given().rejection(
            Self.order(),
            by: .member(ID(member)),
            at: Self.noon
        )
        #expect(found == nil)
    }

    /// Each row mends the mistake of the row above, so the order proves the precedence.
    @Test(
        "LS-1, LS-2, LS-3, LS-4: why an order is rejected, by precedence",
        arguments: [
            (order(product: 7, version: 9, plan: "x", scenario: "x", price: 1), .unknownProduct),
            (order(version: 9, plan: "x", scenario: "x", price: 1), .otherVersion),
            (order(plan: "x", scenario: "x", price: 1), .unknownPlan),
            (order(scenario: "x", price: 1), .otherPrice), (order(scenario: "x"), .otherScenario),
            (order(), .supplierBuys),
        ] as [(Listing.Command, Listing.Reason?)]
    )
    func orderRejected(command: Listing.Command, reason: Listing.Reason?) {
        let scenario = Self.given().given([.restrict(Self.freeze)])
        #expect(scenario.rejection(command, by: .member(ID(1)), at: Self.noon) == reason)
        let off = Self.given([Self.delisted])
        let expected = reason == .unknownProduct ? reason : .notListed
        #expect(off.rejection(command, by: .member(ID(1)), at: Self.noon) == expected)
    }

    static let freeze = Restriction(
        resource: ID(1),
        number: 1,
        kind: .freeze,
        basis: "（2026）京01执1号"
    )

    @Test("LS-2: a revision alone changes nothing for buyers; listing it does")
    func otherVersion() {
        let drafted = Self.given([Self.drafted(2)])
        #expect(drafted.rejection(Self.order(), by: Self.buyer, at: Self.noon) == nil)
        let listed = drafted.given(
            ProductLibrary.self,
            [.listed(product: ID(1), supplier: ID(1), version: 2, at: Self.noon)]
        )
        #expect(listed.rejection(Self.order(), by: Self.buyer, at: Self.noon) == .otherVersion)
        let second = Self.order(version: 2)
        #expect(listed.rejection(second, by: Self.buyer, at: Self.noon) == nil)
    }

    @Test("LS-2: the price is in the currency that was seen")
    func otherCurrency() throws {
        let usd = try #require(Currency(text: "USD"))
        let order = Listing.Order(
            product: ID(1),
            version: 1,
            plan: "file",
            scenario: "暴露评估",
            price: Money(amount: 80_000_000, currency: usd)
        )
        let found = Self.given().rejection(.take(order), by: Self.buyer, at: Self.noon)
        #expect(found == .otherPrice)
    }

    @Test("LS-4: what may no longer be provided can't be bought")
    func notProvidable() {
        func reason(_ scenario: Scenario<Listing>, at now: Instant = Self.noon) -> Listing.Reason? {
            scenario.rejection(Self.order(), by: Self.buyer, at: now)
        }
        let scenario = Self.given()
        // The right ends 30 days after noon of the 29th, as a plan's term does that begins then.
        #expect(reason(scenario, at: .november(29)) == nil)
        let later = Instant.november(29) + Span(microseconds: 1)
        #expect(reason(scenario, at: later) == .notProvidable)
        #expect(reason(scenario.given([.revoke(Self.grant.key)])) == .notProvidable)
        let forever = RightGrant(
            resource: ID(1),
            holder: ID(1),
            number: 2,
            right: .operation,
            scope: Self.grant.scope,
            basis: "SJ1112026110001"
        )
        let extended = scenario.given([.grant(forever)])
        #expect(reason(extended, at: .november(30)) == nil)
        #expect(reason(extended, at: .november(30) + .days(1)) == .notProvidable)
    }

    @Test(
        "LS-4: a restriction blocks buying until it is lifted",
        arguments: Restriction.Kind.allCases
    )
    func restricted(kind: Restriction.Kind) {
        let block = Restriction(resource: ID(1), number: 1, kind: kind, basis: "a")
        let scenario = Self.given().given([.restrict(block)])
        #expect(scenario.rejection(Self.order(), by: Self.buyer, at: Self.noon) == .notProvidable)
        let lifted = scenario.given([.lift(block.key)])
        #expect(lifted.rejection(Self.order(), by: Self.buyer, at: Self.noon) == nil)
    }

    @Test("Buyers take, and both parties may read it; how often is counted")
    func taken() {
        let event = Listing.Event.taken(
            product: ID(1),
            buyer: ID(2),
            supplier: ID(1),
            plan: "file",
            price: .fen(1)
        )
        #expect(Listing.authority(for: Self.order()) == .role([.dataDemander]))
        #expect(Listing.readers(of: event) == [ID(2), ID(1)])
        let state = Scenario(Listing.self, given: [event, event]).world[Listing.self]
        #expect(state.count(of: ID(1)) == 2 && state.count(of: ID(2)) == 0)
    }
}
