public import Clearing
public import Units
public import Wire

/// What the exchange asks of the settlement bank: posted, signed, at `/v1/instructions`
/// (`docs/formats/bank-rail.md`).
///
/// The command ID is derived from the instruction's number, so that asking again asks nothing new.
@Wire
public struct BankInstruction: Equatable, Sendable {
    /// Its number at the exchange.
    public let instruction: ID<PaymentInstruction>
    /// In or out, seen from the member's account at the exchange.
    public let direction: Payments.Direction
    /// How much.
    public let amount: Money
    /// The member's account at its own bank.
    public let account: String
}

extension BankInstruction {
    /// Where instructions are posted.
    public static let path = "/v1/instructions"

    /// The one command ID of an instruction.
    public var commandID: CommandID {
        CommandID(high: 0x6461_7461_626F_7572, low: UInt64(bitPattern: instruction.number))
    }
}

/// The bank's answer to an instruction, which says that the bank has it.
///
/// What became of it the bank says later, as a member of the exchange.
@Wire
public struct BankReceipt: Equatable, Sendable {
    /// Its number at the exchange.
    public let instruction: ID<PaymentInstruction>
    /// The bank's own reference.
    public let reference: String
}
