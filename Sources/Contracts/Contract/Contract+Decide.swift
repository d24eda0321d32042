public import Kernel
import Ledgers
import Tables
import Units

extension Contract {
    public enum Reason: String, RejectionReason {
        /// There is no contract, or no entitlement, of this number.
        case unknownContract
        /// The member isn't the party who may do this.
        case notParty
        /// The contract isn't waiting for signatures.
        case notPending
        /// The digest isn't that of the terms (CT-2).
        case otherTerms
        /// The member has signed (CT-2).
        case alreadySigned
        /// The contract isn't signed by both and unpaid (CT-3).
        case notSigned
        /// The contract isn't being performed, or isn't of this kind.
        case notPerforming
        /// A receipt's keys aren't the node's and the buyer's (CT-5, CT-7).
        case otherKeys
        /// The count doesn't grow, or is more than the quota (CT-7).
        case countOutOfRange
        /// Nothing was delivered (CT-6).
        case notDelivered
        /// The contract is over.
        case notOpen
        /// It isn't time yet.
        case notDue
        /// The price or its fee is out of range (CT-1).
        case priceOutOfRange
        /// The supplier's own right ends before the buyer's would (CT-3).
        case rightEndsFirst

        public var refusal: Refusal {
            switch self {
            case .unknownContract: .notFound("没有这份合约或权限", "There is no such contract")
            case .notParty: .forbidden("非合约相关方", "Only the right party may do this")
            case .notPending: .conflict("合约不在待签署状态", "The contract isn't waiting for signatures")
            case .otherTerms: .conflict("摘要与合约条款不符", "The digest isn't that of the terms")
            case .alreadySigned: .conflict("已签署", "The member has signed")
            case .notSigned: .conflict("合约未签署完毕或已付款", "The contract isn't signed and unpaid")
            case .notPerforming: .conflict("合约不在履行中", "The contract isn't being performed so")
            case .otherKeys:
                .forbidden("签收密钥与合约不符", "The receipt isn't signed by the node and the buyer")
            case .countOutOfRange:
                .invalid("用量未增加或超过额度", "The count doesn't grow, or is beyond the quota")
            case .notDelivered: .conflict("尚未交付", "Nothing was delivered")
            case .notOpen: .conflict("合约已结束", "The contract is over")
            case .notDue: .conflict("尚未到期", "It isn't time yet")
            case .priceOutOfRange: .invalid("价款超出范围", "The price is out of range")
            case .rightEndsFirst:
                .conflict("供方权利先于合约期限终止", "The supplier's own right ends before the term")
            }
        }
    }

    public static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        let state = world[Self.self]
        switch command {
        case .conclude(let terms): return try conclude(terms, context, world)
        case .sign(let id, let digest):
            let file = try state.file(id)
            guard [file.terms.buyer, file.terms.supplier].contains(context.member) else {
                throw .because(.notParty)
            }
            guard file.status == .pendingSign else { throw .because(.notPending) }
            guard digest == file.digest else {
                throw .because(.otherTerms, Fact("terms", file.digest))
            }
            guard !file.signers.contains(context.member) else { throw .because(.alreadySigned) }
            return Decision(
                .signed(
                    contract: id,
                    buyer: file.terms.buyer,
                    supplier: file.terms.supplier,
                    signer: context.member
                )
            )
        case .fund(let id, let accessKey):
            return try fund(try state.file(id), accessKey, context, world)
        case .rekey(let id, let accessKey): return try rekey(id, accessKey, context, state)
        case .confirmDelivery(let receipt): return try deliver(receipt, context, state)
        case .accept(let id): return try accept(try state.file(id), context, world)
        case .settleUsage(let receipt): return try settle(receipt, context, world)
        case .close(let id): return try close(try state.file(id), context, world)
        }
    }

    /// CT-1: only a mechanism concludes, and its price is in range.
    private static func conclude(
        _ terms: Terms,
        _ context: Context,
        _ world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        guard let total = terms.price.total, total.isPositive,
            fees(of: terms, world)?.fee(on: total) != nil
        else { throw .because(.priceOutOfRange) }
        let id = ID<TradeContract>((world[Self.self].contracts.last?.key.number ?? 0) + 1)
        let lapse = context.now + .days(world.rules.trading.signingDays)
        return Decision(
            .concluded(contract: id, terms: terms, digest: Digest(of: terms)),
            alarms: [.set(.close(contract: id), subject: id.number, at: lapse)]
        )
    }

    /// CT-3: price, right and entitlement in one record.
    private static func fund(
        _ file: ContractFile,
        _ accessKey: PublicKeyText,
        _ context: Context,
        _ world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        let terms = file.terms
        guard terms.buyer == context.member else { throw .because(.notParty) }
        guard file.status == .signed else { throw .because(.notSigned) }
        guard let total = terms.price.total else { throw .because(.priceOutOfRange) }
        let expires = context.now + .days(terms.termDays)
        for resource in terms.resources {
            guard
                world.rights.holds(
                    .operation,
                    in: resource,
                    terms.supplier,
                    at: context.now,
                    until: expires
                )
            else { throw .because(.rightEndsFirst, Fact("resource", resource)) }
        }
        let entitlement = Entitlement(
            id: ID((world[Self.self].entitlements.last?.key.number ?? 0) + 1),
            contract: file.id,
            buyer: terms.buyer,
            supplier: terms.supplier,
            accessKey: accessKey,
            product: terms.product,
            version: terms.version,
            delivery: terms.delivery,
            scenario: terms.scenario,
            quota: terms.price.quota,
            issued: context.now,
            record: context.sequence,
            expires: expires
        )
        let grants = terms.resources.map { resource in
            RightsPosting.grant(
                RightGrant(
                    resource: resource,
                    holder: terms.buyer,
                    number: world.rights.nextNumber(on: resource, to: terms.buyer),
                    right: .usage,
                    scope: terms.scope,
                    expires: expires,
                    basis: file.id.text
                )
            )
        }
        let escrow = Account.escrow(file.id)
        return Decision(
            .funded(entitlement),
            moving: [Transfer(total, from: .cash(terms.buyer), to: escrow, for: .escrow)],
            rights: grants,
            alarms: [.set(.close(contract: file.id), subject: file.id.number, at: expires)]
        )
    }

    /// CT-9: the entitlement with another key.
    private static func rekey(
        _ id: ID<AccessEntitlement>,
        _ accessKey: PublicKeyText,
        _ context: Context,
        _ state: State
    ) throws(Rejection<Reason>) -> Decision<Self> {
        guard let entitlement = state.entitlements[id] else { throw .because(.unknownContract) }
        guard entitlement.buyer == context.member else { throw .because(.notParty) }
        let file = try state.file(entitlement.contract)
        guard file.status == .performing else {
            throw .because(.notPerforming, Fact("status", file.status.rawValue))
        }
        return Decision(.rekeyed(entitlement.naming(accessKey, in: context.sequence)))
    }

    /// CT-5: the buyer has signed for the file; the time for acceptance begins.
    private static func deliver(
        _ receipt: UsageReceipt,
        _ context: Context,
        _ state: State
    ) throws(Rejection<Reason>) -> Decision<Self> {
        let file = try state.performing(receipt, .file, context)
        let acceptBy = context.now + .days(file.terms.acceptanceDays)
        let subject = file.id.number
        return Decision(
            .delivered(
                contract: file.id,
                buyer: file.terms.buyer,
                supplier: file.terms.supplier,
                statement: receipt.statement,
                acceptBy: acceptBy
            ),
            alarms: [
                .cancel(verb: "close", subject: subject),
                .set(.accept(contract: file.id), subject: subject, at: acceptBy),
            ]
        )
    }

    /// CT-6: the price is released, less the fee.
    private static func accept(
        _ file: ContractFile,
        _ context: Context,
        _ world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        guard context.actor == .system || context.member == file.terms.buyer else {
            throw .because(.notParty)
        }
        guard file.status == .delivered, let total = file.terms.price.total else {
            throw .because(.notDelivered)
        }
        let transfers = try release(total, of: file, world)
        let event = Event.accepted(
            contract: file.id,
            buyer: file.terms.buyer,
            supplier: file.terms.supplier,
            bySilence: context.actor == .system
        )
        return Decision(
            event,
            moving: transfers,
            alarms: [.cancel(verb: "accept", subject: file.id.number)]
        )
    }

    /// CT-7: the calls that both have signed for are paid.
    private static func settle(
        _ receipt: UsageReceipt,
        _ context: Context,
        _ world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        let file = try world[Self.self].performing(receipt, .api, context)
        let statement = receipt.statement
        guard let due = file.terms.price.due(after: statement.count),
            let part = due.subtracting(file.released)
        else { throw .because(.priceOutOfRange) }
        // The price of a few calls may round to nothing; the count still moves on.
        var transfers = part.isPositive ? try release(part, of: file, world) : []
        let isExhausted = statement.count == file.terms.price.quota
        if isExhausted { transfers += rest(of: file, after: transfers, world) }
        return Decision(
            .usageSettled(
                contract: file.id,
                buyer: file.terms.buyer,
                supplier: file.terms.supplier,
                statement: statement,
                paid: part,
                isExhausted: isExhausted
            ),
            moving: transfers,
            alarms: isExhausted ? [.cancel(verb: "close", subject: file.id.number)] : []
        )
    }

    /// CT-2 and CT-8: unsigned or unpaid it lapses; at the end of its term the rest goes back.
    private static func close(
        _ file: ContractFile,
        _ context: Context,
        _ world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        guard ![.completed, .lapsed, .ended].contains(file.status) else {
            throw .because(.notOpen)
        }
        guard file.status != .delivered else { throw .because(.notDue) }
        let refunds = rest(of: file, after: [], world)
        return Decision(
            .closed(
                contract: file.id,
                buyer: file.terms.buyer,
                supplier: file.terms.supplier,
                refunded: refunds.first?.amount ?? .fen(0)
            ),
            moving: refunds,
            alarms: [.cancel(verb: "close", subject: file.id.number)]
        )
    }

    // MARK: Money

    /// The fees of the rule book that the contract names, whichever is in force now (CT-4).
    private static func fees(of terms: Terms, _ world: World) -> RuleBook.Fees? {
        world[House.self].rules(version: terms.rules)?.fees
    }

    /// A part of the price to the supplier, less the fee on it (CT-4).
    ///
    /// The fee on a part is the fee on all released so far less the fee on what was before, so that
    /// the tiers apply to the whole price.
    private static func release(
        _ part: Money,
        of file: ContractFile,
        _ world: World
    ) throws(Rejection<Reason>) -> [Transfer] {
        guard let sum = file.released.adding(part),
            let fees = fees(of: file.terms, world),
            let before = fees.fee(on: file.released),
            let fee = fees.fee(on: sum)?.subtracting(before),
            let proceeds = part.subtracting(fee)
        else { throw .because(.priceOutOfRange) }
        let escrow = Account.escrow(file.id)
        let all = [
            Transfer(proceeds, from: escrow, to: .cash(file.terms.supplier), for: .price),
            Transfer(fee, from: escrow, to: .house, for: .fee),
        ]
        return all.filter(\.amount.isPositive)
    }

    /// What is left in escrow after some transfers, back to the buyer.
    private static func rest(
        of file: ContractFile,
        after transfers: [Transfer],
        _ world: World
    ) -> [Transfer] {
        let escrow = Account.escrow(file.id)
        let held = world.money.balance(escrow)
        let left = transfers.reduce(Optional(held)) { $0?.subtracting($1.amount) }
        guard let left, left.isPositive else { return [] }
        return [Transfer(left, from: escrow, to: .cash(file.terms.buyer), for: .refund)]
    }
}

extension Contract.State {
    fileprivate func file(
        _ id: ID<TradeContract>
    ) throws(Rejection<Contract.Reason>) -> Contract.ContractFile {
        guard let file = contracts[id] else { throw .because(.unknownContract) }
        return file
    }

    /// The contract that a receipt is for, when it is being performed and the receipt is right.
    fileprivate func performing(
        _ receipt: UsageReceipt,
        _ mode: Delivery.Mode,
        _ context: Context
    ) throws(Rejection<Contract.Reason>) -> Contract.ContractFile {
        guard let entitlement = entitlements[receipt.statement.entitlement],
            let file = contracts[entitlement.contract]
        else { throw .because(.unknownContract) }
        guard file.terms.supplier == context.member else { throw .because(.notParty) }
        guard file.status == .performing, file.terms.delivery.mode == mode else {
            throw .because(.notPerforming, Fact("status", file.status.rawValue))
        }
        guard receipt.nodeKey == entitlement.delivery.key,
            receipt.buyerKey == entitlement.accessKey
                || file.formerKeys?.contains(receipt.buyerKey) == true
        else { throw .because(.otherKeys) }
        guard file.used < receipt.statement.count, receipt.statement.count <= entitlement.quota
        else { throw .because(.countOutOfRange, Fact("used", file.used)) }
        return file
    }
}
