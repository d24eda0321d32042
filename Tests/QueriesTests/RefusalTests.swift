import Contracts
import Gateway
import HTTPTypes
import Kernel
import Membership
import Testing
import Units
import Wire

/// Bad input over the real API: each is a problem that says what is wrong, in both languages.
@Suite("Refusals over the API")
struct RefusalTests {
    /// A command that is refused, and how.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let person: Person
        let path: String
        let body: String
        let status: Int
        let code: String
        var facts: [String: String] = [:]
        var pointer: String?
    }

    private static func money(_ amount: String, _ currency: String = "CNY") -> String {
        """
        {"account":"6222-1","amount":{"amount":\(amount),"currency":"\(currency)"}}
        """
    }

    private static let application =
        text { try Person.applicant.application().wire }
    private static let submission = text { try disclosure("车流数据", seed: 7).wire }

    private static let receipt = text {
        let nobody = try #require(SignatureText(text: String(repeating: "0", count: 128)))
        return UsageReceipt(
            statement: UsageStatement(entitlement: ID(2), count: 5, chain: digest(5)),
            nodeKey: try Person.supplier.application().key,
            nodeSignature: nobody,
            buyerKey: try Person.buyer.application().key,
            buyerSignature: nobody
        )
        .wire
    }

    private static func text(_ bytes: () throws -> [UInt8]) -> String {
        (try? String(decoding: bytes(), as: UTF8.self)) ?? "unmade"
    }

    static let cases: [Case] = [
        Case(
            testDescription: "a credit code whose check character is wrong",
            person: .applicant,
            path: "/v1/membership/apply",
            body: application.replacing(#""uscc":"9111"#, with: #""uscc":"9211"#),
            status: 400,
            code: "gateway.wrongValue",
            facts: ["expected": "unified social credit code with a right check character"],
            pointer: "/uscc"
        ),
        Case(
            testDescription: "a key that is known",
            person: .applicant,
            path: "/v1/membership/apply",
            body: application,
            status: 409,
            code: "membership.admission.keyTaken"
        ),
        Case(
            testDescription: "a day that the calendar doesn't have",
            person: .supplier,
            path: "/v1/registry/submit",
            body: submission.replacing("2024-01-01", with: "2023-02-29"),
            status: 400,
            code: "gateway.wrongValue",
            pointer: "/from"
        ),
        Case(
            testDescription: "a period that ends before it begins",
            person: .supplier,
            path: "/v1/registry/submit",
            body: submission.replacing("2024-01-01", with: "2026-01-01"),
            status: 422,
            code: "registry.registration.volumeOutOfRange"
        ),
        Case(
            testDescription: "a role that the member doesn't have",
            person: .buyer,
            path: "/v1/registry/submit",
            body: submission,
            status: 403,
            code: "kernel.notPermitted",
            facts: ["needs": "dataProvider"]
        ),
        Case(
            testDescription: "a role taken away",
            person: .formerAuditor,
            path: "/v1/clearing/request-deposit",
            body: money("1"),
            status: 403,
            code: "kernel.memberInactive"
        ),
        Case(
            testDescription: "nobody's key",
            person: .stranger,
            path: "/v1/clearing/request-deposit",
            body: money("1"),
            status: 401,
            code: "gateway.notSigned"
        ),
        Case(
            testDescription: "a case that there isn't",
            person: .registrar,
            path: "/v1/registry/accept",
            body: #"{"registration":"RC-99"}"#,
            status: 404,
            code: "registry.registration.unknownCase"
        ),
        Case(
            testDescription: "a number of another kind",
            person: .registrar,
            path: "/v1/registry/accept",
            body: #"{"registration":"DP-1"}"#,
            status: 400,
            code: "gateway.wrongValue",
            pointer: "/registration"
        ),
        Case(
            testDescription: "a case in another state",
            person: .registrar,
            path: "/v1/registry/accept",
            body: #"{"registration":"RC-1"}"#,
            status: 409,
            code: "registry.registration.notSubmitted",
            facts: ["status": "registered"]
        ),
        Case(
            testDescription: "the other party's right",
            person: .outsider,
            path: "/v1/contracts/accept",
            body: #"{"contract":"TC-1"}"#,
            status: 403,
            code: "contracts.contract.notParty"
        ),
        Case(
            testDescription: "more than there is",
            person: .buyer,
            path: "/v1/clearing/request-withdrawal",
            body: money("3001"),
            status: 402,
            code: "kernel.insufficientFunds"
        ),
        Case(
            testDescription: "another currency",
            person: .buyer,
            path: "/v1/clearing/request-deposit",
            body: money("100", "USD"),
            status: 422,
            code: "clearing.payments.wrongCurrency"
        ),
        Case(
            testDescription: "a currency that isn't one",
            person: .buyer,
            path: "/v1/clearing/request-deposit",
            body: money("100", "cny"),
            status: 400,
            code: "gateway.wrongValue",
            pointer: "/amount/currency"
        ),
        Case(
            testDescription: "an integer beyond what JSON keeps",
            person: .buyer,
            path: "/v1/clearing/request-deposit",
            body: money("9007199254740992"),
            status: 400,
            code: "gateway.wrongValue",
            pointer: "/amount/amount"
        ),
        Case(
            testDescription: "an integer beyond every machine",
            person: .buyer,
            path: "/v1/clearing/request-deposit",
            body: money("99999999999999999999999"),
            status: 400,
            code: "gateway.wrongValue",
            pointer: "/amount/amount"
        ),
        Case(
            testDescription: "a fraction",
            person: .buyer,
            path: "/v1/clearing/request-deposit",
            body: money("1.5"),
            status: 400,
            code: "gateway.notJSON",
            pointer: "/amount/amount"
        ),
        Case(
            testDescription: "less than nothing",
            person: .buyer,
            path: "/v1/clearing/request-deposit",
            body: money("-1"),
            status: 422,
            code: "clearing.payments.notPositive"
        ),
        Case(
            testDescription: "a usage receipt that nobody has signed",
            person: .supplier,
            path: "/v1/contracts/settle-usage",
            body: receipt,
            status: 422,
            code: "gateway.attestationInvalid"
        ),
        Case(
            testDescription: "another price than the listed one",
            person: .buyer,
            path: "/v1/trading/take",
            body: """
                {"plan":"file","price":{"amount":1,"currency":"CNY"},"product":"DP-1",\
                "scenario":"能耗预测","version":1}
                """,
            status: 409,
            code: "trading.listing.otherPrice"
        ),
        Case(
            testDescription: "a member that isn't known",
            person: .buyer,
            path: "/v1/contracts/accept",
            body: #"{"contract":"TC-1","please":true}"#,
            status: 400,
            code: "gateway.unknownMember",
            pointer: "/please"
        ),
        Case(
            testDescription: "a member that lacks",
            person: .buyer,
            path: "/v1/contracts/accept",
            body: "{}",
            status: 400,
            code: "gateway.missingMember",
            pointer: "/contract"
        ),
        Case(
            testDescription: "a command that there isn't",
            person: .buyer,
            path: "/v1/contract/undo",
            body: "{}",
            status: 404,
            code: "gateway.unknownPath"
        ),
    ]

    @Test("A refusal has status, code, facts, place and both sentences", arguments: cases)
    func refusal(_ item: Case) async throws {
        let door = try MarketDoor.shared.get()
        let reply = try await door.run {
            try await $0.post(item.path, item.body, as: item.person)
        }
        #expect(reply.status == item.status)
        #expect(reply.fields[.contentType] == "application/problem+json")
        let problem = try ProblemDocument(wire: reply.bytes)
        #expect(problem.status == Int64(item.status))
        #expect(problem.code == item.code, "\(reply.text)")
        #expect(problem.pointer == item.pointer)
        let facts = Dictionary(uniqueKeysWithValues: problem.facts.map { ($0.name, $0.value) })
        for (name, value) in item.facts { #expect(facts[name] == value, "\(facts)") }
        #expect(problem.messages.zh.contains { !$0.isASCII })
        let english = problem.messages.en
        #expect(!english.isEmpty && !english.contains { !$0.isASCII })
        if let refusal = door.machine.refusal(item.code) {
            #expect(problem.messages == .init(en: refusal.en, zh: refusal.zh))
        }
    }

    @Test("A command's ID is for one content: the same again is the same, another is refused")
    func reusedID() async throws {
        let id = CommandID(high: 1, low: 1)
        let path = "/v1/clearing/request-deposit"
        let (first, again, other) = try await MarketDoor().run { client in
            (
                try await client.post(path, Self.money("1"), as: .buyer, id: id),
                try await client.post(path, Self.money("1"), as: .buyer, id: id),
                try await client.post(path, Self.money("2"), as: .buyer, id: id)
            )
        }
        #expect(first.status == 200)
        #expect(again.status == 200)
        #expect(again.text.contains(#""repeat":true"#))
        #expect(other.status == 409)
        #expect(try ProblemDocument(wire: other.bytes).code == "gateway.commandIDReused")
    }
}
