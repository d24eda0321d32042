public import Kernel
import Ledgers
import Tables
public import Units
public import Wire

/// Money in and out through the settlement bank (支付与结算).
///
/// | State     | `requestDeposit`, `requestWithdrawal` | `confirm`  | `fail`     |
/// |-----------|----------------------------------------|------------|------------|
/// | none      | → pending                              | `unknownInstruction` | `unknownInstruction` |
/// | pending   | –                                      | → final    | → failed   |
/// | final     | –                                      | `notPending` | `notPending` |
/// | failed    | –                                      | `notPending` | `notPending` |
///
/// ## Rules
///
/// - **PA-1** An instruction is more than zero yuan, in the venue's currency.
/// - **PA-2** Money comes in when the bank says that it has it, and not before.
/// - **PA-3** Money on its way out can't be spent; it leaves when the bank says that it has gone,
///   and returns when the bank says that it hasn't (`domain.md` §7.1).
/// - **PA-4** The bank answers each instruction once, under a reference of its own.
public enum Payments: Capability {
    public static let name = "clearing.payments"
    public static let genesis = State()

    @Wire
    public enum Command: Equatable {
        /// Asks the bank to collect money from the member's bank account.
        case requestDeposit(amount: Money, account: String)
        /// Asks the bank to pay money out to the member's bank account.
        case requestWithdrawal(amount: Money, account: String)
        /// The bank has done it.
        case confirm(instruction: ID<PaymentInstruction>, reference: String)
        /// The bank couldn't do it.
        case fail(instruction: ID<PaymentInstruction>, reference: String, ground: String)
    }

    @Wire
    public enum Event: Equatable {
        case requested(Instruction)
        case confirmed(
            instruction: ID<PaymentInstruction>,
            member: ID<Member>,
            reference: String
        )
        case failed(
            instruction: ID<PaymentInstruction>,
            member: ID<Member>,
            reference: String,
            ground: String
        )
    }

    public enum Reason: String, RejectionReason {
        /// There is no instruction of this number.
        case unknownInstruction
        /// The bank has answered already (PA-4).
        case notPending
        /// The amount isn't more than zero (PA-1).
        case notPositive
        /// The amount isn't in the venue's currency (PA-1).
        case wrongCurrency
        /// An account, reference or ground is empty or longer than 100 characters.
        case textOutOfRange

        public var refusal: Refusal {
            switch self {
            case .unknownInstruction: .notFound("没有这笔支付指令", "There is no such instruction")
            case .notPending: .conflict("该指令已有结果", "The bank has answered already")
            case .notPositive: .invalid("金额必须大于零", "The amount must be more than zero")
            case .wrongCurrency: .invalid("仅支持人民币", "The venue settles in CNY")
            case .textOutOfRange:
                .invalid("账号、流水号及原因须为1至100字", "Account, reference, ground: 1 to 100 characters")
            }
        }
    }

    /// Which way the money goes, seen from the member's account here.
    public enum Direction: String, CaseIterable, WireValue {
        case deposit, withdrawal
    }

    /// Whether the bank has answered, and how.
    public enum Status: String, CaseIterable, WireValue {
        case pending, final, failed
    }

    /// What the bank is asked to do, and what became of it.
    @Wire
    public struct Instruction: Equatable, Sendable {
        /// Its number.
        public let id: ID<PaymentInstruction>
        /// Whose money it is.
        public let member: ID<Member>
        /// In or out.
        public let direction: Direction
        /// How much.
        public let amount: Money
        /// The member's account at its own bank.
        public let account: String
        /// What became of it.
        public internal(set) var status: Status
        /// The bank's reference, once it has answered.
        public internal(set) var reference: String?
    }

    @Wire
    public struct State: Equatable, Sendable {
        var instructions: Table<ID<PaymentInstruction>, Instruction> = Table()
        /// Instructions that the bank hasn't answered.
        var pending: Table<ID<PaymentInstruction>, Bool> = Table()
    }

    public static func authority(for command: Command) -> Authority {
        switch command {
        case .requestDeposit, .requestWithdrawal: .member
        case .confirm, .fail: .role([.settlementBank])
        }
    }

    public static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        let state = world[Self.self]
        switch command {
        case .requestDeposit(let amount, let account):
            return try request(.deposit, amount, account, context, state)
        case .requestWithdrawal(let amount, let account):
            return try request(.withdrawal, amount, account, context, state)
        case .confirm(let id, let reference):
            let instruction = try state.pending(id)
            guard 1...100 ~= reference.count else { throw .because(.textOutOfRange) }
            return Decision(
                .confirmed(instruction: id, member: instruction.member, reference: reference),
                moving: [instruction.done]
            )
        case .fail(let id, let reference, let ground):
            let instruction = try state.pending(id)
            guard 1...100 ~= reference.count, 1...100 ~= ground.count else {
                throw .because(.textOutOfRange)
            }
            let event = Event.failed(
                instruction: id,
                member: instruction.member,
                reference: reference,
                ground: ground
            )
            return Decision(event, moving: instruction.undone)
        }
    }

    private static func request(
        _ direction: Direction,
        _ amount: Money,
        _ account: String,
        _ context: Context,
        _ state: State
    ) throws(Rejection<Reason>) -> Decision<Self> {
        guard amount.isPositive else { throw .because(.notPositive) }
        guard amount.currency == .cny else { throw .because(.wrongCurrency) }
        guard 1...100 ~= account.count else { throw .because(.textOutOfRange) }
        let instruction = Instruction(
            id: ID((state.instructions.last?.key.number ?? 0) + 1),
            member: context.member,
            direction: direction,
            amount: amount,
            account: account,
            status: .pending
        )
        return Decision(.requested(instruction), moving: instruction.started)
    }

    public static func evolve(_ state: inout State, on event: Event) {
        switch event {
        case .requested(let instruction):
            state.instructions[instruction.id] = instruction
            state.pending[instruction.id] = true
        case .confirmed(let id, _, let reference):
            state.pending[id] = nil
            state.instructions.update(id) {
                $0.status = .final
                $0.reference = reference
            }
        case .failed(let id, _, let reference, _):
            state.pending[id] = nil
            state.instructions.update(id) {
                $0.status = .failed
                $0.reference = reference
            }
        }
    }

    public static func readers(of event: Event) -> [ID<Member>] {
        switch event {
        case .requested(let instruction): [instruction.member]
        case .confirmed(_, let member, _), .failed(_, let member, _, _): [member]
        }
    }
}

extension Payments.Instruction {
    /// PA-3: money on its way out can't be spent.
    var started: [Transfer] {
        direction == .deposit
            ? [] : [Transfer(amount, from: .cash(member), to: .outgoing(member), for: .withdrawal)]
    }

    /// PA-2 and PA-3: what moves when the bank has done it.
    var done: Transfer {
        direction == .deposit
            ? Transfer(amount, from: .bank, to: .cash(member), for: .deposit)
            : Transfer(amount, from: .outgoing(member), to: .bank, for: .withdrawal)
    }

    /// PA-3: money that didn't go returns.
    var undone: [Transfer] {
        direction == .deposit
            ? [] : [Transfer(amount, from: .outgoing(member), to: .cash(member), for: .refund)]
    }
}

extension Payments.State {
    /// The instruction of this number.
    public func instruction(_ id: ID<PaymentInstruction>) -> Payments.Instruction? {
        instructions[id]
    }

    /// The instructions that the bank hasn't answered, in order of number.
    public var unanswered: [Payments.Instruction] {
        pending.compactMap { instructions[$0.key] }
    }

    /// All instructions, in order of number, beginning after `id`.
    public func all(
        after id: ID<PaymentInstruction>? = nil
    ) -> some Sequence<Payments.Instruction> {
        instructions.ascending(from: id.map { ID($0.number + 1) }).lazy.map(\.value)
    }

    func pending(
        _ id: ID<PaymentInstruction>
    ) throws(Rejection<Payments.Reason>) -> Payments.Instruction {
        guard let instruction = instructions[id] else { throw .because(.unknownInstruction) }
        guard instruction.status == .pending else {
            throw .because(.notPending, Fact("status", instruction.status.rawValue))
        }
        return instruction
    }
}
