import Clearing
import Client
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import KernelTesting
import Ledgers
import Logging
import Rails
import Signatures
import Synchronization
import Testing
import Units
import Wire

@Suite("Bank rail")
struct BankRailTests {
    static let key = PrivateKey.generate()
    static let origin = ExchangeName(text: "exchange.example/2027")
    static let member = ID<Member>(1)
    static let bank = ID<Member>(2)

    /// A venue with two deposits that the bank hasn't answered.
    static func venue() -> TestVenue {
        var venue = TestVenue(Payments.self)
        venue.enrol(member, .dataDemander)
        venue.enrol(bank, .settlementBank)
        for amount: Int64 in [100, 200] {
            let command = Payments.Command.requestDeposit(amount: .fen(amount), account: "6222")
            venue.give(Payments.self, command, by: member, at: Instant(microseconds: 1_000))
        }
        return venue
    }

    static func instruction(_ number: Int64, _ amount: Int64) -> BankInstruction {
        BankInstruction(
            instruction: ID(number),
            direction: .deposit,
            amount: .fen(amount),
            account: "6222"
        )
    }

    /// Runs a rail against a bank until the bank has seen `count` messages.
    private func run(_ bank: ListeningBank, _ venue: TestVenue, until count: Int) async throws {
        let origin = try #require(Self.origin)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await Application(router: bank.router, logger: logger).test(.live) { client in
            let rail = BankRail(
                bank: ExchangeClient(
                    address: "http://127.0.0.1:\(try #require(client.port))",
                    origin: origin,
                    key: Self.key
                ),
                state: { venue.machine },
                logger: logger
            )
            let running = Task { try await rail.run() }
            await bank.untilSeen(count)
            running.cancel()
            try await running.value
        }
    }

    @Test("An instruction is sent until the bank takes it, in order, under one ID")
    func repeated() async throws {
        let bank = ListeningBank(refusing: 2)
        try await run(bank, Self.venue(), until: 4)
        let first = ListeningBank.Message(
            instruction: Self.instruction(1, 100),
            id: CommandID(text: "64617461626f75720000000000000001")
        )
        let second = ListeningBank.Message(
            instruction: Self.instruction(2, 200),
            id: CommandID(text: "64617461626f75720000000000000002")
        )
        #expect(bank.messages == [first, first, first, second])
    }

    @Test("What the bank has answered isn't sent again; after a restart, all that it hasn't is")
    func restart() async throws {
        var venue = Self.venue()
        let first = ListeningBank(refusing: 0)
        try await run(first, venue, until: 2)
        #expect(first.messages.map(\.instruction.instruction) == [ID(1), ID(2)])

        venue.give(
            Payments.self,
            .confirm(instruction: ID(1), reference: "B-1"),
            by: Self.bank,
            at: Instant(microseconds: 2_000)
        )
        let second = ListeningBank(refusing: 0)
        try await run(second, venue, until: 1)
        #expect(second.messages == [first.messages[1]])
    }

    @Test("The bank's second word on an instruction changes nothing")
    func answeredOnce() throws {
        var venue = Self.venue()
        let confirm = Payments.Command.confirm(instruction: ID(1), reference: "B-1")
        let fail = Payments.Command.fail(instruction: ID(1), reference: "B-1", ground: "x")
        venue.give(Payments.self, confirm, by: Self.bank, at: Instant(microseconds: 2_000))
        for command in [confirm, fail] {
            let applied = venue.give(
                Payments.self,
                command,
                by: Self.bank,
                at: Instant(microseconds: 3_000)
            )
            guard case .recorded(let record, _) = applied,
                case .rejected(let report) = record.outcome
            else {
                Issue.record("accepted: \(applied)")
                return
            }
            #expect(report.code == "clearing.payments.notPending")
        }
        #expect(venue.machine.world.money.balance(.cash(Self.member)) == .fen(100))
    }
}

/// A bank that checks who asks, and says no so often before it says yes.
private final class ListeningBank: Sendable {
    struct Message: Equatable, Sendable {
        let instruction: BankInstruction
        let id: CommandID?
    }

    private let seen: Mutex<[Message]> = Mutex([])
    private let refusals: Int
    private let (arrivals, arrived) = AsyncStream.makeStream(of: Int.self)

    init(refusing count: Int) { refusals = count }

    var messages: [Message] { seen.withLock { $0 } }

    /// Returns when so many messages have come.
    func untilSeen(_ count: Int) async {
        for await number in arrivals where number >= count { return }
    }

    var router: Router<BasicRequestContext> {
        let router = Router()
        router.post("\(BankInstruction.path)") { request, _ in try await self.take(request) }
        return router
    }

    private func take(_ request: Request) async throws -> Response {
        let body = Array(buffer: try await request.body.collect(upTo: 4_096))
        let origin = try #require(BankRailTests.origin)
        let key = BankRailTests.key.publicKey
        let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        let signed = try Verifier(tag: origin).verify(request.head, body: body, now: now) { id in
            id == key.keyID ? key : nil
        }
        let message = Message(instruction: try BankInstruction(wire: body), id: signed.input.nonce)
        let number = seen.withLock { seen in
            seen.append(message)
            return seen.count
        }
        defer { arrived.yield(number) }
        return Response(status: number <= refusals ? .serviceUnavailable : .ok)
    }
}
