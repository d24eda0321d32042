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
            .sorted { ($0.listedAt?.microseconds ?? 0) > ($1.listedAt?.microseconds ?? 0) }
    }

    func home(_ checkpoint: Portal.Checkpoint?) -> HomePage {
        let contracts = world[Contract.self].all().filter { $0.status == .completed }
        let certificates = world[Registration.self].allCertificates().filter {
            $0.isValid(at: world.time)
        }
        return HomePage(
            totals: .init(
                members: Int64(world[Admission.self].files().filter { $0.status == .active }.count),
                products: Int64(listed.count),
                certificates: Int64(certificates.count),
                deals: Int64(contracts.count),
                dealsFen: contracts.reduce(0) { $0 + $1.released.amount },
                records: world.sequence
            ),
            checkpoint: checkpoint,
            newest: listed.prefix(6).map { summary($0) },
            certificate: certificates.last?.number.text
        )
    }

    func page(_ query: MarketQuery) -> MarketPage {
        let words = ProductFilter(search: query.text.isEmpty ? nil : query.text)
        let found = listed.filter(words.matches).map { summary($0) }
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

    func summary(_ card: ProductCard) -> ProductSummary {
        let specification = card.specification
        let prices = specification.plans.compactMap { $0.pricing.total?.amount }
        var modes: [Portal.DeliveryMode] = []
        for plan in specification.plans {
            let mode: Portal.DeliveryMode = plan.delivery == .file ? .file : .api
            if !modes.contains(mode) { modes.append(mode) }
        }
        return ProductSummary(
            code: card.product.text,
            name: specification.title.zh,
            abstract: specification.summary.zh,
            provider: card.supplierTitle.zh,
            kind: Portal.ProductKind(specification.kind),
            level: Portal.DataLevel(specification.level),
            modes: modes,
            quality: nil,
            lowestFen: prices.min(),
            listedAt: card.listedAt?.microseconds ?? 0
        )
    }
}

extension MarketQuery {
    fileprivate func fits(_ product: ProductSummary) -> Bool {
        if !kinds.isEmpty, !kinds.contains(product.kind) { return false }
        if !levels.isEmpty, !levels.contains(product.level) { return false }
        if !modes.isEmpty, modes.isDisjoint(with: product.modes) { return false }
        if let fromYuan, (product.lowestFen ?? 0) / 100 < fromYuan { return false }
        if let toYuan, (product.lowestFen ?? .max) / 100 > toYuan { return false }
        return true
    }

    fileprivate func precedes(_ a: ProductSummary, _ b: ProductSummary) -> Bool {
        switch order {
        case .relevance, .newest: (b.listedAt, a.code) < (a.listedAt, b.code)
        case .cheapest: (a.lowestFen ?? .max, a.code) < (b.lowestFen ?? .max, b.code)
        case .dearest: (b.lowestFen ?? 0, a.code) < (a.lowestFen ?? 0, b.code)
        }
    }

    fileprivate func without<Facet>(_ facet: WritableKeyPath<Self, Set<Facet>>) -> Self {
        var query = self
        query[keyPath: facet] = []
        return query
    }
}

extension Portal.ProductKind {
    init(_ kind: Products.ProductKind) {
        switch kind {
        case .dataSet, .api, .report, .model: self = .commercialData
        case .tool: self = .analyticsTool
        case .solution: self = .dataSolution
        case .service: self = .dataService
        }
    }
}

extension Portal.DataLevel {
    init(_ level: Registry.DataLevel) {
        switch level {
        case .general: self = .general
        case .important: self = .important
        case .core: self = .core
        }
    }
}
