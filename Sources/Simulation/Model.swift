import Clearing
import Contracts
import ExchangeTesting
import Kernel
import Ledgers
import Registry
import Units

/// What must hold of the exchange after every command, computed apart from its rules.
///
/// It keeps only what the exchange forgets, or looks up elsewhere: when what is due, which rule
/// books there were, and what each contract has cost.
struct Model: Sendable {
    /// What of each contract's price was released, and which fees that cost.
    private var released: [ID<TradeContract>: (price: Int64, fee: Int64)] = [:]
    /// The fees of every rule book, by its version.
    private var fees: [Int64: RuleBook.Fees] = [:]
    /// When a restriction last kept a case from being closed.
    private var heldUp: [ID<RegistrationCase>: Instant] = [:]
    /// When unsigned contracts lapse and unanswered cases are accepted.
    private var deadlines: [String: Instant] = [:]
    private var contracts: Int64 = 0
    private var cases: Int64 = 0

    /// Compares the exchange with what must hold; `before` is the world one command earlier.
    ///
    /// What depends only on states that are the very same as before isn't computed again.
    mutating func check(_ world: World, after before: World) throws(Broken) {
        fees[world.rules.version] = world.rules.fees
        noteDeadlines(world, before)
        let contracts = !world.hasSameState(Contract.self, as: before)
        let cases = !world.hasSameState(Registration.self, as: before)
        let payments = !world.hasSameState(Payments.self, as: before)
        let money = world.money != before.money
        let rights = world.rights != before.rights
        if contracts {
            try noteFees(world)
            try checkContracts(world)
        }
        if money { try checkSums(world) }
        if contracts || payments || money { try checkHoldings(world) }
        if cases { try checkCertificates(world) }
        if contracts || cases || rights { try checkRights(world) }
    }

    /// A right that was granted in spite of a restriction.
    static func restricted(_ effects: Effects, _ before: World) -> String? {
        for case .grant(let grant) in effects.rights
        where !before.rights.restrictions(on: grant.resource).isEmpty {
            return "\(grant.right) of restricted \(grant.resource) is granted"
        }
        return nil
    }

    // MARK: Time

    private mutating func noteDeadlines(_ world: World, _ before: World) {
        let rules = before.rules
        for file in world[Contract.self].all(after: ID(contracts)) {
            contracts = file.id.number
            deadlines[file.id.text] = world.time + .days(rules.trading.signingDays)
        }
        for file in world[Registration.self].files(after: ID(cases)) {
            cases = file.id.number
            let days = rules.registration.acceptanceDays
            deadlines[file.id.text] = rules.calendar.deadline(
                days,
                workingDaysAfter: world.time
            )
        }
        for file in world[Registration.self].files() where file.status == .publicised {
            guard !before.rights.restrictions(on: file.resource).isEmpty else { continue }
            heldUp[file.id] = world.time
        }
    }

    /// What should have happened by itself by `now`, and hasn't.
    func overdue(in world: World, at now: Instant) -> String? {
        let contracts = world[Contract.self]
        for file in contracts.all() {
            let deadline: Instant? =
                switch file.status {
                case .pendingSign, .signed: deadlines[file.id.text]
                case .performing: file.entitlement.flatMap { contracts.entitlement($0)?.expires }
                case .delivered: file.acceptBy
                case .completed, .lapsed, .ended: nil
                }
            if let deadline, deadline <= now { return "\(file.id) is \(file.status) too long" }
        }
        for file in world[Registration.self].files() {
            let deadline: Instant? =
                switch file.status {
                case .submitted: deadlines[file.id.text]
                case .publicised: end(ofPublicity: file, world)
                case .accepted, .refused, .registered: nil
                }
            if let deadline, deadline <= now { return "\(file.id) is \(file.status) too long" }
        }
        return nil
    }

    /// By when a case must be closed: a day after what held it up, at the latest.
    private func end(ofPublicity file: Registration.CaseFile, _ world: World) -> Instant? {
        guard world.rights.restrictions(on: file.resource).isEmpty else { return nil }
        return [file.publicUntil, heldUp[file.id].map { $0 + .days(1) }].compactMap(\.self).max()
    }

    // MARK: Money

    private mutating func noteFees(_ world: World) throws(Broken) {
        for file in world[Contract.self].all() {
            let price = released[file.id]?.price ?? 0
            let now = file.released.amount
            guard now != price else { continue }
            guard now > price, let fee = fees[file.terms.rules]?.fee(on: .fen(now)) else {
                throw Broken(rule: "\(file.id) has \(price) released, then \(now)")
            }
            released[file.id] = (now, fee.amount)
        }
    }

    /// Money is never made; only the bank owes any.
    private func checkSums(_ world: World) throws(Broken) {
        var sums: [Currency: Int64] = [:]
        for (account, balance) in world.money.all {
            sums[balance.currency, default: 0] += balance.amount
            guard balance.amount >= 0 || account == .bank else {
                throw Broken(rule: "\(account) has \(balance)")
            }
        }
        for (currency, sum) in sums where sum != 0 {
            throw Broken(rule: "all \(currency) sum to \(sum)")
        }
    }

    /// Every account has what the instructions and contracts say that it has.
    private func checkHoldings(_ world: World) throws(Broken) {
        var expected: [Account: Int64] = [:]
        func move(_ amount: Int64, from: Account, to: Account) {
            expected[from, default: 0] -= amount
            expected[to, default: 0] += amount
        }
        for order in world[Payments.self].all() {
            let amount = order.amount.amount
            switch (order.direction, order.status) {
            case (.deposit, .final): move(amount, from: .bank, to: .cash(order.member))
            case (.withdrawal, .pending):
                move(amount, from: .cash(order.member), to: .outgoing(order.member))
            case (.withdrawal, .final): move(amount, from: .cash(order.member), to: .bank)
            case (.deposit, _), (.withdrawal, .failed): break
            }
        }
        for file in world[Contract.self].all() where file.entitlement != nil {
            let escrow = Account.escrow(file.id)
            let total = file.terms.price.total?.amount ?? 0
            let (price, fee) = released[file.id] ?? (0, 0)
            move(total, from: .cash(file.terms.buyer), to: escrow)
            move(price - fee, from: escrow, to: .cash(file.terms.supplier))
            move(fee, from: escrow, to: .house)
            if file.status == .ended {
                move(total - price, from: escrow, to: .cash(file.terms.buyer))
            }
        }
        let actual = world.money.all.map { ($0.account, $0.balance.amount) }
        let found = Dictionary(actual, uniquingKeysWith: { $1 })
        for account in Set(found.keys).union(expected.keys).sorted() {
            let (has, due) = (found[account] ?? 0, expected[account] ?? 0)
            guard has == due else { throw Broken(rule: "\(account) has \(has), not \(due)") }
        }
    }

    // MARK: Contracts

    private func checkContracts(_ world: World) throws(Broken) {
        let state = world[Contract.self]
        for file in state.all() {
            let terms = file.terms
            func require(_ holds: Bool, _ rule: @autoclosure () -> String) throws(Broken) {
                guard holds else { throw Broken(rule: "\(file.id) is \(file.status): \(rule())") }
            }
            try require(Set(file.signers).count == file.signers.count, "somebody signed twice")
            try require(
                file.signers.allSatisfy([terms.buyer, terms.supplier].contains),
                "a stranger signed"
            )
            let isFunded = [.performing, .delivered, .completed, .ended].contains(file.status)
            try require((file.entitlement != nil) == isFunded, "its entitlement is wrong")
            if file.status == .signed || isFunded {
                try require(file.signers.count == 2, "it isn't signed by both")
            }
            let total = terms.price.total?.amount ?? 0
            try require(0...terms.price.quota ~= file.used, "\(file.used) used")
            try require(0...total ~= file.released.amount, "\(file.released) released")
            if file.status == .completed {
                try require(file.released.amount == total, "\(file.released) isn't all")
                try require(file.used == terms.price.quota, "\(file.used) isn't all use")
            }
            try require(file.released.amount == due(file), "\(file.released) is released")
            guard let id = file.entitlement else { continue }
            let right = state.entitlement(id)
            try require(
                right?.contract == file.id && right?.buyer == terms.buyer
                    && right?.supplier == terms.supplier && right?.quota == terms.price.quota
                    && right?.delivery == terms.delivery,
                "its entitlement is another's"
            )
        }
    }

    /// What must have been released: calls as they were made, rounded half up; a file when
    /// accepted.
    private func due(_ file: Contract.ContractFile) -> Int64 {
        switch file.terms.price {
        case .oneOff(let amount): file.status == .completed ? amount.amount : 0
        case .perCall(let unit, _): halfUp(unit.microYuan, times: file.used)
        }
    }

    /// The fen of a price that the terms can hold in all.
    private func halfUp(_ microYuan: Int64, times count: Int64) -> Int64 {
        let product = microYuan.multipliedFullWidth(by: count)
        let (fen, rest) = Int64(10_000).dividingFullWidth(product)
        return rest < 5_000 ? fen : fen + 1
    }

    // MARK: Rights

    private func checkCertificates(_ world: World) throws(Broken) {
        let registry = world[Registration.self]
        var numbers: [CertificateNumber] = []
        for file in registry.files() {
            guard (file.certificate != nil) == (file.status == .registered) else {
                throw Broken(rule: "\(file.id) is \(file.status) with a wrong certificate")
            }
            guard let number = file.certificate else { continue }
            numbers.append(number)
            guard let certificate = registry.certificate(number),
                certificate.registration == file.id, certificate.holder == file.applicant,
                certificate.rights == file.disclosure.rights
            else { throw Broken(rule: "\(number) isn't the certificate of \(file.id)") }
        }
        guard numbers.sorted() == registry.allCertificates().map(\.number) else {
            throw Broken(rule: "certificates and registered cases differ")
        }
    }

    /// Every grant rests on a certificate or a paid contract, and each of these has its grants.
    private func checkRights(_ world: World) throws(Broken) {
        var expected: [Ground: Int] = [:]
        for certificate in world[Registration.self].allCertificates() {
            for right in certificate.rights {
                let ground = Ground(
                    resource: certificate.resource,
                    holder: certificate.holder,
                    right: right,
                    basis: certificate.number.text
                )
                expected[ground, default: 0] += 1
            }
        }
        for file in world[Contract.self].all() where file.entitlement != nil {
            for resource in file.terms.resources {
                let ground = Ground(
                    resource: resource,
                    holder: file.terms.buyer,
                    right: .usage,
                    basis: file.id.text
                )
                expected[ground, default: 0] += 1
            }
        }
        for file in world[Registration.self].files() {
            for grant in world.rights.grants(on: file.resource) {
                let ground = Ground(
                    resource: grant.resource,
                    holder: grant.holder,
                    right: grant.right,
                    basis: grant.basis
                )
                guard let count = expected[ground], count > 0 else {
                    throw Broken(rule: "\(ground) rests on nothing")
                }
                expected[ground] = count - 1
            }
        }
        for (ground, count) in expected where count > 0 {
            throw Broken(rule: "\(ground) isn't granted")
        }
    }

    /// Who has which right in what, and why.
    private struct Ground: Hashable, CustomStringConvertible {
        let resource: ID<DataResource>
        let holder: ID<Member>
        let right: RightType
        let basis: String

        var description: String { "\(resource) \(holder) \(right) \(basis)" }
    }
}
