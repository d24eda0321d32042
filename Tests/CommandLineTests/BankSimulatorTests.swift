import Clearing
import Client
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Rails
import Signatures
import Synchronization
import Testing
import Units
import Wire

@Suite("Bank simulator", .enabled(if: Program.isBuilt, "bank-simulator is built"))
struct BankSimulatorTests {
    static let rail = PrivateKey.generate()
    static let origin = "exchange.example/2027"

    @Test("The bank takes what the exchange has signed, once, and tells it once what became of it")
    func instruction() async throws {
        let exchange = BusyExchange(answers: [.serviceUnavailable, .serviceUnavailable])
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await Application(router: exchange.router, logger: logger).test(.live) { client in
            let bank = try Simulator(exchange: "http://127.0.0.1:\(try #require(client.port))")
            let deposit = BankInstruction(
                instruction: ID(1),
                direction: .deposit,
                amount: .fen(400),
                account: "6222"
            )
            let other = BankInstruction(
                instruction: ID(1),
                direction: .withdrawal,
                amount: .fen(400),
                account: "6222"
            )
            #expect(await bank.answer(deposit, signedBy: .generate()) == 401)
            #expect(await bank.answer(deposit, at: "another.example/1") == 401)
            #expect(await bank.answer(deposit) == 200)
            #expect(await bank.answer(deposit) == 200)
            #expect(await bank.answer(other) == 409)
            await exchange.untilSeen(3)
            #expect(try await bank.settles(at: "6222\tCNY 6.00\n"))

            // More than the account holds.
            let dear = BankInstruction(
                instruction: ID(2),
                direction: .deposit,
                amount: .fen(601),
                account: "6222"
            )
            #expect(await bank.answer(dear) == 200)
            await exchange.untilSeen(4)
            #expect(try await bank.settles(at: "6222\tCNY 6.00\n"))
        }
        let confirmation = #"/v1/clearing/confirm {"instruction":"PAY-1","reference":"SIM-1"}"#
        let failure =
            #"/v1/clearing/fail {"ground":"账户余额不足 insufficient funds at the bank","#
            + #""instruction":"PAY-2","reference":"SIM-2"}"#
        #expect(exchange.said == [confirmation, confirmation, confirmation, failure])
        // The same word has the same ID, however often it is said.
        #expect(Set(exchange.ids).count == 2)
    }
}

extension BankSimulatorTests {
    @Test(
        "What the exchange refuses for good isn't asked again, and said; what may change is",
        arguments: [(422, 1), (404, 1), (403, 2), (429, 2), (503, 2)]
    )
    func refused(status: Int, words: Int) async throws {
        let exchange = BusyExchange(answers: [HTTPResponse.Status(code: status)])
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await Application(router: exchange.router, logger: logger).test(.live) { client in
            let bank = try Simulator(exchange: "http://127.0.0.1:\(try #require(client.port))")
            func deposit(_ number: Int64) -> BankInstruction {
                BankInstruction(
                    instruction: ID(number),
                    direction: .deposit,
                    amount: .fen(400),
                    account: "6222"
                )
            }
            #expect(await bank.answer(deposit(1)) == 200)
            await exchange.untilSeen(words)
            #expect(await bank.answer(deposit(2)) == 200)
            await exchange.untilSeen(words + 1)
            let left = words == 1 ? "6.00" : "2.00"
            #expect(try await bank.settles(at: "6222\tCNY \(left)\n"))
            #expect(try bank.log.contains("refuses for good") == (words == 1))
        }
        let said = (Array(repeating: 1, count: words) + [2]).map { number in
            #"/v1/clearing/confirm {"instruction":"PAY-\#(number)","reference":"SIM-\#(number)"}"#
        }
        #expect(exchange.said == said)
    }
}

/// The built simulator as a process, until nobody needs it any more.
private final class Simulator {
    private let folder: Folder
    private let process: Process
    private let address: String
    private let logFile: String

    /// What it has logged.
    var log: String { get throws { try String(contentsOfFile: logFile, encoding: .utf8) } }

    init(exchange: String) throws {
        folder = try Folder()
        let key = "\(folder.path)/bank.pem"
        try KeyFile.create(.generate(), at: key)
        let log = "\(folder.path)/bank.log"
        logFile = log
        let process = try Program(named: "bank-simulator").start(
            [
                "--port", "0", "--exchange", exchange, "--origin", BankSimulatorTests.origin,
                "--key", key, "--rail-key", BankSimulatorTests.rail.publicKey.text,
                "--opening", "1000",
            ],
            in: folder,
            log: log
        )
        do {
            address = try Program.address(in: log)
        } catch {
            process.terminate()
            throw error
        }
        self.process = process
    }

    deinit { process.terminate() }

    /// The status with which the bank answers an instruction.
    func answer(
        _ instruction: BankInstruction,
        signedBy key: PrivateKey = BankSimulatorTests.rail,
        at origin: String = BankSimulatorTests.origin
    ) async -> Int {
        guard let origin = ExchangeName(text: origin) else { return 0 }
        let client = ExchangeClient(address: address, origin: origin, key: key)
        do throws(ClientError) {
            _ = try await client.post(BankInstruction.path, instruction)
            return 200
        } catch {
            guard case .refused(let problem) = error else { return 0 }
            return problem.status
        }
    }

    /// Whether the accounts come to hold this: the bank books after the exchange has answered.
    func settles(at expected: String) async throws -> Bool {
        for _ in 1...100 {
            if try await statement() == expected { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    private func statement() async throws -> String {
        let origin = try #require(ExchangeName(text: BankSimulatorTests.origin))
        let client = ExchangeClient(address: address, origin: origin, key: nil)
        return String(decoding: try await client.get("/accounts"), as: UTF8.self)
    }
}

/// An exchange that gives these answers before it takes anything: what it is told, and under which
/// IDs.
private final class BusyExchange: Sendable {
    private let answers: [HTTPResponse.Status]
    private struct Word {
        let text: String
        let input: String
    }

    private let heard: Mutex<[Word]> = Mutex([])
    private let (arrivals, arrived) = AsyncStream.makeStream(of: Int.self)

    init(answers: [HTTPResponse.Status]) { self.answers = answers }

    var said: [String] { heard.withLock { $0.map(\.text) } }

    /// The nonces of the signatures.
    var ids: [String] {
        heard.withLock { $0.map(\.input) }.compactMap { input in
            input.split(separator: ";").first { $0.hasPrefix("nonce=") }.map(String.init)
        }
    }

    func untilSeen(_ count: Int) async {
        for await number in arrivals where number >= count { return }
    }

    var router: Router<BasicRequestContext> {
        let router = Router()
        for path in ["/v1/clearing/confirm", "/v1/clearing/fail"] {
            router.post("\(path)") { request, _ in
                let body = String(buffer: try await request.body.collect(upTo: 4_096))
                let name = try #require(HTTPField.Name("Signature-Input"))
                let word = Word(text: "\(path) \(body)", input: request.headers[name] ?? "")
                let count = self.heard.withLock { heard in
                    heard.append(word)
                    return heard.count
                }
                let answers = self.answers
                defer { self.arrived.yield(count) }
                return Response(status: count > answers.count ? .ok : answers[count - 1])
            }
        }
        return router
    }
}
