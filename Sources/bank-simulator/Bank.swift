import Clearing
import Client
import Logging
import Rails
import ServiceLifecycle
import Units
import Wire

/// The simulated bank's books: in memory, as nothing here is worth keeping.
actor Bank: Service {
    private enum Outcome {
        case waiting, told
        /// The exchange refuses it for good.
        case refused
    }

    private let opening: Int64
    private let exchange: ExchangeClient
    private let logger: Logger
    private var accounts: [String: Int64] = [:]
    private var known: [BankInstruction] = []
    private var outcomes: [ID<PaymentInstruction>: Outcome] = [:]

    init(opening: Int64, exchange: ExchangeClient, logger: Logger) {
        self.opening = opening
        self.exchange = exchange
        self.logger = logger
    }

    /// Takes an instruction, of which the same one again is the same one.
    ///
    /// Returns `nil` when the instruction of this number has other content.
    func take(_ instruction: BankInstruction) -> BankReceipt? {
        if let first = known.first(where: { $0.instruction == instruction.instruction }) {
            guard first == instruction else { return nil }
        } else {
            known.append(instruction)
            outcomes[instruction.instruction] = .waiting
        }
        return BankReceipt(instruction: instruction.instruction, reference: reference(instruction))
    }

    /// What every account that was ever used holds.
    var statement: String {
        accounts.sorted { $0.key < $1.key }
            .map { "\($0.key)\t\(Money.fen($0.value))\n" }.joined()
    }

    /// Carries out what waits, and tells the exchange.
    nonisolated func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.work()
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func work() async {
        for instruction in known where outcomes[instruction.instruction] == .waiting {
            await tell(instruction)
        }
    }

    private func tell(_ instruction: BankInstruction) async {
        let balance = accounts[instruction.account] ?? opening
        let change =
            instruction.direction == .deposit
            ? -instruction.amount.amount : instruction.amount.amount
        let (sum, overflow) = balance.addingReportingOverflow(change)
        do throws(ClientError) {
            if overflow || sum < 0 {
                try await answer(
                    "/v1/clearing/fail",
                    .fail(
                        instruction: instruction.instruction,
                        reference: reference(instruction),
                        ground: "账户余额不足 insufficient funds at the bank"
                    ),
                    instruction
                )
            } else {
                try await answer(
                    "/v1/clearing/confirm",
                    .confirm(
                        instruction: instruction.instruction,
                        reference: reference(instruction)
                    ),
                    instruction
                )
                accounts[instruction.account] = sum
            }
            outcomes[instruction.instruction] = .told
        } catch .refused(let problem) where problem.isFinal {
            outcomes[instruction.instruction] = .refused
            logger.error(
                "the exchange refuses for good; it isn't asked again",
                metadata: [
                    "instruction": "\(instruction.instruction)",
                    "error": "\(ClientError.refused(problem))",
                ]
            )
        } catch {
            logger.warning("the exchange doesn't answer", metadata: ["error": "\(error)"])
        }
    }

    /// Tells the exchange under an ID of the instruction's own; told before, it is told.
    private func answer(
        _ path: String,
        _ command: Payments.Command,
        _ instruction: BankInstruction
    ) async throws(ClientError) {
        let id = CommandID(
            high: 0x6261_6E6B,
            low: UInt64(bitPattern: instruction.instruction.number)
        )
        var writer = JSONWriter()
        command.writePayload(to: &writer)
        do throws(ClientError) {
            _ = try await exchange.post(path, RawJSON(canonical: writer.bytes), id: id)
        } catch {
            if case .refused(let problem) = error, problem.status == 409 { return }
            throw error
        }
    }

    private func reference(_ instruction: BankInstruction) -> String {
        "SIM-\(instruction.instruction.number)"
    }
}

extension Problem {
    /// Whether asking again can't help: 401 and 403 may wait for somebody to admit the bank's key,
    /// 408 and 429 for a better time.
    fileprivate var isFinal: Bool {
        [400, 402, 404, 405, 410, 413, 414, 415, 422].contains(status)
    }
}
