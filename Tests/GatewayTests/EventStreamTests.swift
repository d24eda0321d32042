import AsyncHTTPClient
import Foundation
import Gateway
import HTTPTypes
import HummingbirdTesting
import Kernel
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Signatures
import Testing
import Units
import Wire

@Suite("Event streams and shutdown", .timeLimit(.minutes(1)))
struct EventStreamTests {
    static let deposit = TestRequest.post("/v1/testing/deposit", CommandTests.deposit)

    /// Reads a stream's events, as their text, until `count` came.
    func events(
        _ count: Int,
        at port: Int?,
        _ request: TestRequest,
        meanwhile: @escaping @Sendable () async throws -> Void = {}
    ) async throws -> [String] {
        var text = ""
        let response = try await open(request, at: port)
        #expect(response.status == .ok)
        #expect(response.headers["content-type"] == ["text/event-stream"])
        var isFirst = true
        for try await chunk in response.body {
            text += String(buffer: chunk)
            if isFirst { try await meanwhile() }
            isFirst = false
            let blocks = text.components(separatedBy: "\n\n").dropFirst().dropLast()
            if blocks.count >= count { return Array(blocks.prefix(count)) }
        }
        return text.components(separatedBy: "\n\n").dropFirst().dropLast().map { $0 }
    }

    func open(_ request: TestRequest, at port: Int?) async throws -> HTTPClientResponse {
        let port = try #require(port)
        var message = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(request.target)")
        for field in request.fields {
            message.headers.add(name: "\(field.name)", value: field.value)
        }
        return try await HTTPClient.shared.execute(message, timeout: .seconds(30))
    }

    func event(_ door: TestDoor, _ number: Int) -> String {
        let record = String(decoding: door.exchange.journal[number].wire, as: UTF8.self)
        return "id: \(number)\nevent: record\ndata: \(record)"
    }

    @Test("Records come as they are made, to whom they concern")
    func live() async throws {
        let door = TestDoor()
        let seen = try await door.run(.ahc()) { client in
            try await events(1, at: client.port, .get("/v1/events").signed(by: .seller)) {
                _ = try await client.ask(Self.deposit.signed(by: .buyer))
                let pay = TestRequest.post("/v1/testing/pay", CommandTests.pay)
                _ = try await client.ask(pay.signed(by: .buyer))
            }
        }
        #expect(seen == [event(door, 6)])
    }

    @Test("A stream goes on after the last event that the client saw")
    func resumed() async throws {
        let door = TestDoor()
        let resumed = try await door.run(.ahc()) { client in
            _ = try await client.ask(Self.deposit.signed(by: .buyer))
            _ = try await client.ask(Self.deposit.signed(by: .buyer))
            let known = try TestRequest.get("/v1/events").signed(by: .buyer)
                .with(HTTPField.Name("Last-Event-ID") ?? .age, "1")
            return try await events(2, at: client.port, known)
        }
        #expect(resumed == [event(door, 5), event(door, 6)])
    }

    @Test("A quiet stream says that it lives, and how far it has looked")
    func heartbeat() async throws {
        var door = TestDoor()
        door.configuration.heartbeat = .milliseconds(20)
        let seen = try await door.run(.ahc()) { client in
            try await events(1, at: client.port, .get("/v1/events?after=3").signed(by: .seller))
        }
        #expect(seen == [": alive\nid: 4"])
    }

    @Test("Rights are looked up again: a suspended auditor reads only what concerns it")
    func suspended() async throws {
        let door = TestDoor()
        let seen = try await door.run(.ahc()) { client in
            try await events(9, at: client.port, .get("/v1/events?after=4").signed(by: .auditor)) {
                door.exchange.enrol(.auditor, isActive: false)
                _ = try await client.ask(Self.deposit.signed(by: .buyer))
                door.exchange.endGrowth()
            }
        }
        #expect(seen == [event(door, 5)])
    }

    @Test("A malformed Last-Event-ID is refused", arguments: ["x", "-1", "1e3", ""])
    func malformed(id: String) async throws {
        let request = try TestRequest.get("/v1/events").signed(by: .buyer)
            .with(HTTPField.Name("Last-Event-ID") ?? .age, id)
        #expect(try await TestDoor().ask(request).status == 400)
    }

    @Test("Shutdown lets a command under way finish and ends streams")
    func shutdown() async throws {
        let door = TestDoor()
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        door.exchange.holdUp(behind: gate)
        let (ports, running) = AsyncStream.makeStream(of: Int.self)
        let gateway = HTTPGateway(
            door.configuration,
            service: door.exchange,
            keys: TestDoor.publicKey,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            onRunning: { running.yield($0) }
        )
        let group = ServiceGroup(
            services: [gateway],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = await ports.first { _ in true }
            let stream = try await open(.get("/v1/events").signed(by: .buyer), at: port)
            let request = try Self.deposit.signed(by: .buyer)
            let command = Task {
                var message = HTTPClientRequest(
                    url: "http://127.0.0.1:\(port ?? 0)\(request.target)"
                )
                message.method = .POST
                for field in request.fields {
                    message.headers.add(name: "\(field.name)", value: field.value)
                }
                message.body = .bytes(request.body)
                return try await HTTPClient.shared.execute(message, timeout: .seconds(30)).status
            }
            await door.exchange.untilHeldUp()
            await group.triggerGracefulShutdown()
            // The stream ends by itself, properly, while the command is still under way.
            var text = ""
            for try await chunk in stream.body { text += String(buffer: chunk) }
            #expect(text == "retry: 2000\n\n")
            opener.finish()
            #expect(try await command.value == .ok)
            try await tasks.waitForAll()
        }
        #expect(door.exchange.journal.count == 6)
    }
}
