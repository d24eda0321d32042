import Foundation
import Gateway
import Testing
import Wire

@Suite("Looking for products")
struct SearchTests {
    /// What is asked, and whether the one listed product is found.
    static let searches: [(query: String, isFound: Bool)] = [
        ("search=空气质量", true),
        ("search=air%20quality", true),
        ("search=AIR+Beijing", true),
        // Words of both languages, and in another order.
        ("search=小时+beijing", true),
        ("search=能耗", true),
        ("search=细颗粒", true),
        ("search=pm2.5", true),
        ("search=会员7号", true),
        ("search=DP-1", true),
        ("search=+", true),
        // Only the draft and the unlisted version say so.
        ("search=草案", false),
        ("search=第二版", false),
        ("search=空气+股票", false),
        ("kind=dataSet", true),
        ("kind=model", false),
        ("delivery=api", true),
        ("supplier=M-7", true),
        ("supplier=M-10", false),
        ("kind=dataSet&delivery=file&supplier=M-7&search=air", true),
        ("kind=dataSet&delivery=file&supplier=M-10&search=air", false),
    ]

    @Test("Every word and every filter must fit", arguments: searches)
    func search(_ search: (query: String, isFound: Bool)) async throws {
        let target = "/v1/products?" + search.query.asciiTarget
        let reply = try await MarketDoor.shared.get().run {
            try await $0.get(target, as: .stranger)
        }
        #expect(try reply.numbers() == (search.isFound ? "DP-1" : ""))
    }

    @Test(
        "A filter that isn't one is refused",
        arguments: [
            "kind=stocks", "delivery=pigeon", "supplier=7", "supplier=M-07", "limit=0",
            "limit=201", "after=zz", "after=31", "colour=red", "search=a&search=b",
        ]
    )
    func refused(_ query: String) async throws {
        let reply = try await MarketDoor.shared.get().run {
            try await $0.get("/v1/products?\(query)", as: .stranger)
        }
        #expect(reply.status == 400)
        let problem = try ProblemDocument(wire: reply.bytes)
        #expect(
            problem.code
                == (query.hasPrefix("colour")
                    ? "gateway.unknownParameter" : "gateway.invalidParameter")
        )
    }

    @Test("Pages follow one another without gap or repeat", arguments: [1, 2, 3, 7, 100])
    func paging(_ limit: Int) async throws {
        let targets = ["/v1/members", "/v1/accounts", "/v1/registry/cases", "/v1/payments"]
        for target in targets {
            let (whole, pages) = try await MarketDoor.shared.get().run { client in
                let whole = try await client.get(target, as: .auditor).numbers()
                var pages: [String] = []
                var next: String?
                repeat {
                    let after = next.map { "&after=\($0)" } ?? ""
                    let reply = try await client.get(
                        "\(target)?limit=\(limit)\(after)",
                        as: .auditor
                    )
                    pages.append(try reply.numbers())
                    next = try reply.next()
                } while next != nil
                return (whole, pages)
            }
            #expect(pages.joined(separator: " ") == whole)
            let count = whole.split(separator: " ").count
            #expect(pages.count == (count + limit - 1) / limit)
        }
    }
}

extension Reply {
    /// Where the next page begins.
    fileprivate func next() throws -> String? {
        let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        return object?["next"] as? String
    }
}

extension String {
    /// What isn't ASCII, percent-encoded.
    fileprivate var asciiTarget: String {
        utf8.map { $0 < 128 ? String(UnicodeScalar($0)) : "%" + String($0, radix: 16) }.joined()
    }
}
