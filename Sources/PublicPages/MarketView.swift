import Contracts
import Gateway
import Kernel
import Membership
import Portal
import Products
import Queries
import Registry
import Units
import Wire

/// The market as the portal shows it, from the durable state.
struct MarketView: Sendable {
    let world: World
    let facts: PublicIndex.Facts

    /// How many products stand on a page.
    private static let pageSize = 20

    /// The listed products, the one listed last first.
    var listed: [ProductCard] {
        world[ProductLibrary.self].all()
            .compactMap { product in
                product.listed.flatMap { ProductCard(product, version: $0, in: world) }
            }
            .sorted { ($1.listedAt ?? world.time) < ($0.listedAt ?? world.time) }
    }

    func home(_ checkpoint: Portal.Checkpoint?) throws -> HomePage {
        let contracts = world[Contract.self].all().filter { $0.status == .completed }
        let certificates = world[Registration.self].allCertificates().filter {
            $0.isValid(at: world.time)
        }
        return HomePage(
            totals: .init(
                members: Int64(world[Admission.self].files().filter { $0.status == .active }.count),
                products: Int64(listed.count),
                certificates: Int64(certificates.count),
                contracts: Int64(contracts.count),
                value: Self.paid(contracts),
                records: world.sequence
            ),
            checkpoint: checkpoint,
            newest: try listed.prefix(6).map { try summary($0) },
            certificate: certificates.last?.number.text
        )
    }

    func page(_ query: MarketQuery) throws -> MarketPage {
        let words = ProductFilter(search: query.text.isEmpty ? nil : query.text)
        let found = try listed.filter(words.matches).map { try summary($0) }
        let fitting = found.filter { query.fits($0) }.sorted { query.precedes($0, $1) }
        let start = query.cursor.flatMap { Int($0) } ?? 0
        let first = min(max(start, 0), fitting.count)
        let end = min(first + Self.pageSize, fitting.count)
        return MarketPage(
            query: query,
            total: Int64(fitting.count),
            kinds: counts(found, query.without(\.kinds)) { [$0.kind] },
            levels: counts(found, query.without(\.levels)) { [$0.level] },
            modes: counts(found, query.without(\.modes)) { $0.modes },
            results: Array(fitting[first..<end]),
            newer: first > 0 ? "\(max(0, first - Self.pageSize))" : nil,
            older: end < fitting.count ? "\(end)" : nil
        )
    }

    private func counts<Facet: Hashable>(
        _ products: [ProductSummary],
        _ query: MarketQuery,
        _ facets: (ProductSummary) -> [Facet]
    ) -> [Facet: Int64] {
        products.filter { query.fits($0) }.flatMap(facets)
            .reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    /// What was paid under these contracts.
    static func paid(_ contracts: [Contract.ContractFile]) -> Money {
        contracts.reduce(.fen(0)) { $0.adding($1.released) ?? $0 }
    }

    func summary(_ card: ProductCard) throws -> ProductSummary {
        let specification = card.specification
        var modes: [Portal.DeliveryMode] = []
        for plan in specification.plans {
            let mode = try Portal.DeliveryMode(plan.delivery)
            if !modes.contains(mode) { modes.append(mode) }
        }
        let prices = specification.plans.compactMap(\.pricing.total)
        return ProductSummary(
            id: card.product,
            name: specification.title,
            abstract: specification.summary,
            provider: card.supplierTitle,
            kind: try .init(specification.kind),
            level: try .init(specification.level),
            modes: modes,
            completeness: specification.completeness,
            price: prices.min { $0.amount < $1.amount } ?? .fen(0),
            listed: card.listedAt ?? world.time
        )
    }
}

extension MarketQuery {
    fileprivate func fits(_ product: ProductSummary) -> Bool {
        if !kinds.isEmpty, !kinds.contains(product.kind) { return false }
        if !levels.isEmpty, !levels.contains(product.level) { return false }
        if !modes.isEmpty, modes.isDisjoint(with: product.modes) { return false }
        if let fromYuan, product.price.amount / 100 < fromYuan { return false }
        if let toYuan, product.price.amount / 100 > toYuan { return false }
        return true
    }

    fileprivate func precedes(_ a: ProductSummary, _ b: ProductSummary) -> Bool {
        switch order {
        case .relevance, .newest: (b.listed, a.id) < (a.listed, b.id)
        case .cheapest: (a.price.amount, a.id) < (b.price.amount, b.id)
        case .dearest: (b.price.amount, a.id) < (a.price.amount, b.id)
        }
    }

    fileprivate func without<Facet>(_ facet: WritableKeyPath<Self, Set<Facet>>) -> Self {
        var query = self
        query[keyPath: facet] = []
        return query
    }
}
