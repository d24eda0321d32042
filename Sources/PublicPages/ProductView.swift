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
        let completed = world[Contract.self].all().filter {
            $0.terms.product == id && $0.status == .completed
        }
        let isHalted = specification.resources.contains { resource in
            world.rights.restrictions(on: resource).contains { $0.kind == .halt }
        }
        return ProductPage(
            summary: try summary(card),
            state: isHalted ? .halted : .listed,
            frequency: try .init(specification.frequency),
            personalInformation: try Self.personalInformation(cases),
            records: specification.records,
            fields: specification.fields.map(Self.field),
            sales: .init(
                contracts: Int64(completed.count),
                value: Self.paid(completed),
                buyers: Int64(Set(completed.map(\.terms.buyer)).count)
            ),
            plans: try specification.plans.compactMap(Self.plan),
            scenarios: specification.scenarios,
            prohibitedUses: specification.prohibitedUses,
            sample: Self.sample(specification, cases.first),
            resources: try cases.map(resource),
            opinion: try opinion(card),
            provider: provider(card),
            versions: versions(product),
            ordering: isHalted ? [] : Self.ordering(card),
            proof: try facts.listings[id].flatMap { try prove($0.sequence) }
        )
    }

    /// The strongest of what the resources say.
    private static func personalInformation(
        _ cases: [Registration.CaseFile]
    ) throws -> Portal.PersonalInformation {
        let said = try cases.map { file in
            try Portal.PersonalInformation(file.disclosure.personalInformation)
        }
        return Portal.PersonalInformation.allCases.last(where: said.contains) ?? .none
    }

    private static func field(_ field: FieldSpecification) -> ProductPage.Field {
        .init(
            name: field.name,
            type: field.type,
            unit: field.unit,
            note: field.note,
            missing: field.missing,
            distinct: field.distinct
        )
    }

    /// A plan; `nil` if its price is out of range, which the product library refuses.
    private static func plan(_ plan: Products.Plan) throws -> ProductPage.Plan? {
        guard let total = plan.pricing.total else { return nil }
        let pricing: ProductPage.Plan.Pricing =
            switch plan.pricing {
            case .oneOff(let price): .oneOff(price: price)
            case .perCall(let unit, let quota): .perCall(unit: unit, quota: quota, total: total)
            }
        return ProductPage.Plan(
            code: plan.code,
            name: plan.title,
            delivery: try .init(plan.delivery),
            pricing: pricing,
            termDays: plan.termDays
        )
    }

    /// The rows that a visitor can check; the header is leaf 0.
    private static func sample(
        _ specification: Products.Specification,
        _ file: Registration.CaseFile?
    ) -> ProductPage.Sample? {
        let proved = specification.sample.map { row in
            ProductPage.Sample.Row(
                cells: row.row,
                index: row.index,
                canonical: String(decoding: row.row.wire, as: UTF8.self),
                salt: row.salt,
                path: row.path
            )
        }
        let rows = proved.filter { $0.index > 0 }
        guard let fingerprint = file?.disclosure.fingerprint, !rows.isEmpty,
            let header = proved.first(where: { $0.index == 0 })
        else { return nil }
        return ProductPage.Sample(
            header: header,
            rows: rows,
            total: fingerprint.leaves - 1,
            root: fingerprint.root
        )
    }

    private func resource(_ file: Registration.CaseFile) throws -> ProductPage.Resource {
        let disclosure = file.disclosure
        let certificate = world[Registration.self].certificate(of: file.resource)
        return ProductPage.Resource(
            id: file.resource,
            name: disclosure.title,
            acquisition: try .init(disclosure.acquisition),
            coverage: try .init(disclosure.coverage),
            from: disclosure.from,
            through: disclosure.through,
            industry: disclosure.industry,
            bytes: disclosure.bytes,
            certificate: try certificate.map { certificate in
                .init(
                    number: certificate.number.text,
                    rights: try certificate.rights.map { try .init($0) },
                    state: state(of: certificate)
                )
            }
        )
    }

    private func opinion(_ card: ProductCard) throws -> ProductPage.Opinion? {
        guard let opinion = card.opinion, let assessor = card.assessor,
            let version = world[ProductLibrary.self].version(card.version, of: card.product),
            let given = version.opinedAt
        else { return nil }
        return ProductPage.Opinion(
            assessor: title(assessor),
            conclusion: try .init(opinion.conclusion),
            conditions: opinion.conditions,
            recorded: given,
            validThrough: Day(given).adding(months: world.rules.trading.opinionMonths),
            report: opinion.report
        )
    }

    private func provider(_ card: ProductCard) -> ProductPage.Provider {
        let contracts = world[Contract.self].all().filter {
            $0.terms.supplier == card.supplier && $0.status == .completed
        }
        return ProductPage.Provider(
            id: card.supplier,
            name: card.supplierTitle,
            admitted: facts.admissions[card.supplier]?.at,
            products: Int64(listed.filter { $0.supplier == card.supplier }.count),
            contracts: Int64(contracts.count),
            contact: card.specification.contact
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
                recorded: place.at,
                specification: version.digest,
                sequence: place.sequence,
                isListed: number == product.listed
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
