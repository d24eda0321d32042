import Contracts
import Kernel
import Ledgers
import Membership
import Portal
import Products
import Queries
import Registry
import Units
import Wire

extension MarketView {
    /// The page of a listed product; `nil` when there is none such.
    func product(_ code: String, _ prove: (Int64) throws -> LedgerProof?) throws -> ProductPage? {
        guard let id = ID<DataProduct>(text: code),
            let product = world[ProductLibrary.self].product(id), let version = product.listed,
            let card = ProductCard(product, version: version, in: world)
        else { return nil }
        let specification = card.specification
        let cases = specification.resources.compactMap { world[Registration.self].file(of: $0) }
        let contracts = world[Contract.self].all().filter { $0.terms.product == id }
        let completed = contracts.filter { $0.status == .completed }
        return ProductPage(
            summary: summary(card),
            state: .listed,
            frequency: Portal.UpdateFrequency(rawValue: specification.frequency.rawValue) ?? .other,
            industry: cases.first?.disclosure.industry ?? "",
            region: cases.first.map { Self.label($0.disclosure.coverage) } ?? "",
            period: cases.first.map { "\($0.disclosure.from) – \($0.disclosure.through)" } ?? "",
            sales: .init(
                contracts: Int64(contracts.count),
                fen: completed.reduce(0) { $0 + $1.released.amount },
                disputes: 0
            ),
            plans: specification.plans.map(Self.plan),
            scenarios: specification.scenarios,
            prohibited: specification.prohibitedUses,
            specification: Self.dictionary(specification, cases.first),
            sample: Self.sample(specification, cases.first),
            quality: nil,
            rights: rights(cases),
            opinion: opinion(card),
            provider: provider(card, completed),
            versions: versions(product),
            ordering: Self.ordering(card),
            proof: try facts.listings[id].flatMap { try prove($0.sequence) }
        )
    }

    private static func label(_ coverage: Coverage) -> String {
        switch coverage {
        case .international: "国际"
        case .national: "全国"
        case .province: "省级"
        case .city: "市级"
        case .district: "区县级"
        case .belowDistrict: "区县级以下"
        }
    }

    private static func plan(_ plan: Products.Plan) -> ProductPage.Plan {
        let terms: ProductPage.Plan.Terms =
            switch plan.pricing {
            case .oneOff: .oneOff
            case .perCall(_, let quota): .calls(quota: quota, days: plan.termDays)
            }
        return ProductPage.Plan(
            code: plan.code,
            name: plan.title.zh,
            mode: plan.delivery == .file ? .file : .api,
            terms: terms,
            fen: plan.pricing.total?.amount,
            note: ""
        )
    }

    private static func dictionary(
        _ specification: Products.Specification,
        _ file: Registration.CaseFile?
    ) -> ProductPage.Specification {
        ProductPage.Specification(
            rows: specification.records,
            bytes: file?.disclosure.bytes ?? 0,
            format: "CSV",
            columns: specification.fields.map { field in
                .init(
                    name: field.name,
                    type: field.type,
                    meaning: field.note.zh + (field.unit.map { "（\($0)）" } ?? ""),
                    missing: field.missing ?? 0,
                    distinct: field.distinct,
                    spread: []
                )
            }
        )
    }

    /// The rows that a visitor can check; the header is row 0.
    private static func sample(
        _ specification: Products.Specification,
        _ file: Registration.CaseFile?
    ) -> ProductPage.Sample? {
        guard let fingerprint = file?.disclosure.fingerprint,
            let header = specification.sample.first(where: { $0.index == 0 })
        else { return nil }
        let rows = specification.sample.filter { $0.index > 0 }.map { row in
            ProductPage.Sample.Row(
                cells: row.row,
                index: row.index,
                leaf: row.salt.bytes + row.row.wire,
                path: row.path
            )
        }
        return rows.isEmpty
            ? nil
            : ProductPage.Sample(
                columns: header.row,
                rows: rows,
                size: fingerprint.leaves,
                root: fingerprint.root
            )
    }

    private func rights(_ cases: [Registration.CaseFile]) -> ProductPage.Rights {
        ProductPage.Rights(
            resources: cases.map { file in
                .init(
                    name: file.disclosure.title.zh,
                    source: DataSource(file.disclosure.acquisition)
                )
            },
            certificates: cases.compactMap { file in
                world[Registration.self].certificate(of: file.resource).map { certificate in
                    .init(
                        number: certificate.number.text,
                        rights: certificate.rights.map(Portal.RightType.init),
                        state: certificate.isValid(at: world.time) ? .valid : .expired
                    )
                }
            },
            granted: .usage
        )
    }

    private func opinion(_ card: ProductCard) -> ProductPage.Opinion? {
        guard let opinion = card.opinion, let assessor = card.assessor,
            let version = world[ProductLibrary.self].version(card.version, of: card.product),
            let at = version.opinedAt
        else { return nil }
        let conclusion: ProductPage.Opinion.Conclusion =
            switch opinion.conclusion {
            case .pass: .pass
            case .conditional: .conditional
            case .fail: .fail
            }
        let until = Day(at).adding(months: world.rules.trading.opinionMonths).start
        return ProductPage.Opinion(
            firm: world[Admission.self].file(of: assessor)?.application.title.zh ?? "",
            conclusion: conclusion,
            conditions: opinion.conditions,
            issuedAt: at.microseconds,
            validUntil: until.microseconds,
            document: opinion.report
        )
    }

    private func provider(
        _ card: ProductCard,
        _ completed: [Contract.ContractFile]
    ) -> ProductPage.Provider {
        ProductPage.Provider(
            code: card.supplier.text,
            name: card.supplierTitle.zh,
            admittedAt: facts.admissions[card.supplier]?.at.microseconds ?? 0,
            products: Int64(listed.filter { $0.supplier == card.supplier }.count),
            contracts: Int64(completed.count)
        )
    }

    private func versions(_ product: ProductLibrary.Product) -> [ProductPage.Version] {
        let places = facts.versions[product.id] ?? [:]
        return (1...max(product.version, 1)).reversed().compactMap { number in
            guard let place = places[number],
                let version = world[ProductLibrary.self].version(number, of: product.id)
            else { return nil }
            return ProductPage.Version(
                number: number,
                publishedAt: place.at.microseconds,
                note: number == product.listed ? "挂牌版本" : "",
                specification: version.digest,
                sequence: place.sequence
            )
        }
    }

    /// How to buy with the command line: the commands as they are typed.
    private static func ordering(_ card: ProductCard) -> [ProductPage.OrderStep] {
        guard let plan = card.specification.plans.first, let total = plan.pricing.total,
            let scenario = card.specification.scenarios.first
        else { return [] }
        let take =
            "databourse call trading/take product=\(card.product) version=\(card.version) "
            + "plan=\(plan.code) scenario=\(scenario) price.amount=\(total.amount) price.currency=CNY"
        return [
            .init(
                explanation: Pair("按挂牌价取得方案，生成合约", "Take a plan at its listed price"),
                command: take
            ),
            .init(
                explanation: Pair("核对条款摘要并签署合约", "Check the terms' digest, and sign"),
                command: "databourse call contracts/sign contract=TC-… terms=…"
            ),
            .init(
                explanation: Pair("付款至托管，取得访问权限", "Pay into escrow, and get the entitlement"),
                command: "databourse call contracts/fund contract=TC-… accessKey=ed25519:…"
            ),
            .init(
                explanation: Pair("向供方节点取数并签收", "Fetch from the supplier's node, and sign for it"),
                command: "databourse fetch AE-… -o data.csv"
            ),
        ]
    }
}

extension DataSource {
    init(_ acquisition: Acquisition) {
        switch acquisition {
        case .ownCollection, .civilContract, .utility, .publicDuty: self = .collected
        case .crawledPublic: self = .crawledPublic
        case .agreement, .entrusted: self = .agreed
        case .derived: self = .derived
        }
    }
}

extension Portal.RightType {
    init(_ right: Ledgers.RightType) {
        switch right {
        case .holding: self = .holding
        case .usage: self = .usage
        case .operation: self = .operation
        }
    }
}
