public import Client
import Contracts
public import Logging
public import ServiceLifecycle
import Units
import Wire

/// Tells the exchange what both sides have signed for, so that the supplier is paid.
public struct Settlement: Service {
    private let meter: Meter
    private let exchange: ExchangeClient
    private let pause: Duration
    private let logger: Logger

    /// Settles what `meter` has, every so many `seconds`, with the supplier's own key.
    public init(meter: Meter, exchange: ExchangeClient, seconds: Int64, logger: Logger) {
        self.meter = meter
        self.exchange = exchange
        pause = .seconds(max(seconds, 1))
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await settle()
                try? await Task.sleep(for: pause)
            }
        }
    }

    /// Tells the exchange of everything that is signed for and not settled.
    public func settle() async {
        let unsettled: [(receipt: UsageReceipt, mode: Delivery.Mode)]
        do {
            unsettled = try await meter.unsettled()
        } catch {
            logger.error("usage can't be read", metadata: ["error": "\(error)"])
            return
        }
        for (receipt, mode) in unsettled {
            let path =
                mode == .file ? "/v1/contracts/confirm-delivery" : "/v1/contracts/settle-usage"
            do throws(ClientError) {
                _ = try await exchange.post(path, receipt, id: receipt.commandID)
                try? await meter.settle(receipt.statement)
            } catch {
                logger.warning(
                    "usage isn't settled",
                    metadata: [
                        "entitlement": "\(receipt.statement.entitlement)", "error": "\(error)",
                    ]
                )
                // What the exchange has refused for good isn't asked again.
                if case .refused(let problem) = error, [409, 422].contains(problem.status) {
                    try? await meter.settle(receipt.statement)
                }
            }
        }
    }
}

extension UsageReceipt {
    /// One ID a statement: telling it twice tells it once.
    fileprivate var commandID: CommandID {
        CommandID(bytes: statement.chain.bytes.prefix(16)) ?? CommandID(high: 0, low: 0)
    }
}
