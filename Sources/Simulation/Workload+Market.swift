import Clearing
import Contracts
import ExchangeTesting
import Kernel
import KernelTesting
import Ledgers
import Membership
import Products
import Registry
import Trading
import Units

/// Commands that may be accepted: each looks for something that waits for it.
extension Workload {
    // MARK: Members, rules and restrictions

    mutating func housekeeping(_ machine: StateMachine) -> Attempt {
        switch random.number(in: 0...9) {
        case 0...4: membership(machine)
        case 5: restriction(machine)
        case 6: closing(machine)
        default: house(machine)
        }
    }

    private mutating func house(_ machine: StateMachine) -> Attempt {
        let world = machine.world
        switch random.number(in: 0...5) {
        case 0: return attempt(House.self, .open(.example), by: nil)
        case 1:
            let number = random.number(in: -1...world.sequence)
            let attestation = House.Command.attest(sequence: number, digest: .example(number))
            return attempt(House.self, attestation, by: nil)
        case 2:
            let seconds = random.number(in: 0...7_200)
            return attempt(
                House.self,
                .advanceClock(seconds: seconds),
                by: key(.venueOperator, machine)
            )
        default:
            let rules = rules(after: world.rules)
            return attempt(
                House.self,
                .publishRules(rules: rules),
                by: key(.venueOperator, machine)
            )
        }
    }

    private mutating func rules(after old: RuleBook) -> RuleBook {
        let rates = (0..<3).map { _ in BasisPoints(random.number(in: 0...600)) }
        return RuleBook(
            version: old.version + (random.oneIn(8) ? 0 : 1),
            calendar: old.calendar,
            registration: .init(
                acceptanceDays: random.number(in: 1...5),
                examinationDays: 10,
                publicityDays: random.number(in: 1...10),
                validityYears: random.number(in: 1...5),
                region: random.number(in: 9...14),
                agency: random.number(in: 0...2)
            ),
            trading: .init(
                acceptanceDays: random.number(in: 1...20),
                opinionMonths: 12,
                signingDays: random.number(in: 1...20)
            ),
            fees: .init(tiers: [
                .init(upTo: random.number(in: 1...1_000_000), rate: rates[0]),
                .init(upTo: random.number(in: 1_000_000...9_000_000), rate: rates[1]),
                .init(rate: rates[2]),
            ])
        )
    }

    private mutating func membership(_ machine: StateMachine) -> Attempt {
        let files = Array(machine.world[Admission.self].files())
        let chosen = random.element(of: files)
        let member = random.oneIn(20) ? ID(number(upTo: 99)) : chosen?.id ?? ID(1)
        let operators = key(.venueOperator, machine)
        let waiting = random.element(of: files.filter { $0.status == .applied })
        let suspended = random.element(of: files.filter { $0.status == .suspended })
        switch random.number(in: 0...15) {
        case 0...2:
            makeKey()
            let role = random.element(of: Role.allCases) ?? .dataProvider
            let code = random.oneIn(5) ? number(upTo: keys) : keys
            let application = Admission.Application(
                title: Title(zh: "会员\(keys)", en: nil),
                uscc: .example(code % 1_000_000),
                contact: "a",
                roles: random.oneIn(6) ? [role, .dataProvider] : [role],
                key: .example(keys)
            )
            return attempt(Admission.self, .apply(application), by: .example(keys))
        case 3...5:
            let roles = waiting?.application.roles ?? [.dataProvider]
            let admit = Admission.Command.admit(member: waiting?.id ?? member, roles: roles)
            return attempt(Admission.self, admit, by: operators)
        case 6:
            let refuse = Admission.Command.refuse(member: waiting?.id ?? member, ground: "资料不全")
            return attempt(Admission.self, refuse, by: operators)
        case 7:
            let suspend = Admission.Command.suspend(member: member, ground: "逾期")
            return attempt(Admission.self, suspend, by: operators)
        case 8...11:
            let reinstate = Admission.Command.reinstate(member: suspended?.id ?? member)
            return attempt(Admission.self, reinstate, by: operators)
        case 12...13:
            let own = key(of: member, machine)
            makeKey()
            let add = Admission.Command.addKey(
                key: .example(random.oneIn(6) ? 1 : keys),
                proof: .example,
                member: member
            )
            return attempt(Admission.self, add, by: own)
        case 14:
            let own = key(of: member, machine)
            return attempt(Admission.self, .revokeKey(keyID: own), by: own)
        default:
            makeKey()
            return attempt(Admission.self, .found(.example(keys)), by: nil)
        }
    }

    private mutating func restriction(_ machine: StateMachine) -> Attempt {
        let known = machine.world[Registration.self].files().reduce(0) {
            $0 + ($1.id.number > 0 ? 1 : 0)
        }
        let resource = ID<DataResource>(number(upTo: Int64(known)))
        let standing = machine.world.rights.restrictions(on: resource).first
        let kind = random.element(of: Restriction.Kind.allCases) ?? .freeze
        let command: Court.Command =
            standing.map { .lift($0.key) }
            ?? (random.oneIn(3)
                ? .lift(RestrictionKey(resource: resource, number: 1))
                : .restrict(resource: resource, kind: kind, basis: "京01执1号"))
        return attempt(Court.self, command, by: nil)
    }

    /// The exchange's own commands of contracts, given before they are due.
    private mutating func closing(_ machine: StateMachine) -> Attempt {
        let contracts = Array(machine.world[Contract.self].all())
        let chosen = random.element(of: contracts)
        guard random.oneIn(2), let terms = chosen?.terms else {
            let id = random.oneIn(9) ? ID(number(upTo: 99)) : chosen?.id ?? ID(1)
            return attempt(Contract.self, .close(contract: id), by: nil)
        }
        return attempt(Contract.self, .conclude(terms), by: nil)
    }

    // MARK: Trade

    mutating func trade(_ machine: StateMachine) -> Attempt {
        switch random.number(in: 0...19) {
        case 0...2: payment(machine)
        case 3...6: registration(machine)
        case 7...10: product(machine)
        case 11...12: order(machine)
        default: contract(machine)
        }
    }

    private mutating func payment(_ machine: StateMachine) -> Attempt {
        let world = machine.world
        let waiting = random.element(of: world[Payments.self].unanswered)?.id
        let id = waiting.flatMap { random.oneIn(10) ? nil : $0 } ?? ID(number(upTo: 20))
        let amount = random.oneIn(30) ? number(upTo: 0) : random.number(in: 0...2_000_000)
        let member = random.oneIn(4) ? key(.dataProvider, machine) : key(.dataDemander, machine)
        let command: Payments.Command =
            switch random.number(in: 0...6) {
            case 0...1: .requestDeposit(amount: .fen(amount), account: "6222")
            case 2: .requestWithdrawal(amount: .fen(amount / 8), account: "6222")
            case 3...5: .confirm(instruction: id, reference: "B")
            default: .fail(instruction: id, reference: "B", ground: "户名不符")
            }
        switch command {
        case .confirm, .fail:
            return attempt(Payments.self, command, by: key(.settlementBank, machine))
        default: return attempt(Payments.self, command, by: member)
        }
    }

    private mutating func registration(_ machine: StateMachine) -> Attempt {
        let files = Array(machine.world[Registration.self].files())
        func waiting(_ status: Registration.Status) -> [ID<RegistrationCase>] {
            files.filter { $0.status == status }.map(\.id)
        }
        let other = ID<RegistrationCase>(number(upTo: Int64(files.count)))
        let registrar = key(.registrar, machine)
        switch random.number(in: 0...8) {
        case 0...3:
            let root = random.oneIn(9) ? number(upTo: Int64(files.count)) : Int64(files.count) + 1
            let way = random.oneIn(6) ? random.element(of: Acquisition.allCases) : nil
            let disclosure = Disclosure.example(
                acquisition: way ?? .ownCollection,
                records: random.number(in: 0...9),
                level: random.oneIn(9) ? .important : .general,
                rights: random.oneIn(4) ? [.operation] : [.holding, .operation, .usage],
                root: .example(root)
            )
            return attempt(
                Registration.self,
                .submit(disclosure),
                by: key(.dataProvider, machine)
            )
        case 4:
            let id = random.element(of: waiting(.submitted)) ?? other
            return attempt(Registration.self, .accept(registration: id), by: registrar)
        case 5...6:
            let id = random.element(of: waiting(.accepted)) ?? other
            return attempt(Registration.self, .examine(registration: id), by: registrar)
        case 7:
            let id = random.oneIn(3) ? random.element(of: waiting(.accepted)) ?? other : other
            let refuse = Registration.Command.refuse(
                registration: id,
                ground: random.element(of: RefusalGround.allCases) ?? .otherBar,
                explanation: "资料不符"
            )
            return attempt(Registration.self, refuse, by: registrar)
        default:
            let id = random.element(of: waiting(.publicised)) ?? other
            return attempt(Registration.self, .closePublicity(registration: id), by: registrar)
        }
    }

    private mutating func product(_ machine: StateMachine) -> Attempt {
        let world = machine.world
        let products = Array(world[ProductLibrary.self].all())
        let chosen = random.element(of: products)
        let id = random.oneIn(20) ? ID(number(upTo: 20)) : chosen?.id ?? ID(1)
        let supplier = chosen.map { key(of: $0.supplier, machine) } ?? key(.dataProvider, machine)
        switch random.number(in: 0...9) {
        case 0...2:
            let certificates = Array(world[Registration.self].allCertificates())
            let certificate = random.element(of: certificates)
            let owner = certificate.map { key(of: $0.holder, machine) }
            let resource = certificate?.resource ?? ID(number(upTo: 3))
            let draft = ProductLibrary.Command.draft(specification(resource))
            return attempt(ProductLibrary.self, draft, by: owner ?? supplier)
        case 3:
            let version = chosen.flatMap { product in
                world[ProductLibrary.self].version(product.version, of: product.id)
            }
            let resource = version?.specification.resources.first ?? ID(1)
            let revise = ProductLibrary.Command.revise(
                product: id,
                specification: specification(resource)
            )
            return attempt(ProductLibrary.self, revise, by: supplier)
        case 4...5:
            let version = chosen?.version ?? 1
            let known = world[ProductLibrary.self].version(version, of: id)
            let opinion = Opinion.example(
                on: known?.specification ?? .example(),
                version: version,
                product: id,
                conclusion: random.oneIn(8) ? .fail : .pass
            )
            let assessor = key(.complianceAssessor, machine)
            return attempt(ProductLibrary.self, .opine(opinion), by: assessor)
        case 6...8: return attempt(ProductLibrary.self, .list(product: id), by: supplier)
        default:
            let delist = ProductLibrary.Command.delist(product: id, ground: "停止更新")
            return attempt(
                ProductLibrary.self,
                random.oneIn(2) ? delist : .list(product: id),
                by: supplier
            )
        }
    }

    private mutating func specification(_ resource: ID<DataResource>) -> Specification {
        let price = random.oneIn(30) ? number(upTo: 0) : random.number(in: 1...3_000_000)
        let unit = MicroPrice(microYuan: random.number(in: 1...2_000_000))
        return .example(
            resources: [resource],
            scenarios: random.oneIn(10) ? [] : ["暴露评估", "保险定价"],
            level: random.oneIn(12) ? .important : .general,
            plans: [
                .file(price: .fen(price), termDays: random.number(in: 0...60)),
                .calls(
                    unit: unit,
                    quota: random.number(in: 0...500),
                    termDays: random.number(in: 1...60)
                ),
            ]
        )
    }

    private mutating func order(_ machine: StateMachine) -> Attempt {
        let library = machine.world[ProductLibrary.self]
        let product = random.element(of: library.all().filter { $0.listed != nil })
        let version = product.flatMap { library.version($0.listed ?? 1, of: $0.id) }
        let plan = version.flatMap { random.element(of: $0.specification.plans) } ?? .file()
        let order = Listing.Order(
            product: product?.id ?? ID(number(upTo: 3)),
            version: (product?.listed ?? 1) + (random.oneIn(20) ? 1 : 0),
            plan: plan.code,
            scenario: random.oneIn(20) ? "转售" : "暴露评估",
            price: random.oneIn(20) ? .fen(1) : plan.pricing.total ?? .fen(1)
        )
        return attempt(Listing.self, .take(order), by: key(.dataDemander, machine))
    }

    private mutating func contract(_ machine: StateMachine) -> Attempt {
        let state = machine.world[Contract.self]
        let open = state.all().filter { ![.completed, .lapsed, .ended].contains($0.status) }
        let any = random.oneIn(12) ? Array(state.all()) : open
        guard let file = random.element(of: any) else { return order(machine) }
        let terms = file.terms
        let buyer = key(of: terms.buyer, machine)
        let supplier = key(of: terms.supplier, machine)
        switch (file.status, random.number(in: 0...9)) {
        case (.pendingSign, 0...7):
            let signer = file.signers.contains(terms.buyer) ? supplier : buyer
            let digest = random.oneIn(20) ? .example(1) : file.digest
            return attempt(Contract.self, .sign(contract: file.id, terms: digest), by: signer)
        case (.signed, 0...7), (_, 0):
            let fund = Contract.Command.fund(contract: file.id, accessKey: .example(200))
            return attempt(Contract.self, fund, by: buyer)
        case (.performing, 1...6):
            let receipt = receipt(file, state)
            let command: Contract.Command =
                (terms.delivery.mode == .file) != random.oneIn(12)
                ? .confirmDelivery(receipt) : .settleUsage(receipt)
            return attempt(Contract.self, command, by: supplier)
        case (.performing, 7):
            let right = file.entitlement ?? ID(number(upTo: 9))
            let key = PublicKeyText.example(random.number(in: 200...209))
            let rekey = Contract.Command.rekey(entitlement: right, accessKey: key)
            return attempt(Contract.self, rekey, by: random.oneIn(9) ? supplier : buyer)
        case (.delivered, _), (_, 8):
            return attempt(Contract.self, .accept(contract: file.id), by: buyer)
        default:
            let sign = Contract.Command.sign(contract: file.id, terms: file.digest)
            return attempt(Contract.self, sign, by: random.oneIn(2) ? buyer : supplier)
        }
    }

    private mutating func receipt(
        _ file: Contract.ContractFile,
        _ state: Contract.State
    ) -> UsageReceipt {
        let right = file.entitlement.flatMap { state.entitlement($0) }
        let quota = right?.quota ?? 1
        let count =
            random.oneIn(8)
            ? quota + random.number(in: -1...1)
            : random.number(in: min(file.used, quota)...min(file.used + 60, quota))
        return .example(
            count,
            of: right?.id ?? ID(number(upTo: 9)),
            nodeKey: random.oneIn(30) ? .example(9) : file.terms.delivery.key,
            buyerKey: right?.accessKey ?? .example(1)
        )
    }
}
