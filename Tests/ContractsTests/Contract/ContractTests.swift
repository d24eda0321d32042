import Contracts
import ExchangeTesting
import Kernel
import KernelTesting
import Ledgers
import Testing
import Units

/// From the conclusion to the funding of a contract: CT-1 to CT-3.
@Suite("Contract: concluding, signing, funding")
struct ContractTests {
    typealias Event = Contract.Event
    static let supplier = Actor.member(ID(1))
    static let buyer = Actor.member(ID(2))
    static let noon = Instant.november(2)
    static let end = Instant.november(4) + .days(30)
    static let escrow = Account.escrow(ID(1))

    static func concluded(_ terms: Terms = .example()) -> Event {
        .concluded(contract: ID(1), terms: terms, digest: Digest(of: terms))
    }

    static func signed(by member: Int64) -> Event {
        .signed(contract: ID(1), buyer: ID(2), supplier: ID(1), signer: ID(member))
    }

    static func funded(_ terms: Terms = .example(), record: Int64) -> Event {
        .funded(
            Entitlement(
                id: ID(1),
                contract: ID(1),
                buyer: ID(2),
                supplier: ID(1),
                accessKey: .example(200),
                product: ID(1),
                version: 1,
                delivery: terms.delivery,
                scenario: terms.scenario,
                quota: terms.price.quota,
                issued: .november(4),
                record: record,
                expires: .november(4) + .days(terms.termDays)
            )
        )
    }

    static let closed = Event.closed(
        contract: ID(1),
        buyer: ID(2),
        supplier: ID(1),
        refunded: .fen(0)
    )

    static func signing(_ terms: Terms = .example(), contract: Int64 = 1) -> Contract.Command {
        .sign(contract: ID(contract), terms: Digest(of: terms))
    }

    static func funding(_ contract: Int64 = 1) -> Contract.Command {
        .fund(contract: ID(contract), accessKey: .example(200))
    }

    static let bothSigned: [Event] = [concluded(), signed(by: 1), signed(by: 2)]

    // MARK: CT-9

    @Test("CT-9: the buyer names another key; use under the earlier one is still paid")
    func rekey() throws {
        let scenario = Scenario(
            Contract.self,
            given: Self.bothSigned + [Self.funded(record: 3)]
        )
        let command = Contract.Command.rekey(entitlement: ID(1), accessKey: .example(201))
        let decision = try scenario.when(command, by: Self.buyer, at: .november(5))
        guard case .funded(let before) = Self.funded(record: 3) else { return }
        guard case .rekeyed(let after) = decision.events.first else {
            Issue.record("nothing happened")
            return
        }
        #expect(decision.events.count == 1 && decision.moving.isEmpty)
        #expect(after == before.naming(.example(201), in: after.record))
        let later = scenario.given(Contract.self, decision.events)
        let state = later.world[Contract.self]
        #expect(state.entitlement(ID(1)) == after)
        #expect(state.contract(ID(1))?.formerKeys == [.example(200)])
        #expect(scenario.rejection(command, by: Self.supplier, at: .november(5)) == .notParty)
        let unknown = Contract.Command.rekey(entitlement: ID(7), accessKey: .example(201))
        let found = scenario.rejection(unknown, by: Self.buyer, at: .november(5))
        #expect(found == .unknownContract)
        let over = scenario.given(Contract.self, [Self.closed])
        #expect(over.rejection(command, by: Self.buyer, at: .november(5)) == .notPerforming)
    }

    // MARK: CT-1

    @Test("CT-1: a contract is concluded with the digest of its terms, and lapses in time")
    func conclude() throws {
        #expect(
            try Scenario(Contract.self).when(.conclude(.example()), by: .system, at: Self.noon)
                == Decision(
                    Self.concluded(),
                    alarms: [
                        .set(
                            .close(contract: ID(1)),
                            subject: 1,
                            at: Self.noon + .days(RuleBook.example.trading.signingDays)
                        )
                    ]
                )
        )
    }

    @Test(
        "CT-1: a price is more than zero and within what can be counted",
        arguments: [
            (.oneOff(amount: .fen(0)), .priceOutOfRange),
            (.oneOff(amount: .fen(-1)), .priceOutOfRange), (.oneOff(amount: .fen(1)), nil),
            (.oneOff(amount: .fen(9_007_199_254_740_991)), nil),
            (.perCall(unit: MicroPrice(microYuan: 4_999), quota: 1), .priceOutOfRange),
            (.perCall(unit: MicroPrice(microYuan: 5_000), quota: 1), nil),
            (
                .perCall(unit: MicroPrice(microYuan: 9_007_199_254_740_991), quota: 10_001),
                .priceOutOfRange
            ),
        ] as [(Price, Contract.Reason?)]
    )
    func price(price: Price, reason: Contract.Reason?) {
        let command = Contract.Command.conclude(.example(price: price))
        let found = Scenario(Contract.self).rejection(command, by: .system, at: Self.noon)
        #expect(found == reason)
    }

    // MARK: CT-2

    @Test("CT-2: both parties sign the same terms, in any order", arguments: [[1, 2], [2, 1]])
    func sign(order: [Int64]) throws {
        var scenario = Scenario(Contract.self, given: [Self.concluded()])
        for (member, status) in zip(order, [Contract.Status.pendingSign, .signed]) {
            #expect(
                try scenario.when(Self.signing(), by: .member(ID(member)), at: Self.noon)
                    == Decision(Self.signed(by: member))
            )
            scenario = scenario.given(Contract.self, [Self.signed(by: member)])
            #expect(scenario.world[Contract.self].contract(ID(1))?.status == status)
        }
    }

    /// Each row mends the mistake of the row above, so the order proves the precedence.
    @Test(
        "CT-2: why a signature is rejected, by precedence",
        arguments: [
            (signing(other, contract: 7), 3, bothSigned, .unknownContract),
            (signing(other), 3, bothSigned, .notParty),
            (signing(other), 1, bothSigned, .notPending),
            (signing(other), 1, [concluded(), signed(by: 1)], .otherTerms),
            (signing(), 1, [concluded(), signed(by: 1)], .alreadySigned),
            (signing(), 1, [concluded()], nil),
        ] as [(Contract.Command, Int64, [Event], Contract.Reason?)]
    )
    func signRejected(
        command: Contract.Command,
        member: Int64,
        past: [Event],
        reason: Contract.Reason?
    ) {
        let scenario = Scenario(Contract.self, given: past)
        let found = scenario.rejection(command, by: .member(ID(member)), at: Self.noon)
        #expect(found == reason)
    }

    static let other = Terms.example(termDays: 31)

    @Test(
        "CT-2: unsigned or unpaid in time, a contract lapses",
        arguments: [[concluded()], [concluded(), signed(by: 2)], bothSigned]
    )
    func lapse(past: [Event]) throws {
        let scenario = Scenario(Contract.self, given: past)
        #expect(
            try scenario.when(.close(contract: ID(1)), by: .system, at: .november(12))
                == Decision(Self.closed, alarms: [.cancel(verb: "close", subject: 1)])
        )
        let lapsed = scenario.given(Contract.self, [Self.closed])
        #expect(lapsed.world[Contract.self].contract(ID(1))?.status == .lapsed)
        #expect(lapsed.rejection(Self.funding(), by: Self.buyer, at: Self.noon) == .notSigned)
        #expect(lapsed.rejection(Self.signing(), by: Self.buyer, at: Self.noon) == .notPending)
    }

    // MARK: CT-3

    static func grant(_ resource: Int64, _ number: Int64) -> RightGrant {
        RightGrant(
            resource: ID(resource),
            holder: ID(2),
            number: number,
            right: .usage,
            scope: Terms.example().scope,
            expires: end,
            basis: "TC-1"
        )
    }

    /// The supplier's own right.
    static func provision(_ resource: Int64, until expires: Instant = end) -> RightsPosting {
        .grant(
            RightGrant(
                resource: ID(resource),
                holder: ID(1),
                number: 1,
                right: .operation,
                scope: Terms.example().scope,
                expires: expires,
                basis: "SJ1112026110001"
            )
        )
    }

    @Test("CT-3: in one record the price is held, the right granted, the entitlement issued")
    func fund() throws {
        let terms = Terms.example(resources: [ID(1), ID(5)])
        let scenario = Scenario(
            Contract.self,
            given: [Self.concluded(terms), Self.signed(by: 1), Self.signed(by: 2)]
        ).given([.grant(Self.grant(5, 1)), Self.provision(1), Self.provision(5)])
        let decision = try scenario.when(Self.funding(), by: Self.buyer, at: .november(4))
        #expect(
            decision
                == Decision(
                    Self.funded(terms, record: scenario.world.sequence),
                    moving: [
                        Transfer(
                            .fen(80_000_000),
                            from: .cash(ID(2)),
                            to: Self.escrow,
                            for: .escrow
                        )
                    ],
                    rights: [.grant(Self.grant(1, 1)), .grant(Self.grant(5, 2))],
                    alarms: [.set(.close(contract: ID(1)), subject: 1, at: Self.end)]
                )
        )
    }

    @Test("CT-3: calls are held at the price of the whole quota, rounded once, half up")
    func fundCalls() throws {
        let price = Price.perCall(unit: MicroPrice(microYuan: 3_333), quota: 1_000)
        let terms = Terms.example(price: price, mode: .api)
        let scenario = Scenario(
            Contract.self,
            given: [Self.concluded(terms), Self.signed(by: 1), Self.signed(by: 2)]
        ).given([Self.provision(1)])
        let decision = try scenario.when(Self.funding(), by: Self.buyer, at: .november(4))
        // 1,000 calls of 0.003333 yuan are 3.333 yuan.
        let held = Transfer(.fen(333), from: .cash(ID(2)), to: Self.escrow, for: .escrow)
        #expect(decision.moving == [held])
        #expect(decision.events == [Self.funded(terms, record: scenario.world.sequence)])
    }

    @Test(
        "CT-3: why funding is rejected, by precedence",
        arguments: [
            (7, 1, [concluded()], .unknownContract), (1, 1, [concluded()], .notParty),
            (1, 2, [concluded()], .notSigned), (1, 2, [concluded(), signed(by: 2)], .notSigned),
            (1, 2, bothSigned + [funded(record: 0)], .notSigned), (1, 2, bothSigned, nil),
        ] as [(Int64, Int64, [Event], Contract.Reason?)]
    )
    func fundRejected(
        contract: Int64,
        member: Int64,
        past: [Event],
        reason: Contract.Reason?
    ) {
        let scenario = Scenario(Contract.self, given: past).given([Self.provision(1)])
        let command = Self.funding(contract)
        let found = scenario.rejection(command, by: .member(ID(member)), at: Self.noon)
        #expect(found == reason)
    }

    @Test("CT-3: the buyer's right never outlasts the supplier's own")
    func rightEndsFirst() {
        func reason(_ rights: [RightsPosting]) -> Contract.Reason? {
            Scenario(Contract.self, given: Self.bothSigned).given(rights)
                .rejection(Self.funding(), by: Self.buyer, at: .november(4))
        }
        #expect(reason([]) == .rightEndsFirst)
        #expect(reason([.grant(Self.grant(1, 1))]) == .rightEndsFirst)
        let early = Instant(microseconds: Self.end.microseconds - 1)
        #expect(reason([Self.provision(1, until: early)]) == .rightEndsFirst)
        #expect(reason([Self.provision(1)]) == nil)
    }
}
