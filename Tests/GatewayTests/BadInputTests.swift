import Gateway
import HTTPTypes
import Kernel
import Signatures
import Testing
import Units

/// What bad input gets, in full: status, code, facts, place, and the sentence in both languages.
@Suite("Bad input")
struct BadInputTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let request: @Sendable () throws -> TestRequest
        let status: Int
        /// The problem document, but for `request`, `retryable`, `status`, `title` and `type`.
        let code: String
        var facts = "[]"
        let en: String
        let zh: String
        var place = ""
        var sequence = ""
        var isRetryable = false

        var problem: String {
            let recorded = sequence.isEmpty ? "" : "\"repeat\":false,"
            return """
                {"code":"\(code)","facts":\(facts),"messages":{"en":"\(en)","zh":"\(zh)"},\
                \(place)\(recorded)"request":"…","retryable":\(isRetryable),\(sequence)\
                "status":\(status),"title":"\(en)","type":"/v1/problems/\(code)"}
                """
        }
    }

    static func pay(_ amount: Int = 200, to payee: String = "M-2") -> TestRequest {
        .post(
            "/v1/testing/pay",
            #"{"amount":{"amount":\#(amount),"currency":"CNY"},"to":"\#(payee)"}"#
        )
    }

    static let transport: [Row] = [
        Row(
            testDescription: "unsigned",
            request: { pay() },
            status: 401,
            code: "gateway.notSigned",
            en: "The request isn't signed",
            zh: "请求未签名"
        ),
        Row(
            testDescription: "signature fields that aren't the profile's",
            request: { try pay().signed(by: .buyer).with(.signatureInput, "sig1=();created=1") },
            status: 401,
            code: "gateway.signatureMalformed",
            facts: #"[{"name":"reason","value":"unsupportedComponents"}]"#,
            en: "The signature's fields don't follow the profile of RFC 9421",
            zh: "签名字段不符合 RFC 9421 签名规则"
        ),
        Row(
            testDescription: "a signature that covers no digest",
            request: { try pay().signed(by: .buyer).with(.contentDigest, nil) },
            status: 401,
            code: "gateway.signatureMalformed",
            facts: #"[{"name":"reason","value":"missingDigest"}]"#,
            en: "The signature's fields don't follow the profile of RFC 9421",
            zh: "签名字段不符合 RFC 9421 签名规则"
        ),
        Row(
            testDescription: "signed for another exchange",
            request: {
                let other = try #require(ExchangeName(text: "other.example/log"))
                return try pay().signed(by: .buyer, for: other)
            },
            status: 401,
            code: "gateway.wrongDestination",
            en: "The signature is for another exchange",
            zh: "签名所指交易所不是本所"
        ),
        Row(
            testDescription: "a body changed after signing",
            request: { try pay().signed(by: .buyer).with(body: "{}") },
            status: 401,
            code: "gateway.digestMismatch",
            en: "The body isn't what its digest says",
            zh: "请求体与摘要不符"
        ),
        Row(
            testDescription: "signed 301 seconds ago",
            request: { try pay().signed(by: .buyer, at: testTime + .seconds(-301)) },
            status: 401,
            code: "gateway.signatureLate",
            en: "The signature's time is over 300 seconds off",
            zh: "签名时间与本所时间相差超过300秒"
        ),
        Row(
            testDescription: "signed 301 seconds ahead",
            request: { try pay().signed(by: .buyer, at: testTime + .seconds(301)) },
            status: 401,
            code: "gateway.signatureLate",
            en: "The signature's time is over 300 seconds off",
            zh: "签名时间与本所时间相差超过300秒"
        ),
        Row(
            testDescription: "signed by nobody's key",
            request: { try pay().signed(by: .stranger) },
            status: 401,
            code: "gateway.unknownKey",
            en: "The key isn't known or was revoked",
            zh: "密钥未登记或已撤销"
        ),
        Row(
            testDescription: "another's signature under a member's key",
            request: {
                let mine = try pay().signed(by: .stranger)
                let id = TestMember.stranger.key.publicKey.keyID.text
                let input = mine.fields[.signatureInput]?
                    .replacing(id, with: TestMember.buyer.key.publicKey.keyID.text)
                return mine.with(.signatureInput, input)
            },
            status: 401,
            code: "gateway.signatureInvalid",
            facts: #"[{"name":"reason","value":"badSignature"}]"#,
            en: "The signature is wrong",
            zh: "签名无效"
        ),
        Row(
            testDescription: "a body of 24 KiB and one byte",
            request: {
                let text = String(repeating: "x", count: 24 * 1024 - 1)
                return try TestRequest.post("/v1/testing/pay", "\"\(text)\"").signed(by: .buyer)
            },
            status: 413,
            code: "gateway.bodyTooLarge",
            facts: #"[{"name":"limit","value":"24576"}]"#,
            en: "The body is too large",
            zh: "请求体过大"
        ),
        Row(
            testDescription: "another media type",
            request: { try pay().with(.contentType, "text/json").signed(by: .buyer) },
            status: 415,
            code: "gateway.wrongMediaType",
            en: "The body must be application/json",
            zh: "请求体须为 application/json"
        ),
        Row(
            testDescription: "a compressed body",
            request: { try pay().with(.contentEncoding, "gzip").signed(by: .buyer) },
            status: 415,
            code: "gateway.wrongMediaType",
            en: "The body must be application/json",
            zh: "请求体须为 application/json"
        ),
        Row(
            testDescription: "an unknown path",
            request: { try TestRequest.post("/v1/testing/steal", "{}").signed(by: .buyer) },
            status: 404,
            code: "gateway.unknownPath",
            en: "There is nothing at this path",
            zh: "路径不存在"
        ),
        Row(
            testDescription: "a path spelled otherwise",
            request: { try TestRequest.post("/v1//testing/pay", "{}").signed(by: .buyer) },
            status: 404,
            code: "gateway.unknownPath",
            en: "There is nothing at this path",
            zh: "路径不存在"
        ),
        Row(
            testDescription: "another method",
            request: { TestRequest(method: .put, target: "/v1/testing/pay") },
            status: 405,
            code: "gateway.methodNotAllowed",
            facts: #"[{"name":"allowed","value":"OPTIONS, POST"}]"#,
            en: "This path doesn't take this method",
            zh: "该路径不支持此方法"
        ),
    ]

    static let bodies: [Row] = [
        malformed("{\"to\"", "not JSON", .notJSON, 5, ""),
        malformed("", "no body", .notJSON, 0, ""),
        malformed(
            #"{"amount":null}"#,
            "null",
            .notJSON,
            10,
            "/amount",
            facts: #"[{"name":"expected","value":"an integer"}]"#
        ),
        malformed(
            #"{"amount":{"amount":2,"currency":"CNY"}, "to":"M-2"}"#,
            "white space",
            .notCanonical,
            40,
            "",
            facts: #"[{"name":"rule","value":"no white space"}]"#
        ),
        malformed(
            #"{"to":"M-2","amount":{"amount":2,"currency":"CNY"}}"#,
            "members out of order",
            .notCanonical,
            21,
            "/amount",
            facts: #"[{"name":"rule","value":"members in byte order, once each"}]"#
        ),
        malformed(
            "{\"amount\":{\"amount\":2,\"currency\":\"CNY\"},\"memo\":\"cafe\u{301}\",\"to\":\"M-2\"}",
            "a decomposed character",
            .notNFC,
            51,
            "/memo"
        ),
        malformed(
            String(repeating: "[", count: 40) + String(repeating: "]", count: 40),
            "40 levels of nesting",
            .tooDeep,
            32,
            String(repeating: "/0", count: 32),
            facts: #"[{"name":"limit","value":"32"}]"#
        ),
        malformed(
            #"{"amount":{"amount":2,"currency":"CNY"},"tip":1,"to":"M-2"}"#,
            "an unknown member",
            .unknownMember,
            39,
            "/tip",
            facts: #"[{"name":"member","value":"tip"}]"#
        ),
        malformed(
            #"{"amount":{"amount":2},"to":"M-2"}"#,
            "a missing member",
            .missingMember,
            21,
            "/amount/currency",
            facts: #"[{"name":"member","value":"currency"}]"#
        ),
        malformed(
            #"{"amount":{"amount":2,"currency":"yuan"},"to":"M-2"}"#,
            "a wrong value",
            .wrongValue,
            33,
            "/amount/currency",
            facts: #"[{"name":"expected","value":"ISO 4217 currency"}]"#
        ),
    ]

    static func malformed(
        _ body: String,
        _ description: String,
        _ reason: GatewayReason,
        _ offset: Int,
        _ pointer: String,
        facts: String = "[]"
    ) -> Row {
        Row(
            testDescription: description,
            request: { try TestRequest.post("/v1/testing/pay", body).signed(by: .buyer) },
            status: 400,
            code: reason.code,
            facts: facts,
            en: reason.en,
            zh: reason.zh,
            place: #""offset":\#(offset),"pointer":"\#(pointer)","#
        )
    }

    static let refusals: [Row] = [
        Row(
            testDescription: "the wrong role",
            request: { try pay(to: "M-1").signed(by: .seller) },
            status: 403,
            code: "kernel.notPermitted",
            facts: #"[{"name":"needs","value":"dataDemander"}]"#,
            en: "This command needs another role",
            zh: "无权执行该操作"
        ),
        Row(
            testDescription: "a suspended member",
            request: { try pay().signed(by: .suspended) },
            status: 403,
            code: "kernel.memberInactive",
            en: "The member isn't active",
            zh: "会员未处于有效状态"
        ),
        Row(
            testDescription: "a command that only the exchange gives",
            request: {
                let body = #"{"digest":"\#(String(repeating: "0", count: 64))","sequence":0}"#
                return try TestRequest.post("/v1/exchange/attest", body).signed(by: .auditor)
            },
            status: 403,
            code: "kernel.notPermitted",
            en: "This command needs another role",
            zh: "无权执行该操作"
        ),
        Row(
            testDescription: "insufficient funds",
            request: { try pay().signed(by: .buyer) },
            status: 402,
            code: "kernel.insufficientFunds",
            facts: #"[{"name":"account","value":"cash:M-1"},"#
                + #"{"name":"available","value":"CNY 0.00"},"#
                + #"{"name":"needed","value":"CNY 2.00"}]"#,
            en: "The account holds too little",
            zh: "资金不足",
            sequence: "\"sequence\":5,"
        ),
        Row(
            testDescription: "a capability's own reason",
            request: { try pay(to: "M-1").signed(by: .buyer) },
            status: 409,
            code: "testing.purse.ownAccount",
            facts: #"[{"name":"to","value":"M-1"}]"#,
            en: "Nobody pays themselves",
            zh: "不能向自己付款",
            sequence: "\"sequence\":5,"
        ),
        Row(
            testDescription: "an amount of nothing",
            request: { try pay(0).signed(by: .buyer) },
            status: 422,
            code: "kernel.notPositive",
            en: "An amount must be more than zero",
            zh: "金额必须大于零",
            sequence: "\"sequence\":5,"
        ),
    ]

    @Test("Each mistake gets its own problem", arguments: transport + bodies + refusals)
    func refused(row: Row) async throws {
        let door = TestDoor()
        let before = door.exchange.journal.count
        let answer = try await door.ask(row.request().with(.acceptLanguage, "en, zh;q=0.5"))
        #expect(try answer.problem() == row.problem)
        #expect(answer.status == row.status)
        #expect(answer.fields[.contentType] == "application/problem+json")
        #expect(answer.fields[.contentLanguage] == "en")
        #expect(answer.fields[.cacheControl] == "no-store")
        // Nothing half done: a record only where the problem names one.
        #expect(door.exchange.journal.count == before + (row.sequence.isEmpty ? 0 : 1))
    }

    @Test("The same problem has a Chinese title for who prefers Chinese", arguments: transport)
    func chinese(row: Row) async throws {
        let answer = try await TestDoor().ask(row.request().with(.acceptLanguage, "zh-CN"))
        let expected = row.problem.replacing(
            "\"title\":\"\(row.en)\"",
            with: "\"title\":\"\(row.zh)\""
        )
        #expect(try answer.problem() == expected)
        #expect(answer.fields[.contentLanguage] == "zh")
    }

    @Test("A challenge says what signature would do")
    func challenge() async throws {
        let answer = try await TestDoor().ask(Self.pay())
        #expect(
            answer.fields.first { $0.name.canonicalName == "accept-signature" }?.value
                == #"sig1=("@method" "@path" "content-digest");created;keyid;nonce;tag="exchange.example/log""#
        )
        #expect(answer.fields[.wwwAuthenticate] == #"Signature realm="exchange.example/log""#)
    }

    @Test("An ID that was used for another command is refused and names the record")
    func reusedID() async throws {
        let door = TestDoor()
        let id = CommandID.random()
        let answer = try await door.run { client in
            _ = try await client.ask(Self.pay().signed(by: .buyer, id: id))
            return try await client.ask(Self.pay(300).signed(by: .buyer, id: id))
        }
        #expect(answer.status == 409)
        #expect(
            try answer.problem() == """
                {"code":"gateway.commandIDReused","facts":[{"name":"sequence","value":"5"}],\
                "messages":{"en":"Another command already has this command's ID",\
                "zh":"该指令编号已用于其他指令"},"request":"…","retryable":false,"status":409,\
                "title":"该指令编号已用于其他指令","type":"/v1/problems/gateway.commandIDReused"}
                """
        )
    }

    @Test(
        "A busy or stopping exchange says when to come back",
        arguments: [
            (Submission.busy, "gateway.busy", "1"), (.stopped, "gateway.stopped", "5"),
        ]
    )
    func unavailable(submission: Submission, code: String, seconds: String) async throws {
        let door = TestDoor()
        door.exchange.answerAll(with: submission)
        let answer = try await door.ask(Self.pay().signed(by: .buyer))
        #expect(answer.status == 503)
        #expect(answer.text.contains("\"code\":\"\(code)\""))
        #expect(answer.text.contains("\"retryable\":true"))
        #expect(answer.fields[.retryAfter] == seconds)
    }

    @Test("Every reason of the gateway has a sentence in both languages, each its own")
    func table() {
        let reasons = GatewayReason.allCases
        #expect(Set(reasons.map(\.en)).count == reasons.count)
        #expect(Set(reasons.map(\.zh)).count == reasons.count)
        #expect(reasons.allSatisfy { 400...599 ~= $0.status })
    }
}
