import Clearing
import ExchangeTesting
import Kernel
import KernelTesting
import Ledgers
import Testing
import Units

@Suite("Payments")
struct PaymentsTests {
    static let ann = ID<Member>(1)
    static let bank = Actor.member(ID(9))
    static let noon = Instant.november(2)
    static let usd = Currency(text: "USD").map { Money(amount: 100, currency: $0) } ?? .fen(0)

    static func instruction(
        _ direction: Payments.Direction,
        _ id: Int64 = 1
    ) -> Payments.Instruction {
        Payments.Instruction(
            id: ID(id),
            member: ann,
            direction: direction,
            amount: .fen(500),
            account: "6222",
            status: .pending
        )
    }

    static let deposit = Payments.Event.requested(instruction(.deposit))
    static let withdrawal = Payments.Event.requested(instruction(.withdrawal))
    static let onItsWay = Transfer(
        .fen(500),
        from: .cash(ann),
        to: .outgoing(ann),
        for: .withdrawal
    )

    @Test("PA-2: asking for a deposit moves nothing; the bank's word does")
    func depositing() throws {
        let before = Scenario(Payments.self)
        let request = Payments.Command.requestDeposit(amount: .fen(500), account: "6222")
        #expect(
            try before.when(request, by: .member(Self.ann), at: Self.noon)
                == Decision(Self.deposit)
        )
        let pending = Scenario(Payments.self, given: [Self.deposit])
        let confirm = Payments.Command.confirm(instruction: ID(1), reference: "B-1")
        #expect(
            try pending.when(confirm, by: Self.bank, at: Self.noon)
                == Decision(
                    .confirmed(instruction: ID(1), member: Self.ann, reference: "B-1"),
                    moving: [
                        Transfer(.fen(500), from: .bank, to: .cash(Self.ann), for: .deposit)
                    ]
                )
        )
        let fail = Payments.Command.fail(instruction: ID(1), reference: "B-1", ground: "余额不足")
        #expect(
            try pending.when(fail, by: Self.bank, at: Self.noon)
                == Decision(
                    .failed(
                        instruction: ID(1),
                        member: Self.ann,
                        reference: "B-1",
                        ground: "余额不足"
                    )
                )
        )
    }

    @Test("PA-3: money on its way out can't be spent, and leaves or returns by the bank's word")
    func withdrawing() throws {
        let request = Payments.Command.requestWithdrawal(amount: .fen(500), account: "6222")
        #expect(
            try Scenario(Payments.self).when(request, by: .member(Self.ann), at: Self.noon)
                == Decision(Self.withdrawal, moving: [Self.onItsWay])
        )
        let pending = Scenario(Payments.self, given: [Self.withdrawal])
        let confirm = Payments.Command.confirm(instruction: ID(1), reference: "B-1")
        #expect(
            try pending.when(confirm, by: Self.bank, at: Self.noon)
                == Decision(
                    .confirmed(instruction: ID(1), member: Self.ann, reference: "B-1"),
                    moving: [
                        Transfer(
                            .fen(500),
                            from: .outgoing(Self.ann),
                            to: .bank,
                            for: .withdrawal
                        )
                    ]
                )
        )
        let fail = Payments.Command.fail(instruction: ID(1), reference: "B-1", ground: "户名不符")
        #expect(
            try pending.when(fail, by: Self.bank, at: Self.noon)
                == Decision(
                    .failed(
                        instruction: ID(1),
                        member: Self.ann,
                        reference: "B-1",
                        ground: "户名不符"
                    ),
                    moving: [
                        Transfer(
                            .fen(500),
                            from: .outgoing(Self.ann),
                            to: .cash(Self.ann),
                            for: .refund
                        )
                    ]
                )
        )
    }

    @Test("PA-3: nobody withdraws more than is there")
    func overdrawn() {
        var venue = TestVenue(Payments.self)
        venue.enrol(Self.ann)
        venue.enrol(ID(9), .settlementBank)
        let request = Payments.Command.requestWithdrawal(amount: .fen(500), account: "6222")
        venue.give(Payments.self, request, by: Self.ann, at: Self.noon)
        let report = RejectionReport(
            code: "kernel.insufficientFunds",
            facts: [
                Fact("account", "cash:M-1"), Fact("available", Money.fen(0)),
                Fact("needed", Money.fen(500)),
            ],
            kind: .insufficientFunds
        )
        #expect(venue.journal.last?.outcome == .rejected(report))
        #expect(venue.machine.world[Payments.self].unanswered == [])
    }

    @Test(
        "PA-1: why a request is rejected, by precedence",
        arguments: [
            (.fen(0), "", .notPositive), (.fen(-1), "", .notPositive), (usd, "", .wrongCurrency),
            (.fen(1), "", .textOutOfRange),
            (.fen(1), String(repeating: "6", count: 101), .textOutOfRange), (.fen(1), "6", nil),
        ] as [(Money, String, Payments.Reason?)]
    )
    func requestRejected(amount: Money, account: String, reason: Payments.Reason?) {
        let scenario = Scenario(Payments.self)
        for command in [
            Payments.Command.requestDeposit(amount: amount, account: account),
            .requestWithdrawal(amount: amount, account: account),
        ] {
            #expect(
                scenario.rejection(command, by: .member(Self.ann), at: Self.noon) == reason
            )
        }
    }

    @Test(
        "PA-4: why the bank's answer is rejected, by precedence",
        arguments: [
            (7, "", "", .unknownInstruction, .unknownInstruction),
            (2, "", "", .notPending, .notPending), (3, "", "", .notPending, .notPending),
            (1, "", "", .textOutOfRange, .textOutOfRange), (1, "B", "", nil, .textOutOfRange),
            (1, "B", "a", nil, nil),
        ] as [(Int64, String, String, Payments.Reason?, Payments.Reason?)]
    )
    func answerRejected(
        id: Int64,
        reference: String,
        ground: String,
        confirmed: Payments.Reason?,
        failed: Payments.Reason?
    ) {
        let scenario = Scenario(
            Payments.self,
            given: [
                Self.deposit, .requested(Self.instruction(.deposit, 2)),
                .requested(Self.instruction(.deposit, 3)),
                .confirmed(instruction: ID(2), member: Self.ann, reference: "B-2"),
                .failed(instruction: ID(3), member: Self.ann, reference: "B-3", ground: "a"),
            ]
        )
        let confirm = Payments.Command.confirm(instruction: ID(id), reference: reference)
        let fail = Payments.Command.fail(
            instruction: ID(id),
            reference: reference,
            ground: ground
        )
        #expect(scenario.rejection(confirm, by: Self.bank, at: Self.noon) == confirmed)
        #expect(scenario.rejection(fail, by: Self.bank, at: Self.noon) == failed)
    }

    @Test("What is recorded of an instruction is what is shown of it")
    func instructions() {
        let state = Scenario(
            Payments.self,
            given: [
                Self.deposit, .requested(Self.instruction(.withdrawal, 2)),
                .confirmed(instruction: ID(1), member: Self.ann, reference: "B-1"),
            ]
        ).world[Payments.self]
        let first = Payments.Instruction(
            id: ID(1),
            member: Self.ann,
            direction: .deposit,
            amount: .fen(500),
            account: "6222",
            status: .final,
            reference: "B-1"
        )
        #expect(Array(state.all()) == [first, Self.instruction(.withdrawal, 2)])
        #expect(state.unanswered == [Self.instruction(.withdrawal, 2)])
        #expect(state.instruction(ID(1)) == first)
    }

    @Test("Members ask, the settlement bank answers, and the member may read it")
    func authority() {
        let ask = Payments.Command.requestDeposit(amount: .fen(1), account: "6")
        let answer = Payments.Command.confirm(instruction: ID(1), reference: "B")
        #expect(Payments.authority(for: ask) == .member)
        #expect(Payments.authority(for: answer) == .role([.settlementBank]))
        #expect(Payments.readers(of: Self.withdrawal) == [Self.ann])
    }
}
