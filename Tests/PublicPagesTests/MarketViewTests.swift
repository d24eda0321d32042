import ExchangeTesting
import Kernel
import KernelTesting
import Portal
import Testing
import Units

@testable import PublicPages

@Suite("Pages on a market")
struct MarketViewTests {
    /// A market with one product, listed and bought.
    static let sold = view(.delivered)

    @Test(
        "Product, data resource and certificate link to one another",
        arguments: Language.allCases
    )
    func links(language: Language) throws {
        let product = try #require(try Self.sold.product("DP-1") { _ in nil })
        let resource = try #require(try Self.sold.registered("DR-1") { _ in nil } as? ResourcePage)
        let address = "/registry/\(resource.certificate)"
        let certificate = try #require(
            try Self.sold.registered(resource.certificate) { _ in nil } as? CertificatePage
        )
        #expect(
            [product.address, resource.address, certificate.address] == [
                "/market/DP-1", "/registry/DR-1", address,
            ]
        )
        #expect(links(on: product, language).isSuperset(of: ["/registry/DR-1", address]))
        #expect(links(on: resource, language).isSuperset(of: ["/market/DP-1", address]))
        #expect(
            links(on: certificate, language).isSuperset(of: ["/market/DP-1", "/registry/DR-1"])
        )
    }

    @Test("The market shows the completeness that the listed specification states")
    func completeness() throws {
        let found = try Self.sold.page(MarketQuery())
        #expect(found.results.map(\.id.text) == ["DP-1"])
        #expect(found.results.map(\.completeness) == [990_000])
        let page = String(decoding: found.render(.en, site: Self.site), as: UTF8.self)
        #expect(page.contains(#"aria-label="Completeness 99.00%""#))
    }

    @Test("What isn't listed or registered has no page")
    func absent() throws {
        let registered = Self.view(.registered)
        #expect(try registered.product("DP-1") { _ in nil } == nil)
        #expect(try registered.page(MarketQuery()).total == 0)
        let empty = MarketView(world: TestVenue.market().machine.world, facts: .init())
        for number in ["DR-1", "RC-1", "SJ1112026110001", "nonsense", ""] {
            #expect(try empty.registered(number) { _ in nil } == nil)
        }
    }

    private static let site = Site(name: Pair("市场", "Market"), checkpoint: nil)

    private static func view(_ step: DealStep) -> MarketView {
        MarketView(world: TestVenue.deal(until: step).machine.world, facts: .init())
    }

    /// Where a page's links lead, without the language.
    private func links(on page: any Page, _ language: Language) -> Set<String> {
        let markup = String(decoding: page.render(language, site: Self.site), as: UTF8.self)
        let start = "/\(language.rawValue)"
        return Set(
            markup.matches(of: /href="([^"]*)"/).map { String($0.1) }
                .filter { $0.hasPrefix("\(start)/") }.map { String($0.dropFirst(start.count)) }
        )
    }
}
