import Gateway
import HTTPTypes
import Kernel
import KernelTesting
import Ledgers
import Signatures
import Testing
import Units
import Wire

@Suite("Queries")
struct QueryTests {
    /// What a member has, for the member alone.
    static let balance = Query(
        "/v1/testing/balances/{member}",
        "A member's money.",
        parameters: [Parameter("member", ID<Member>.self, "The member.")],
        audience: .viewer("A member reads their own.")
    ) { machine, viewer, arguments throws(QueryError) -> Money in
        let member: ID<Member> = try arguments.value("member")
        guard viewer.member == member else { throw .notPermitted }
        return machine.world.money.balance(.cash(member))
    }

    static let numbers = Query.list(
        "/v1/testing/numbers",
        "The numbers up to nine.",
        parameters: [Parameter("even", Bool.self, "Whether only even ones.")],
        audience: .everyone
    ) { _, _, arguments throws(QueryError) -> Page<Int64> in
        let isEven = arguments.optional("even", as: Bool.self) ?? false
        return try Page(of: Int64(1)...9, by: \.self, arguments) { number in
            isEven && !number.isMultiple(of: 2) ? nil : number
        }
    }

    static let roster = Query(
        "/v1/testing/roster",
        "Something for one role.",
        audience: .roles([.auditor])
    ) { _, _, _ in "secret" }

    static let newest = Query.list(
        "/v1/testing/newest",
        "The numbers, the greatest first.",
        audience: .members
    ) { _, _, arguments throws(QueryError) -> Page<Int64> in
        try Page(of: (1...9).reversed(), by: \.self, arguments, newestFirst: true) { $0 }
    }

    var door: TestDoor {
        var door = TestDoor()
        door.queries = [Self.balance, Self.numbers, Self.roster, Self.newest]
        return door
    }

    @Test("Anybody may ask for the status")
    func status() async throws {
        let answer = try await door.ask(.get("/v1/status"))
        #expect(answer.status == 200)
        #expect(
            answer.text == """
                {"checkpoint":2,"isTest":true,"origin":"exchange.example/log","rules":1,\
                "sequence":5,"time":1793583000000003,\
                "title":{"en":"Test exchange","zh":"测试交易所"}}
                """
        )
        #expect(answer.fields[.cacheControl] == "no-cache")
    }

    @Test("A handler decides by who asks")
    func viewer() async throws {
        let door = door
        let own = TestRequest.get("/v1/testing/balances/M-1")
        let (mine, others, strangers) = try await door.run { client in
            (
                try await client.ask(own.signed(by: .buyer)),
                try await client.ask(own.signed(by: .seller)), try await client.ask(own)
            )
        }
        #expect(mine.text == #"{"amount":0,"currency":"CNY"}"#)
        #expect(mine.fields[.cacheControl] == "private, no-cache")
        #expect((others.status, strangers.status) == (403, 403))
    }

    @Test(
        "An audience is who may ask",
        arguments: [
            ("/v1/testing/roster", nil, 401, "gateway.notSigned"),
            ("/v1/testing/roster", .buyer, 403, "gateway.notPermitted"),
            ("/v1/testing/roster", .auditor, 200, nil),
            ("/v1/testing/roster", .stranger, 401, "gateway.unknownKey"),
            ("/v1/testing/newest", nil, 401, "gateway.notSigned"),
            ("/v1/testing/newest", .suspended, 200, nil),
            ("/v1/testing/numbers", nil, 200, nil),
            ("/v1/testing/numbers", .stranger, 200, nil),
        ] as [(String, TestMember?, Int, String?)]
    )
    func audience(path: String, member: TestMember?, status: Int, code: String?) async throws {
        var request = TestRequest.get(path)
        if let member { request = try request.signed(by: member) }
        let answer = try await door.ask(request)
        #expect(answer.status == status)
        if let code { #expect(try ProblemDocument(wire: answer.bytes).code == code) }
    }

    @Test("A portal's user asks by their session")
    func session() async throws {
        var door = door
        door.sessions = { request in
            request.headerFields[.cookie] == "s=1" ? TestMember.buyer.key.publicKey.keyID : nil
        }
        let request = TestRequest.get("/v1/testing/balances/M-1")
        #expect(try await door.ask(request.with(.cookie, "s=1")).status == 200)
        #expect(try await door.ask(request.with(.cookie, "s=2")).status == 403)
    }

    @Test(
        "A signed query is bound to its target and time",
        arguments: ["/v1/testing/balances/M-2", "/v1/testing/balances/M-1?"]
    )
    func bound(target: String) async throws {
        var request = try TestRequest.get("/v1/testing/balances/M-1?x=1").signed(by: .buyer)
        request.target = target
        let answer = try await door.ask(request)
        #expect(try ProblemDocument(wire: answer.bytes).code == "gateway.signatureInvalid")
        let late = try TestRequest.get("/v1/testing/balances/M-1")
            .signed(by: .buyer, at: testTime + .seconds(-400))
        #expect(try await door.ask(late).text.contains("gateway.signatureLate"))
    }

    @Test("Pages follow each other without a gap, by cursor and by Link")
    func pages() async throws {
        let door = door
        var target = "/v1/testing/numbers?even=true&limit=2"
        var pages: [[Int64]] = []
        for _ in 0..<5 {
            let answer = try await door.ask(.get(target))
            let page = try Page<Int64>(wire: answer.bytes)
            pages.append(page.data)
            let link = answer.fields.first { $0.name.canonicalName == "link" }?.value
            guard let next = page.next else {
                #expect(link == nil)
                break
            }
            target = "/v1/testing/numbers?even=true&limit=2&after=\(next.text)"
            #expect(link == "<\(target)>; rel=\"next\"")
        }
        #expect(pages == [[2, 4], [6, 8]])
    }

    @Test("A list can begin with the newest")
    func newestFirst() async throws {
        let door = door
        let first = try await door.ask(
            .get("/v1/testing/newest?limit=4").signed(by: .buyer)
        )
        let page = try Page<Int64>(wire: first.bytes)
        #expect(page.data == [9, 8, 7, 6])
        let next = try #require(page.next)
        let second = try await door.ask(
            .get("/v1/testing/newest?limit=200&after=\(next.text)").signed(by: .buyer)
        )
        #expect(try Page<Int64>(wire: second.bytes).data == [5, 4, 3, 2, 1])
    }

    @Test("Whoever has an answer isn't sent it again")
    func notModified() async throws {
        let (door, request) = (door, TestRequest.get("/v1/status"))
        let tag = try #require(try await door.ask(request).fields[.eTag])
        for known in [tag, "\"x\", W/\(tag)", "*"] {
            let again = try await door.ask(request.with(.ifNoneMatch, known))
            #expect(again.status == 304)
            #expect(again.bytes.isEmpty)
            #expect(again.fields[.eTag] == tag)
        }
        for other in ["\"x\"", "\" \(tag.dropFirst())"] {
            #expect(try await door.ask(request.with(.ifNoneMatch, other)).status == 200)
        }
    }

    @Test(
        "Parameters are those that are declared, once each, and of their form",
        arguments: [
            ("/v1/testing/numbers?odd=true", "unknownParameter", "odd"),
            ("/v1/testing/numbers?even=maybe", "invalidParameter", "even"),
            ("/v1/testing/numbers?even=true&even=true", "invalidParameter", "even"),
            ("/v1/testing/numbers?limit=201", "invalidParameter", "limit"),
            ("/v1/testing/numbers?limit=0", "invalidParameter", "limit"),
            ("/v1/testing/numbers?limit=1.5", "invalidParameter", "limit"),
            ("/v1/testing/numbers?limit=%31%3", "invalidParameter", "limit"),
            ("/v1/testing/numbers?after=zz", "invalidParameter", "after"),
            ("/v1/testing/numbers?after=7b7d", "invalidParameter", "after"),
            ("/v1/testing/numbers?%FF=1", "unknownParameter", "%FF"),
            ("/v1/testing/balances/M-0", "invalidParameter", "member"),
            ("/v1/testing/balances/%E0%A4%A", "invalidParameter", "member"),
            ("/v1/testing/balances/M-1?member=M-2", "invalidParameter", "member"),
            ("/v1/records/-1", "invalidParameter", "sequence"),
            ("/v1/records/9007199254740992", "invalidParameter", "sequence"),
        ]
    )
    func parameters(target: String, reason: String, name: String) async throws {
        let answer = try await door.ask(.get(target))
        let problem = try ProblemDocument(wire: answer.bytes)
        #expect(problem.code == "gateway.\(reason)")
        #expect(problem.facts == [Fact("parameter", name)])
        #expect(answer.status == 400)
    }

    @Test("Percent-encoded parameters are read")
    func encoded() async throws {
        let answer = try await door.ask(.get("/v1/testing/numbers?%6Cimit=%31"))
        #expect(answer.text == #"{"data":[1],"next":"31"}"#)
    }

    @Test("What a problem's type leads to tells its status and sentences")
    func problems() async throws {
        let door = door
        let gateway = try await door.ask(.get("/v1/problems/gateway.notNFC"))
        #expect(
            gateway.text == """
                {"code":"gateway.notNFC","messages":{"en":"A text isn't in Unicode \
                normalization form C","zh":"文本未按 Unicode NFC 规范化"},"status":400}
                """
        )
        let rule = try await door.ask(.get("/v1/problems/testing.purse.ownAccount"))
        #expect(
            rule.text == """
                {"code":"testing.purse.ownAccount","messages":{"en":"Nobody pays themselves",\
                "zh":"不能向自己付款"},"status":409}
                """
        )
        #expect(try await door.ask(.get("/v1/problems/testing.purse.other")).status == 404)
        #expect(try await door.ask(.get("/v1/problems/nonsense")).status == 404)
    }
}
