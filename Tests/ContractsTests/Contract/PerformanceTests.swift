import Contracts
import ExchangeTesting
import Kernel
import KernelTesting
import Ledgers
import Testing
import Units
import Wire

/// Delivery, acceptance, use and end: CT-4 to CT-8.
@Suite("Contract: performance")
struct PerformanceTests {
    typealias Event = Contract.Event
    static let supplier = Actor.member(ID(1))
    static let buyer = Actor.member(ID(2))
    static let delivery = Instant.november(10)
    static let acceptBy = Instant.november(17)
    static let escrow = Account.escrow(ID(1))

    /// A funded contract and the money it holds.
    static func funded(_ terms: Terms = .example(), then past: [Event] = []) -> Scenario<Contract> {
        let total = terms.price.total ?? .fen(0)
        return Scenario(
            Contract.self,
            given: [
                ContractTests.concluded(terms), ContractTests.signed(by: 1),
                ContractTests.signed(by: 2), ContractTests.funded(terms, record: 4),
            ] + past
        )
        .holding(total, in: escrow)
    }

    static let delivered = Event.delivered(
        contract: ID(1),
        buyer: ID(2),
        supplier: ID(1),
        statement: UsageReceipt.example(1).statement,
        acceptBy: acceptBy
    )

    static func accepted(bySilence: Bool) -> Event {
        .accepted(contract: ID(1), buyer: ID(2), supplier: ID(1), bySilence: bySilence)
    }

    // MARK: CT-5, CT-6

    @Test("CT-5: a delivery counts when the buyer has signed for it, and starts acceptance")
    func deliver() throws {
        #expect(
            try Self.funded().when(
                .confirmDelivery(.example(1)),
                by: Self.supplier,
                at: Self.delivery
            )
                == Decision(
                    Self.delivered,
                    alarms: [
                        .cancel(verb: "close", subject: 1),
                        .set(.accept(contract: ID(1)), subject: 1, at: Self.acceptBy),
                    ]
                )
        )
    }

    @Test(
        "CT-4, CT-6: the released price bears the venue's fee (V19)",
        arguments: [
            (80_000_000, 2_000_000), (350_000_000, 6_250_000), (2_500_000_000, 23_500_000),
            (1, 0), (19, 0), (20, 1),
        ] as [(Int64, Int64)]
    )
    func accept(price: Int64, fee: Int64) throws {
        let terms = Terms.example(price: .oneOff(amount: .fen(price)))
        let scenario = Self.funded(terms, then: [Self.delivered])
        let transfers = [
            Transfer(.fen(price - fee), from: Self.escrow, to: .cash(ID(1)), for: .price),
            Transfer(.fen(fee), from: Self.escrow, to: .house, for: .fee),
        ]
        for (actor, bySilence) in [(Self.buyer, false), (.system, true)] {
            #expect(
                try scenario.when(.accept(contract: ID(1)), by: actor, at: Self.acceptBy)
                    == Decision(
                        Self.accepted(bySilence: bySilence),
                        moving: transfers.filter(\.amount.isPositive),
                        alarms: [.cancel(verb: "accept", subject: 1)]
                    )
            )
        }
    }

    @Test("CT-4: the fee is that of the rule book the terms name, whichever is in force")
    func feeOfTheTerms() throws {
        let dearer = RuleBook(
            version: 2,
            calendar: RuleBook.example.calendar,
            registration: RuleBook.example.registration,
            trading: RuleBook.example.trading,
            fees: .init(tiers: [.init(rate: BasisPoints(1_000))])
        )
        func fee(_ scenario: Scenario<Contract>) throws -> Money? {
            try scenario.when(.accept(contract: ID(1)), by: Self.buyer, at: Self.acceptBy)
                .moving.last?.amount
        }
        let scenario = Self.funded(then: [Self.delivered])
        #expect(try fee(scenario) == .fen(2_000_000))
        #expect(try fee(scenario.under(dearer)) == .fen(2_000_000))
    }

    @Test(
        "CT-6: why an acceptance is rejected, by precedence",
        arguments: [
            (7, supplier, [], .unknownContract), (1, supplier, [], .notParty),
            (1, buyer, [], .notDelivered), (1, buyer, [delivered], nil),
            (1, buyer, [delivered, accepted(bySilence: false)], .notDelivered),
        ] as [(Int64, Actor, [Event], Contract.Reason?)]
    )
    func acceptRejected(
        contract: Int64,
        actor: Actor,
        past: [Event],
        reason: Contract.Reason?
    ) {
        let command = Contract.Command.accept(contract: ID(contract))
        let scenario = Self.funded(then: past)
        #expect(scenario.rejection(command, by: actor, at: Self.delivery) == reason)
    }

    // MARK: CT-5, CT-7: receipts

    static let calls = Terms.example(
        price: .perCall(unit: MicroPrice(microYuan: 3_333), quota: 1_000),
        mode: .api
    )

    static func settled(_ count: Int64, paid: Int64, isExhausted: Bool = false) -> Event {
        .usageSettled(
            contract: ID(1),
            buyer: ID(2),
            supplier: ID(1),
            statement: UsageReceipt.example(count).statement,
            paid: .fen(paid),
            isExhausted: isExhausted
        )
    }

    /// Each row mends the mistake of the row above, so the order proves the precedence.
    @Test(
        "CT-5, CT-7: why a receipt is rejected, by precedence",
        arguments: [
            (receipt(10, of: 7, key: 9), 2, file, .unknownContract),
            (receipt(10, key: 9), 2, file, .notParty),
            (receipt(10, key: 9), 1, file, .notPerforming),
            (receipt(10, key: 9), 1, calls, .otherKeys),
            (.example(10, buyerKey: .example(9)), 1, calls, .otherKeys),
            (receipt(10), 1, calls, .countOutOfRange),
            (receipt(1_001), 1, calls, .countOutOfRange), (receipt(11), 1, calls, nil),
            (receipt(1_000), 1, calls, nil),
        ] as [(UsageReceipt, Int64, Terms, Contract.Reason?)]
    )
    func receiptRejected(
        receipt: UsageReceipt,
        member: Int64,
        terms: Terms,
        reason: Contract.Reason?
    ) {
        let past = terms == Self.calls ? [Self.settled(10, paid: 3)] : [Self.delivered]
        let scenario = Self.funded(terms, then: past)
        let command = Contract.Command.settleUsage(receipt)
        let found = scenario.rejection(command, by: .member(ID(member)), at: Self.delivery)
        #expect(found == reason)
    }

    static let file = Terms.example()

    static func receipt(_ count: Int64, of id: Int64 = 1, key: Int64 = 100) -> UsageReceipt {
        .example(count, of: ID(id), nodeKey: .example(key))
    }

    @Test("CT-5: files are confirmed and calls settled, never the other way")
    func mode() {
        let confirm = Contract.Command.confirmDelivery(.example(1))
        let settle = Contract.Command.settleUsage(.example(1))
        let file = Self.funded()
        let calls = Self.funded(Self.calls)
        #expect(file.rejection(settle, by: Self.supplier, at: Self.delivery) == .notPerforming)
        #expect(calls.rejection(confirm, by: Self.supplier, at: Self.delivery) == .notPerforming)
        #expect(calls.rejection(settle, by: Self.supplier, at: Self.delivery) == nil)
    }

    @Test(
        "CT-7: a use costs the price of all calls so far less what was paid, half up",
        arguments: [(1, 0), (2, 1), (3, 1), (4, 1), (5, 2), (150, 50), (999, 333)]
            as [(Int64, Int64)]
    )
    func settle(count: Int64, price: Int64) throws {
        let decision = try Self.funded(Self.calls).when(
            .settleUsage(.example(count)),
            by: Self.supplier,
            at: Self.delivery
        )
        // 2.5 % of 20 fen or more is half a fen or more.
        let fee: Int64 = price < 20 ? 0 : price < 60 ? 1 : 8
        let transfers = [
            Transfer(.fen(price - fee), from: Self.escrow, to: .cash(ID(1)), for: .price),
            Transfer(.fen(fee), from: Self.escrow, to: .house, for: .fee),
        ]
        #expect(
            decision
                == Decision(
                    Self.settled(count, paid: price),
                    moving: transfers.filter(\.amount.isPositive)
                )
        )
    }

    @Test("CT-7: the last call completes the contract and ends its alarm")
    func exhaust() throws {
        let scenario = Self.funded(Self.calls)
        #expect(
            try scenario.when(.settleUsage(.example(1_000)), by: Self.supplier, at: Self.delivery)
                == Decision(
                    Self.settled(1_000, paid: 333, isExhausted: true),
                    moving: [
                        Transfer(.fen(325), from: Self.escrow, to: .cash(ID(1)), for: .price),
                        Transfer(.fen(8), from: Self.escrow, to: .house, for: .fee),
                    ],
                    alarms: [.cancel(verb: "close", subject: 1)]
                )
        )
        let done = scenario.given(
            Contract.self,
            [Self.settled(1_000, paid: 333, isExhausted: true)]
        )
        #expect(done.world[Contract.self].contract(ID(1))?.status == .completed)
    }

    @Test(
        "CT-4, CT-7: however use is split, the parts sum to the whole price and the whole fee",
        arguments: 0..<20 as Range<UInt64>
    )
    func parts(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let unit = MicroPrice(microYuan: random.number(in: 5_000...2_000_000_000))
        let quota = random.number(in: 1...5_000)
        let terms = Terms.example(price: .perCall(unit: unit, quota: quota), mode: .api)
        let total = try #require(terms.price.total)
        let fee = try #require(RuleBook.example.fees.fee(on: total))
        var scenario = Self.funded(terms)
        var count: Int64 = 0
        while count < quota {
            count = random.number(in: count + 1...quota)
            let decision = try scenario.when(
                .settleUsage(.example(count)),
                by: Self.supplier,
                at: Self.delivery
            )
            scenario = scenario.given(Contract.self, decision.events).given(decision.moving)
        }
        let world = scenario.world
        #expect(world.money.balance(.house) == fee)
        #expect(world.money.balance(.cash(ID(1))) == total.subtracting(fee))
        #expect(world.money.balance(Self.escrow) == .fen(0))
        #expect(world[Contract.self].contract(ID(1))?.released == total)
    }

    // MARK: CT-8

    @Test("CT-8: when the term ends, what is left in escrow goes back to the buyer")
    func close() throws {
        let unused = Self.funded()
        let refund = Transfer(
            .fen(80_000_000),
            from: Self.escrow,
            to: .cash(ID(2)),
            for: .refund
        )
        #expect(
            try unused.when(.close(contract: ID(1)), by: .system, at: ContractTests.end)
                == Decision(
                    .closed(
                        contract: ID(1),
                        buyer: ID(2),
                        supplier: ID(1),
                        refunded: .fen(80_000_000)
                    ),
                    moving: [refund],
                    alarms: [.cancel(verb: "close", subject: 1)]
                )
        )
        let partly = Self.funded(Self.calls, then: [Self.settled(150, paid: 50)])
            .given([Transfer(.fen(50), from: Self.escrow, to: .cash(ID(1)), for: .price)])
        let decision = try partly.when(
            .close(contract: ID(1)),
            by: .system,
            at: ContractTests.end
        )
        #expect(
            decision.moving
                == [Transfer(.fen(283), from: Self.escrow, to: .cash(ID(2)), for: .refund)]
        )
        let ended = partly.given(Contract.self, decision.events)
        #expect(ended.world[Contract.self].contract(ID(1))?.status == .ended)
    }

    @Test(
        "CT-8: what is delivered isn't closed, and what is over isn't closed again",
        arguments: [
            ([], 7, .unknownContract), ([delivered], 1, .notDue),
            ([delivered, accepted(bySilence: true)], 1, .notOpen),
            ([ContractTests.closed], 1, .notOpen), ([], 1, nil),
        ] as [([Event], Int64, Contract.Reason?)]
    )
    func closeRejected(past: [Event], contract: Int64, reason: Contract.Reason?) {
        let command = Contract.Command.close(contract: ID(contract))
        let scenario = Self.funded(then: past)
        #expect(scenario.rejection(command, by: .system, at: ContractTests.end) == reason)
    }

    @Test("CT-1: mechanisms conclude, the exchange closes, members do the rest")
    func authority() {
        let commands: [(Contract.Command, Authority)] = [
            (.conclude(.example()), .system), (.close(contract: ID(1)), .system),
            (ContractTests.signing(), .member), (ContractTests.funding(), .member),
            (.accept(contract: ID(1)), .member), (.settleUsage(.example(1)), .member),
        ]
        for (command, authority) in commands {
            #expect(Contract.authority(for: command) == authority)
        }
    }

    @Test("A receipt is signed by the node and the buyer, and both parties may read it")
    func attestations() {
        let receipt = UsageReceipt.example(1)
        let bytes = receipt.statement.wire
        let expected = [receipt.nodeKey, receipt.buyerKey].map { key in
            Attested(key: key, purpose: "usage", bytes: bytes, signature: .example)
        }
        #expect(Contract.attestations(in: .confirmDelivery(receipt)) == expected)
        #expect(Contract.attestations(in: .settleUsage(receipt)) == expected)
        #expect(Contract.attestations(in: .accept(contract: ID(1))) == [])
        let events = [
            ContractTests.concluded(), ContractTests.signed(by: 1),
            ContractTests.funded(record: 4), Self.delivered, Self.accepted(bySilence: true),
            Self.settled(1, paid: 0), ContractTests.closed,
        ]
        #expect(events.allSatisfy { Contract.readers(of: $0) == [ID(2), ID(1)] })
    }
}
