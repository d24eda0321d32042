import ArgumentParser
import Client
import Clearing
import Foundation
import Hummingbird
import Logging
import Rails
import ServiceLifecycle
import Signatures
import Units
import Wire

/// A counterpart for the payment rail: it speaks the bank's side of the protocol over the network,
/// and moves no real money.
@main
struct BankSimulator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank-simulator",
        abstract: "A settlement bank to try the payment rail with (模拟银行). No real money moves."
    )

    @Option(help: "The port to listen on; 0 for any that is free.")
    var port = 8421

    @Option(help: "The exchange's address.")
    var exchange: String

    @Option(help: "The exchange's origin.")
    var origin: String

    @Option(help: "The bank's private key file: a member of the exchange with the role.")
    var key: String

    @Option(help: "The public key with which the exchange signs instructions.")
    var railKey: String

    @Option(help: "What every account holds at first, in fen.")
    var opening: Int64 = 1_000_000_000

    func run() async throws {
        let logger = Logger(label: "bank-simulator")
        guard let origin = ExchangeName(text: origin) else {
            throw ValidationError("the origin isn't a name")
        }
        let client = ExchangeClient(
            address: exchange,
            origin: origin,
            key: try KeyFile.read(key)
        )
        let bank = Bank(opening: opening, exchange: client, logger: logger)
        let railKey = try PublicKey(text: railKey)
        let router = Router()
        router.get("/") { _, _ in "模拟银行 bank simulator: no real money moves here\n" }
        router.get("/accounts") { _, _ in await bank.statement }
        router.post("\(BankInstruction.path)") { request, _ in
            try await Self.take(request, from: railKey, for: origin, bank)
        }
        let port = port
        let app = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            services: [bank],
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? port
                let line = "bank simulator at http://127.0.0.1:\(port)\n"
                FileHandle.standardError.write(Data(line.utf8))
            },
            logger: logger
        )
        try await app.runService()
    }

    /// Takes an instruction that the exchange has signed.
    private static func take(
        _ request: Request,
        from railKey: PublicKey,
        for origin: ExchangeName,
        _ bank: Bank
    ) async throws -> Response {
        let body = Array(buffer: try await request.body.collect(upTo: 4_096))
        do throws(SignatureRejection) {
            let verifier = Verifier(tag: origin)
            _ = try verifier.verify(request.head, body: body, now: .clock) { id in
                id == railKey.keyID ? railKey : nil
            }
        } catch {
            throw HTTPError(.unauthorized, message: error.rawValue)
        }
        let instruction: BankInstruction
        do throws(WireError) {
            instruction = try BankInstruction(wire: body)
        } catch {
            throw HTTPError(.badRequest, message: "\(error)")
        }
        guard let receipt = await bank.take(instruction) else {
            throw HTTPError(.conflict, message: "another instruction has this number")
        }
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: receipt.wire))
        )
    }
}
