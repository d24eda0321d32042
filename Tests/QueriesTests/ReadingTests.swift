import Foundation
import Gateway
import HTTPTypes
import HummingbirdTesting
import Queries
import Testing

/// Who may read what: for every query, who sees which elements.
@Suite("Who may read what")
struct ReadingTests {
    /// What one query shows: the elements' numbers, or the status when there is no answer.
    struct Policy: Sendable {
        let query: String
        var parameters = ""
        /// Who sees what.
        var shown: [Person: String] = [:]
        /// What everybody else sees.
        let others: String
    }

    private static func each(_ people: [Person], _ shown: String) -> [Person: String] {
        Dictionary(uniqueKeysWithValues: people.map { ($0, shown) })
    }

    private static let parties: [Person] = [.supplier, .buyer]
    private static let accounts =
        "cash:M-7 cash:M-8 outgoing:M-8 escrow:TC-1 house bank"

    static let policies: [Policy] = [
        Policy(
            query: "/v1/members",
            others: "M-1 M-2 M-3 M-4 M-5 M-6 M-7 M-8 M-9 M-10"
        ),
        Policy(query: "/v1/members/M-7", others: "M-7"),
        // An application is nobody's business.
        Policy(query: "/v1/members/M-11", others: "404"),
        Policy(
            query: "/v1/membership/files",
            shown: each(Person.overseers, "M-1 M-2 M-3 M-4 M-5 M-6 M-7 M-8 M-9 M-10 M-11")
                .merging(
                    [
                        .registrar: "M-2", .bank: "M-5", .formerAuditor: "M-6",
                        .supplier: "M-7", .buyer: "M-8", .assessor: "M-9", .outsider: "M-10",
                        .applicant: "M-11",
                    ]
                ) { $1 },
            others: ""
        ),
        Policy(query: "/v1/registry/certificates", others: "SJ1112026110001"),
        Policy(query: "/v1/registry/certificates/SJ1112026110001", others: "SJ1112026110001"),
        Policy(query: "/v1/registry/certificates/SJ1112026110002", others: "404"),
        Policy(query: "/v1/registry/notices", others: "RC-2"),
        Policy(
            query: "/v1/registry/cases",
            shown: each(Person.overseers + [.registrar], "RC-1 RC-2 RC-3")
                .merging([.supplier: "RC-1 RC-2", .outsider: "RC-3"]) { $1 },
            others: ""
        ),
        Policy(
            query: "/v1/registry/cases/RC-2",
            shown: each(Person.overseers + [.registrar, .supplier], "RC-2"),
            others: "404"
        ),
        Policy(query: "/v1/products", others: "DP-1"),
        Policy(
            query: "/v1/products/mine",
            shown: [.supplier: "DP-1 DP-2", .stranger: "401"],
            others: ""
        ),
        Policy(query: "/v1/products/DP-1", others: "DP-1"),
        Policy(query: "/v1/products/DP-1", parameters: "?version=1", others: "DP-1"),
        Policy(
            query: "/v1/products/DP-1",
            parameters: "?version=2",
            shown: each(Person.overseers + [.supplier, .assessor], "DP-1"),
            others: "404"
        ),
        Policy(query: "/v1/products/DP-1", parameters: "?version=3", others: "404"),
        Policy(
            query: "/v1/products/DP-2",
            shown: each(Person.overseers + [.supplier, .assessor], "DP-2"),
            others: "404"
        ),
        Policy(
            query: "/v1/accounts",
            shown: each(Person.overseers, accounts)
                .merging(
                    [
                        .supplier: "cash:M-7 escrow:TC-1",
                        .buyer: "cash:M-8 outgoing:M-8 escrow:TC-1",
                        .bank: "bank",
                    ]
                ) { $1 },
            others: ""
        ),
        Policy(
            query: "/v1/payments",
            shown: each(Person.overseers + [.bank], "PAY-1 PAY-2 PAY-3")
                .merging([.buyer: "PAY-1 PAY-3", .outsider: "PAY-2"]) { $1 },
            others: ""
        ),
        Policy(
            query: "/v1/payments",
            parameters: "?pending=true",
            shown: each(Person.overseers + [.bank], "PAY-2 PAY-3")
                .merging([.buyer: "PAY-3", .outsider: "PAY-2"]) { $1 },
            others: ""
        ),
        Policy(
            query: "/v1/contracts",
            shown: each(Person.overseers + parties, "TC-1 TC-2"),
            others: ""
        ),
        Policy(
            query: "/v1/contracts/TC-1",
            shown: each(Person.overseers + parties, "TC-1"),
            others: "404"
        ),
        Policy(
            query: "/v1/entitlements/AE-1",
            shown: each(Person.overseers + parties, "AE-1"),
            others: "404"
        ),
    ]

    @Test("Everybody sees exactly what the policy says", arguments: policies)
    func policy(_ policy: Policy) async throws {
        let seen = try await MarketDoor.shared.get().run { client in
            var seen: [Person: String] = [:]
            for person in Person.allCases {
                let reply = try await client.get(policy.query + policy.parameters, as: person)
                seen[person] = try reply.numbers()
            }
            return seen
        }
        let expected = Self.each(Person.allCases, policy.others).merging(policy.shown) { $1 }
        #expect(seen == expected)
    }

    @Test("Every query has a policy", arguments: exchangeQueries.map(\.path))
    func complete(_ template: String) {
        let pattern = template.split(separator: "/")
        let matching = Self.policies.filter { policy in
            let parts = policy.query.split(separator: "/")
            return parts.count == pattern.count
                && zip(parts, pattern).allSatisfy { $0 == $1 || $1.hasPrefix("{") }
        }
        #expect(!matching.isEmpty)
    }

    @Test("What depends on who asks, no shared cache may keep; what is public, it may")
    func caching() async throws {
        let (own, open) = try await MarketDoor.shared.get().run { client in
            (
                try await client.get("/v1/accounts", as: .buyer),
                try await client.get("/v1/products", as: .buyer)
            )
        }
        #expect(own.fields[.cacheControl] == "private, no-cache")
        #expect(open.fields[.cacheControl] == "no-cache")
    }
}

extension Reply {
    /// The numbers of the answer's elements; the status when there is no answer.
    func numbers() throws -> String {
        guard status == 200 else { return "\(status)" }
        let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        let answer = try #require(object)
        let elements = answer["data"] as? [[String: Any]] ?? [answer]
        let names = ["id", "number", "registration", "product", "account", "member"]
        return try elements.map { element in
            try #require(names.lazy.compactMap { element[$0] as? String }.first)
        }
        .joined(separator: " ")
    }
}
