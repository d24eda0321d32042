import Clearing
import Contracts
import Kernel
import Ledgers
import Membership
import Registry
import Units
import Wire

/// A bug of the rules that is planted to see that a simulation finds it.
public enum Fault: String, CaseIterable, Sendable {
    /// A confirmed deposit is posted twice.
    case depositTwice
    /// A withdrawal isn't held while the bank is asked.
    case withdrawalNotHeld
    /// A fen too much is taken as fee.
    case feeRoundedUp
    /// An accepted delivery isn't paid.
    case escrowNotReleased
    /// The price is paid out when it is put into escrow.
    case releasedBeforeDelivery
    /// What is left at the end of the term goes to the supplier.
    case refundToSupplier
    /// The right of use is granted to the supplier.
    case grantToWrongHolder
    /// The entitlement is issued without a right.
    case entitlementWithoutGrant
    /// A grant is posted in spite of a restriction.
    case restrictionIgnored
    /// A contract's alarms are never set.
    case alarmForgotten
    /// Use beyond the quota is settled, up to the quota's price.
    case quotaIgnored
    /// A certificate has the number of the one before.
    case serialReused

    /// The first violation that runs with the fault find, seed by seed from 0.
    public func firstViolation(seeds: UInt64, commands: Int) -> Violation? {
        for seed in 0..<seeds {
            var simulation = Simulation(seed: seed, fault: self)
            do throws(Violation) {
                try simulation.run(commands)
            } catch {
                return error
            }
        }
        return nil
    }

    /// How commands are decided with the fault.
    var interposer: Interposer {
        { command, world, decide throws(RejectionReport) in
            switch (self, command as? Contract.Command) {
            case (.quotaIgnored, .settleUsage(let receipt)):
                return try Self.ignoringQuota(receipt, world, decide)
            default:
                var step = try decide(command)
                self.plant(&step, command, world)
                return step
            }
        }
    }

    private func plant(_ step: inout Step, _ command: any WireEnum, _ world: World) {
        let contract = command as? Contract.Command
        switch (self, contract) {
        case (.depositTwice, _): step.effects.repeatDeposits()
        case (.withdrawalNotHeld, _):
            step.effects.transfers.removeAll {
                $0.purpose == .withdrawal && $0.from != .bank && $0.to != .bank
            }
        case (.feeRoundedUp, _): step.effects.raiseFee()
        case (.escrowNotReleased, .accept): step.effects.transfers = []
        case (.releasedBeforeDelivery, .fund): step.effects.payEarly(step.events)
        case (.refundToSupplier, .close(let id)):
            guard let supplier = world[Contract.self].contract(id)?.terms.supplier else { return }
            step.effects.transfers = step.effects.transfers.map {
                Transfer($0.amount, from: $0.from, to: .cash(supplier), for: $0.purpose)
            }
        case (.grantToWrongHolder, .fund(let id, _)):
            guard let supplier = world[Contract.self].contract(id)?.terms.supplier else { return }
            step.effects.rights = step.effects.rights.map { $0.given(to: supplier, world) }
        case (.entitlementWithoutGrant, .fund): step.effects.rights = []
        case (.restrictionIgnored, _): step.effects.liftFirst(world)
        case (.alarmForgotten, .some): step.effects.due = []
        case (.serialReused, _): step.reuseSerial(world)
        default: break
        }
    }

    private static func ignoringQuota(
        _ receipt: UsageReceipt,
        _ world: World,
        _ decide: (any WireEnum) throws(RejectionReport) -> Step
    ) throws(RejectionReport) -> Step {
        let statement = receipt.statement
        let quota = world[Contract.self].entitlement(statement.entitlement)?.quota ?? 0
        guard statement.count > quota else {
            return try decide(Contract.Command.settleUsage(receipt))
        }
        let within = UsageReceipt(
            statement: UsageStatement(
                entitlement: statement.entitlement,
                count: quota,
                chain: statement.chain
            ),
            nodeKey: receipt.nodeKey,
            nodeSignature: receipt.nodeSignature,
            buyerKey: receipt.buyerKey,
            buyerSignature: receipt.buyerSignature
        )
        var step = try decide(Contract.Command.settleUsage(within))
        step.replace { (event: Contract.Event) in
            guard
                case .usageSettled(let id, let buyer, let supplier, _, let paid, let isOver) = event
            else { return event }
            return .usageSettled(
                contract: id,
                buyer: buyer,
                supplier: supplier,
                statement: statement,
                paid: paid,
                isExhausted: isOver
            )
        }
        return step
    }
}

extension Effects {
    fileprivate mutating func repeatDeposits() {
        transfers += transfers.filter { $0.purpose == .deposit }
    }

    fileprivate mutating func raiseFee() {
        guard let fee = transfers.firstIndex(where: { $0.purpose == .fee }),
            let price = transfers.firstIndex(where: { $0.purpose == .price }),
            let more = transfers[fee].amount.adding(.fen(1)),
            let less = transfers[price].amount.subtracting(.fen(1)), less.isPositive
        else { return }
        let (old, paid) = (transfers[fee], transfers[price])
        transfers[fee] = Transfer(more, from: old.from, to: old.to, for: .fee)
        transfers[price] = Transfer(less, from: paid.from, to: paid.to, for: .price)
    }

    fileprivate mutating func payEarly(_ events: [any WireEnum]) {
        guard case .funded(let right)? = events.first as? Contract.Event else { return }
        transfers += transfers.map { held in
            Transfer(held.amount, from: held.to, to: .cash(right.supplier), for: .price)
        }
    }

    fileprivate mutating func liftFirst(_ world: World) {
        guard case .grant(let grant)? = rights.first else { return }
        let blocks = world.rights.restrictions(on: grant.resource)
        rights = blocks.map { .lift($0.key) } + rights + blocks.map { .restrict($0) }
    }
}

extension RightsPosting {
    fileprivate func given(to holder: ID<Member>, _ world: World) -> RightsPosting {
        guard case .grant(let grant) = self else { return self }
        return .grant(
            RightGrant(
                resource: grant.resource,
                holder: holder,
                number: world.rights.nextNumber(on: grant.resource, to: holder),
                right: grant.right,
                scope: grant.scope,
                expires: grant.expires,
                basis: grant.basis
            )
        )
    }
}

extension Step {
    fileprivate mutating func reuseSerial(_ world: World) {
        let known = Array(world[Registration.self].allCertificates())
        guard let number = known.last?.number else { return }
        replace { (event: Registration.Event) in
            guard case .registered(let id, let certificate) = event else { return event }
            return .registered(
                registration: id,
                certificate: Certificate(
                    number: number,
                    registration: certificate.registration,
                    resource: certificate.resource,
                    holder: certificate.holder,
                    rights: certificate.rights,
                    issued: certificate.issued,
                    validThrough: certificate.validThrough
                )
            )
        }
    }

    /// Changes the events of one capability, as they are recorded and as they are applied.
    fileprivate mutating func replace<E: WireEnum>(_ change: (E) -> E) {
        for index in events.indices {
            guard let event = events[index] as? E else { continue }
            let changed = change(event)
            events[index] = changed
            effects.events[index] = RecordedEvent(
                capability: effects.events[index].capability,
                event: RawJSON(changed)
            )
        }
    }
}
