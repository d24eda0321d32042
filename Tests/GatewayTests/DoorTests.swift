import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import Signatures
import Testing
import Units
import Wire

@Suite("The door")
struct DoorTests {
    @Test(
        "Every answer keeps browsers from doing anything with it",
        arguments: ["/v1/status", "/nowhere", "/healthz", "/openapi.json"]
    )
    func securityFields(path: String) async throws {
        let answer = try await TestDoor().ask(.get(path))
        let fields = Dictionary(
            answer.fields.map { ($0.name.canonicalName, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        #expect(
            fields["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        )
        #expect(fields["x-content-type-options"] == "nosniff")
        #expect(fields["referrer-policy"] == "same-origin")
        #expect(fields["cross-origin-opener-policy"] == "same-origin")
        #expect(fields["cross-origin-resource-policy"] == "same-origin")
        #expect(fields["permissions-policy"] == "camera=(), microphone=(), geolocation=()")
        #expect(fields["cache-control"] != nil)
        #expect(fields["x-request-id"]?.isEmpty == false)
        #expect(fields["server"] == nil)
        #expect(fields["strict-transport-security"] == nil)
    }

    @Test("Behind TLS a browser is told to stay with it")
    func strictTransport() async throws {
        var door = TestDoor()
        door.configuration.isBehindTLS = true
        let answer = try await door.ask(.get("/healthz"))
        #expect(
            answer.fields[.strictTransportSecurity] == "max-age=63072000; includeSubDomains"
        )
    }

    @Test("A page of further routes sets its own policy")
    func pages() async throws {
        var door = TestDoor()
        door.routes = [
            { router in
                router.get("/") { _, _ in
                    Response(
                        status: .notFound,
                        headers: [
                            .contentSecurityPolicy: "script-src 'self'",
                            .contentType: "text/html",
                        ],
                        body: .init(byteBuffer: .init(string: "<h1>"))
                    )
                }
            }
        ]
        let answer = try await door.ask(.get("/"))
        #expect((answer.status, answer.text) == (404, "<h1>"))
        #expect(answer.fields[.contentSecurityPolicy] == "script-src 'self'")
        #expect(answer.fields[.xContentTypeOptions] == "nosniff")
    }

    @Test("A browser is shown a page instead of a problem, everybody else the document")
    func problemPage() async throws {
        var door = TestDoor()
        door.problemPage = { problem, retryAfter, request in
            guard !request.uri.path.hasPrefix("/v1") else { return nil }
            let text = "\(problem.status) \(problem.language) \(retryAfter ?? 0)"
            return Response(
                status: .init(code: Int(problem.status)),
                headers: [.contentType: "text/html"],
                body: .init(byteBuffer: .init(string: text))
            )
        }
        door.routes = [
            { router in
                router.get("/gone") { _, _ -> Response in throw HTTPError(.notFound) }
                router.get("/broken") { _, _ -> Response in throw HTTPError(.badGateway) }
            }
        ]
        func ask(_ path: String, _ accept: String?) async throws -> TestAnswer {
            try await door.ask(
                .get(path).with(.accept, accept).with(.acceptLanguage, "en")
            )
        }
        let browser = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
        let page = try await ask("/nowhere", browser)
        #expect((page.status, page.text) == (404, "404 en 0"))
        #expect(page.fields[.xContentTypeOptions] == "nosniff")
        #expect(try await ask("/gone", browser).text == "404 en 0")
        #expect(try await ask("/broken", browser).text == "500 en 0")
        for (path, accept, code) in [
            ("/nowhere", "application/json", "unknownPath"), ("/gone", nil, "notFound"),
            ("/broken", "*/*", "internalError"), ("/v1/nowhere", browser, "unknownPath"),
        ] {
            let answer = try await ask(path, accept)
            #expect(try ProblemDocument(wire: answer.bytes).code == "gateway.\(code)")
        }
        door.configuration.addressRate = .init(perSecond: 1, burst: 1)
        let late = try await door.run { client in
            let request = TestRequest.get("/gone").with(.accept, browser)
            _ = try await client.ask(request)
            return try await client.ask(request)
        }
        #expect((late.status, late.text) == (429, "429 zh 1"))
        #expect(late.fields[.retryAfter] == "1")
    }

    @Test(
        "OPTIONS tells the methods, and others are refused with them",
        arguments: [
            ("/v1/status", HTTPRequest.Method.options, 204, "GET, HEAD, OPTIONS"),
            ("/v1/status", .post, 405, "GET, HEAD, OPTIONS"),
            ("/v1/records/5", .delete, 405, "GET, HEAD, OPTIONS"),
            ("/log/tile/0/000", .put, 405, "GET, HEAD, OPTIONS"),
            ("/v1/testing/pay", .options, 204, "OPTIONS, POST"),
            ("/v1/testing/pay", .get, 405, "OPTIONS, POST"),
            ("/v1/testing/pay", .head, 405, "OPTIONS, POST"),
            ("/v1/testing/other", .options, 404, nil),
        ] as [(String, HTTPRequest.Method, Int, String?)]
    )
    func methods(path: String, method: HTTPRequest.Method, status: Int, allow: String?)
        async throws
    {
        let answer = try await TestDoor().ask(TestRequest(method: method, target: path))
        #expect((answer.status, answer.fields[.allow]) == (status, allow))
    }

    @Test("HEAD has the fields of GET and no content")
    func head() async throws {
        let door = TestDoor()
        let get = try await door.ask(.get("/v1/status"))
        let head = try await door.ask(TestRequest(method: .head, target: "/v1/status"))
        #expect(head.status == 200)
        #expect(head.bytes.isEmpty)
        #expect(head.fields[.eTag] == get.fields[.eTag])
        #expect(head.fields[.contentLength] == "\(get.bytes.count)")
    }

    @Test("A key that gives too many commands waits, and is told how long")
    func keyRate() async throws {
        var door = TestDoor()
        door.configuration.keyRate = .init(perSecond: 1, burst: 2)
        let answers = try await door.run { client in
            var answers: [TestAnswer] = []
            for _ in 0..<3 {
                let request = TestRequest.post("/v1/testing/deposit", CommandTests.deposit)
                answers.append(try await client.ask(request.signed(by: .buyer)))
            }
            let other = TestRequest.post("/v1/testing/deposit", CommandTests.deposit)
            return answers + [try await client.ask(other.signed(by: .seller))]
        }
        #expect(answers.map(\.status) == [200, 200, 429, 200])
        let limits = answers.map { answer in
            answer.fields.first { $0.name.canonicalName == "ratelimit" }?.value
        }
        #expect(
            limits == [
                "\"key\";r=1;t=1", "\"key\";r=0;t=2", "\"key\";r=0;t=1", "\"key\";r=1;t=1",
            ]
        )
        #expect(answers[2].fields[.retryAfter] == "1")
        #expect(
            try answers[2].problem() == """
                {"code":"gateway.rateLimited","facts":[{"name":"limit","value":"key"}],\
                "messages":{"en":"Too many requests","zh":"请求过于频繁"},"request":"…",\
                "retryable":true,"status":429,"title":"请求过于频繁",\
                "type":"/v1/problems/gateway.rateLimited"}
                """
        )
        #expect(door.exchange.journal.count == 8)
    }

    @Test("Strangers from one address wait, whatever keys they make; members and others don't")
    func strangerRate() async throws {
        var door = TestDoor()
        door.configuration.strangerRate = .init(perMinute: 10, burst: 2)
        door.configuration.addressField = .init("X-Forwarded-For")
        let field = try #require(door.configuration.addressField)
        @Sendable func say(_ key: TestMember, from address: String) throws -> TestRequest {
            let body = #"{"key":"\#(key.key.publicKey.text)","text":"hello"}"#
            return try TestRequest.post("/v1/testing/say", body).signed(by: key)
                .with(field, address)
        }
        let gateway = door.gateway
        let answers = try await gateway.application().test(.router) { client in
            var answers: [TestAnswer] = []
            for _ in 0..<3 {
                answers.append(try await client.ask(say(.stranger, from: "10.0.0.1")))
            }
            answers.append(try await client.ask(say(.buyer, from: "10.0.0.1")))
            answers.append(try await client.ask(say(.stranger, from: "10.0.0.2")))
            return answers
        }
        let metrics = try await gateway.metricsApplication(port: 0).test(.router) { client in
            try await client.ask(.get("/metrics")).text
        }
        #expect(answers.map(\.status) == [200, 200, 429, 200, 200])
        #expect(answers[2].fields[.retryAfter] == "6")
        let problem = try ProblemDocument(wire: answers[2].bytes)
        #expect(problem.code == "gateway.rateLimited")
        #expect(problem.facts == [Fact("limit", "stranger")])
        #expect(door.exchange.journal.count == 9)
        #expect(metrics.contains(#"path="/v1/testing/say",status="429"} 1"#))
    }

    @Test("An address that asks too much waits; another doesn't, and probes never do")
    func addressRate() async throws {
        var door = TestDoor()
        door.configuration.addressRate = .init(perSecond: 1, burst: 1)
        door.configuration.addressField = .init("X-Forwarded-For")
        let field = try #require(door.configuration.addressField)
        @Sendable func ask(_ client: any TestClientProtocol, _ path: String, _ from: String)
            async throws
            -> Int
        {
            try await client.ask(.get(path).with(field, from)).status
        }
        let statuses = try await door.run { client in
            [
                try await ask(client, "/v1/status", "10.0.0.1"),
                try await ask(client, "/v1/status", "10.0.0.9, 10.0.0.1"),
                try await ask(client, "/v1/status", "10.0.0.2"),
                try await ask(client, "/healthz", "10.0.0.1"),
                try await ask(client, "/v1/status", "2001:db8::1"),
                try await ask(client, "/v1/status", "2001:db8:0:0:5::2"),
                try await ask(client, "/v1/status", "2001:db8:0:1::1"),
            ]
        }
        #expect(statuses == [200, 429, 200, 200, 200, 429, 200])
    }

    @Test("Probes tell whether the gateway lives and whether the venue is open")
    func probes() async throws {
        var door = TestDoor()
        let ready = try await door.ask(.get("/readyz"))
        #expect((ready.status, ready.text) == (200, "ready\n"))
        door.exchange = TestExchange()
        let closed = try await door.ask(.get("/readyz"))
        #expect((closed.status, closed.text) == (503, "not ready\n"))
        #expect(try await door.ask(.get("/healthz")).text == "ok\n")
    }

    @Test("Figures count by template, never by what a client wrote, and stay in the house")
    func metrics() async throws {
        let gateway = TestDoor().gateway
        try await gateway.application().test(.router) { client in
            _ = try await client.ask(.get("/v1/records/123"))
            _ = try await client.ask(.get("/v1/records/124"))
            _ = try await client.ask(TestRequest(method: .init("BREW") ?? .get, target: "/x"))
            #expect(try await client.ask(.get("/metrics")).status == 404)
        }
        let text = try await gateway.metricsApplication(port: 0).test(.router) { client in
            try await client.ask(.get("/metrics")).text
        }
        let lines = text.split(separator: "\n").map { String($0) }
        let counts = lines.filter { $0.hasPrefix("databourse_http_requests_total{") }
        #expect(
            counts == [
                #"databourse_http_requests_total{method="GET",path="/v1/records/{sequence}",status="404"} 2"#,
                #"databourse_http_requests_total{method="GET",path="NotFound",status="404"} 1"#,
                #"databourse_http_requests_total{method="other",path="NotFound",status="404"} 1"#,
            ]
        )
        #expect(lines.contains("databourse_http_request_seconds_bucket{le=\"+Inf\"} 4"))
        #expect(lines.contains("databourse_http_request_seconds_count 4"))
        #expect(lines.contains("databourse_journal_records 5"))
        #expect(lines.contains("databourse_checkpoint_size 2"))
    }
}
