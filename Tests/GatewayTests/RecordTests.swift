import Gateway
import HTTPTypes
import Kernel
import Signatures
import Testing
import Units
import Wire

@Suite("Records, the journal and the log's files")
struct RecordTests {
    /// A door behind which the buyer has paid the seller: records 5 and 6.
    func doorAfterPayment() async throws -> TestDoor {
        let door = TestDoor()
        try await door.run { client in
            _ = try await client.ask(
                .post("/v1/testing/deposit", CommandTests.deposit).signed(by: .buyer)
            )
            _ = try await client.ask(.post("/v1/testing/pay", CommandTests.pay).signed(by: .buyer))
        }
        return door
    }

    @Test(
        "A record is for whom it concerns and for overseers; nobody else learns that it exists",
        arguments: [
            (.buyer, 5, 200), (.buyer, 6, 200), (.seller, 5, 404), (.seller, 6, 200),
            (.auditor, 5, 200), (.auditor, 0, 200), (.suspended, 6, 404), (.buyer, 99, 404),
            (nil, 6, 404),
        ] as [(TestMember?, Int, Int)]
    )
    func record(member: TestMember?, number: Int, status: Int) async throws {
        let door = try await doorAfterPayment()
        var request = TestRequest.get("/v1/records/\(number)")
        if let member { request = try request.signed(by: member) }
        let answer = try await door.ask(request)
        #expect(answer.status == status)
        if status == 200 { #expect(answer.bytes == door.exchange.journal[number].wire) }
    }

    @Test("A receipt comes as soon as a checkpoint covers the record")
    func receipt() async throws {
        let door = try await doorAfterPayment()
        let proven = try await door.ask(.get("/v1/records/2/receipt").signed(by: .auditor))
        #expect(proven.text == "c2sp.org/tlog-proof@v1\nindex 2\n\n")
        #expect(proven.fields[.contentType] == "text/plain; charset=utf-8")
        let early = try await door.ask(.get("/v1/records/6/receipt").signed(by: .buyer))
        #expect(early.status == 404)
        #expect(early.fields[.retryAfter] == "5")
        #expect(try ProblemDocument(wire: early.bytes).code == "gateway.notYetProven")
        let others = try await door.ask(.get("/v1/records/2/receipt").signed(by: .suspended))
        #expect(try ProblemDocument(wire: others.bytes).code == "gateway.notFound")
    }

    @Test("Each member lists their own records, an auditor all")
    func list() async throws {
        let door = try await doorAfterPayment()
        func numbers(_ member: TestMember, _ query: String = "") async throws -> [Int64] {
            let answer = try await door.ask(.get("/v1/records\(query)").signed(by: member))
            return try Page<RawJSON>(wire: answer.bytes).data.map {
                try Record(wire: $0.bytes).sequence
            }
        }
        #expect(try await numbers(.auditor) == [0, 1, 2, 3, 4, 5, 6])
        #expect(try await numbers(.buyer) == [1, 5, 6])
        #expect(try await numbers(.seller) == [2, 6])
        let first = try await door.ask(.get("/v1/records?limit=2").signed(by: .buyer))
        let next = try #require(try Page<RawJSON>(wire: first.bytes).next)
        #expect(try await numbers(.buyer, "?limit=2&after=\(next.text)") == [6])
        #expect(try await numbers(.buyer, "?after=3939") == [])
    }

    @Test("The journal is one record a line, from where one asks to what is durable")
    func journal() async throws {
        let door = try await doorAfterPayment()
        let all = try await door.ask(.get("/v1/journal").signed(by: .auditor))
        #expect(all.fields[.contentType] == "application/x-ndjson")
        let lines = all.bytes.split(separator: UInt8(ascii: "\n"))
        #expect(lines.map { Array($0) } == door.exchange.journal.map(\.wire))
        let tail = try await door.ask(.get("/v1/journal?from=6").signed(by: .auditor))
        #expect(tail.bytes == door.exchange.journal[6].wire + [UInt8(ascii: "\n")])
        let past = try await door.ask(.get("/v1/journal?from=70").signed(by: .auditor))
        #expect((past.status, past.bytes) == (200, []))
        #expect(try await door.ask(.get("/v1/journal").signed(by: .buyer)).status == 403)
        #expect(try await door.ask(.get("/v1/journal")).status == 401)
    }

    @Test("The checkpoint and hash tiles are public; entry bundles are for overseers")
    func logFiles() async throws {
        let door = TestDoor()
        let checkpoint = try await door.ask(.get("/log/checkpoint"))
        #expect(checkpoint.text == TestExchange.checkpointNote)
        #expect(checkpoint.fields[.contentType] == "text/plain; charset=utf-8")
        let tile = try await door.ask(.get("/log/tile/0/000.p/2"))
        #expect(tile.bytes == TestExchange.tile)
        #expect(tile.fields[.cacheControl] == "public, max-age=60")
        let bundle = TestRequest.get("/log/tile/entries/000.p/2")
        #expect(try await door.ask(bundle).status == 403)
        #expect(try await door.ask(bundle.signed(by: .buyer)).status == 403)
        let read = try await door.ask(bundle.signed(by: .auditor))
        #expect(read.bytes == TestExchange.tile)
        #expect(read.fields[.cacheControl] == "private, max-age=60")
    }

    @Test(
        "Only a tile's canonical path leads anywhere",
        arguments: [
            "0/001", "0/000.p/02", "0/0", "64/000", "0/x000/000", "../checkpoint", "0/000.p/256",
            "entries/999", "0/%30%30%30.p/2x", "-1/000", "0",
        ]
    )
    func noTile(path: String) async throws {
        #expect(
            try await TestDoor().ask(.get("/log/tile/\(path)").signed(by: .auditor)).status == 404
        )
    }
}
