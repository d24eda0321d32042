import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import KernelTesting
import NIOCore
import NIOPosix
import Signatures
import Testing
import Units
import Wire

@Suite("Hostile input")
struct HostileInputTests {
    @Test("Random changes of a good command never get through and never break anything")
    func mutatedCommands() async throws {
        let door = TestDoor()
        try await door.run { client in
            var random = SplitMix64(seed: 7)
            for round in 0..<400 {
                let good = try TestRequest.post("/v1/testing/deposit", CommandTests.deposit)
                    .signed(by: .buyer)
                let spoilt = Self.spoil(good, &random)
                let answer = try await client.ask(spoilt)
                #expect(400..<500 ~= answer.status, "round \(round): \(answer.text)")
                #expect(throws: Never.self) { try ProblemDocument(wire: answer.bytes) }
            }
        }
        #expect(door.exchange.journal.count == 5)
    }

    /// Changes, drops or doubles a field that matters, or a byte of the body.
    static func spoil(_ request: TestRequest, _ random: inout SplitMix64) -> TestRequest {
        var request = request
        let names: [HTTPField.Name] = [.contentDigest, .signature, .signatureInput, .contentType]
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let place = Int.random(in: 0..<request.body.count, using: &random)
            request.body[place] ^= UInt8.random(in: 1...255, using: &random)
        case 1:
            let name = names[Int.random(in: 0..<4, using: &random)]
            request.fields[name] = nil
        case 2:
            let name = names[Int.random(in: 0..<3, using: &random)]
            request.fields.append(HTTPField(name: name, value: request.fields[name] ?? ""))
        default:
            let name = names[Int.random(in: 0..<3, using: &random)]
            var text = Array((request.fields[name] ?? "").utf8)
            let place = Int.random(in: 0..<text.count, using: &random)
            text[place] = UInt8(ascii: text[place] == UInt8(ascii: "!") ? "?" : "!")
            request.fields[name] = String(decoding: text, as: UTF8.self)
        }
        return request
    }

    @Test(
        "Strange targets get an answer",
        arguments: [
            "", "*", "?", "/?", "//", "/%", "/%00", "/..", "/v1/../v1/status", "http://a/v1/status",
            "/v1/status#x", "/v1/status?", "/v1/status?&&", "/v1/status?=", "/v1/records/%2e%2e",
            "/v1/records/１", "/v1/records/" + String(repeating: "9", count: 4000), "/\u{0}", "://",
            "http://", "/v1/problems/%F0%9F%A6%8A", "/v1/problems/.", "/v1/problems/..",
        ]
    )
    func targets(target: String) async throws {
        let door = TestDoor()
        for method in [HTTPRequest.Method.get, .post, .head, .options, .delete] {
            let answer = try await door.ask(TestRequest(method: method, target: target))
            #expect(200..<500 ~= answer.status, "\(method)")
        }
    }

    @Test(
        "Malformed messages on the wire get an answer or a closed connection",
        arguments: [
            "GET / HTTP/9.9\r\n\r\n", "NONSENSE\r\n\r\n", "\r\n\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n",
            "POST /v1/testing/pay HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "POST /v1/testing/pay HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST /v1/testing/pay HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 500) + "\r\n",
            "GET / HTTP/1.1\r\nX: " + String(repeating: "y", count: 20_000) + "\r\n\r\n",
        ]
    )
    func messages(text: String) async throws {
        try await TestDoor().run(.live) { client in
            let port = try #require(client.port)
            let first = try await Self.send(text, to: port)
            #expect(first.isEmpty || first.hasPrefix("HTTP/1.1 4"))
            // The gateway still serves others.
            #expect(try await client.ask(.get("/healthz")).status == 200)
        }
    }

    @Test("A body without end is refused before it is read, and the connection serves on")
    func endless() async throws {
        let door = TestDoor()
        try await door.run(.live) { client in
            let large = TestRequest.post("/v1/testing/pay", String(repeating: " ", count: 5 << 20))
            let answer = try await client.ask(large)
            #expect(answer.status == 413)
            #expect(try await client.ask(.get("/healthz")).status == 200)
        }
    }

    /// Sends bytes and the end of the connection; what came back, if anything.
    static func send(_ text: String, to port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var answer = ""
            do {
                try await outbound.write(ByteBuffer(string: text))
                outbound.finish()
                for try await bytes in inbound { answer += String(buffer: bytes) }
            } catch is IOError {
                // The gateway may close while we still write.
            }
            return answer
        }
    }
}
