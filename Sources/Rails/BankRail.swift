import Clearing
public import Client
public import Kernel
public import Logging
public import ServiceLifecycle
import Units
import Wire

/// Sends every unanswered payment instruction to the settlement bank, until the bank has it.
///
/// Nothing is kept but the state itself: after a restart all that is unanswered is sent again, and
/// the bank knows it by its command ID.
public struct BankRail: Service {
    private let bank: ExchangeClient
    private let state: @Sendable () -> StateMachine
    private let logger: Logger

    /// A rail from the durable state that `state` gives to the bank, for which the client has the
    /// exchange's rail key.
    public init(
        bank: ExchangeClient,
        state: @escaping @Sendable () -> StateMachine,
        logger: Logger
    ) {
        self.bank = bank
        self.state = state
        self.logger = logger
    }

    /// Sends until the process is told to stop.
    public func run() async throws {
        await cancelWhenGracefulShutdown { await send() }
    }

    private func send() async {
        var sent: ID<PaymentInstruction>?
        var pause: Int64 = 100
        while !Task.isCancelled {
            let waiting = state().world[Payments.self].unanswered.filter { instruction in
                sent.map { $0 < instruction.id } ?? true
            }
            for instruction in waiting {
                guard await send(instruction) else {
                    pause = min(pause * 2, 30_000)
                    break
                }
                sent = instruction.id
                pause = 100
            }
            try? await Task.sleep(for: .milliseconds(pause))
        }
    }

    private func send(_ instruction: Payments.Instruction) async -> Bool {
        let message = BankInstruction(
            instruction: instruction.id,
            direction: instruction.direction,
            amount: instruction.amount,
            account: instruction.account
        )
        do throws(ClientError) {
            _ = try await bank.post(BankInstruction.path, message, id: message.commandID)
            return true
        } catch {
            logger.warning(
                "the bank doesn't take an instruction",
                metadata: ["instruction": "\(instruction.id)", "error": "\(error)"]
            )
            return false
        }
    }
}
