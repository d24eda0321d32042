import Kernel
public import Ledgers
public import Units
public import Wire

/// The machine-checkable terms of a contract (`ContractTerms`, `domain.md` §2.5).
@Wire
public struct Terms: Equatable, Sendable {
    /// Who pays and may use the data.
    public let buyer: ID<Member>
    /// Who provides the data.
    public let supplier: ID<Member>
    /// How the price was found, such as `trading.listing`.
    public let mechanism: String
    /// The product.
    public let product: ID<DataProduct>
    /// The version of its specification.
    public let version: Int64
    /// The digest of the version's specification.
    public let specification: Digest
    /// The registered resources that the product is made of.
    public let resources: [ID<DataResource>]
    /// The code of the plan.
    public let plan: String
    /// Where and how the data is delivered.
    public let delivery: Delivery
    /// What the buyer pays.
    public let price: Price
    /// How far the buyer's right of use reaches.
    public let scope: RightScope
    /// What the buyer uses the data for: one of the product's scenarios.
    public let scenario: String
    /// What the buyer may not use the data for.
    public let prohibitedUses: [String]
    /// For how many days the entitlement is valid.
    public let termDays: Int64
    /// Days after delivery in which the buyer may object.
    public let acceptanceDays: Int64
    /// The version of the rule book whose fees and forum apply.
    public let rules: Int64
}

/// Where and how the data is delivered, and who signs for it.
@Wire
public struct Delivery: Equatable, Sendable {
    /// As a file, or by calls.
    public let mode: Mode
    /// Where the supplier's node answers.
    public let address: String
    /// The name of the data set at the node.
    public let dataset: String
    /// The key with which the supplier's node signs usage receipts.
    public let key: PublicKeyText

    /// How the data reaches the buyer (`domain.md` §2.6).
    public enum Mode: String, CaseIterable, WireValue {
        case file, api
    }
}

/// What the buyer pays (`BillingModel`, `domain.md` §2.7).
@Wire
public enum Price: Equatable, Sendable {
    /// One price for everything.
    case oneOff(amount: Money)
    /// A price a call, up to a quota.
    case perCall(unit: MicroPrice, quota: Int64)
}

extension Price {
    /// The amount that goes into escrow; `nil` when it is out of range.
    public var total: Money? {
        switch self {
        case .oneOff(let amount): amount
        case .perCall(let unit, let quota): unit.times(quota, rounding: .halfUp)
        }
    }

    /// How often the data may be fetched.
    public var quota: Int64 {
        switch self {
        case .oneOff: 1
        case .perCall(_, let quota): quota
        }
    }

    /// The price of the first `calls` calls.
    func due(after calls: Int64) -> Money? {
        switch self {
        case .oneOff(let amount): amount
        case .perCall(let unit, _): unit.times(calls, rounding: .halfUp)
        }
    }
}

/// 访问权限: what the buyer may fetch, where, how often and how long.
///
/// The record that issues it, with its proof, is what the node checks offline.
@Wire
public struct Entitlement: Equatable, Sendable {
    /// Its number.
    public let id: ID<AccessEntitlement>
    /// The contract that it rests on.
    public let contract: ID<TradeContract>
    /// Whose it is.
    public let buyer: ID<Member>
    /// Who must serve it.
    public let supplier: ID<Member>
    /// The key that signs the buyer's requests to the node.
    public let accessKey: PublicKeyText
    /// The product.
    public let product: ID<DataProduct>
    /// The version of its specification.
    public let version: Int64
    /// Where and how the data is delivered.
    public let delivery: Delivery
    /// What the data may be used for.
    public let scenario: String
    /// Files or calls.
    public let quota: Int64
    /// From when it is valid.
    public let issued: Instant
    /// The sequence number of the record that issues it: its receipt is what the node is shown.
    public let record: Int64
    /// When it ends.
    public let expires: Instant

    /// The same entitlement with another key, as the record of this number issues it.
    public func naming(_ accessKey: PublicKeyText, in record: Int64) -> Entitlement {
        Entitlement(
            id: id,
            contract: contract,
            buyer: buyer,
            supplier: supplier,
            accessKey: accessKey,
            product: product,
            version: version,
            delivery: delivery,
            scenario: scenario,
            quota: quota,
            issued: issued,
            record: record,
            expires: expires
        )
    }
}

/// What the node and the buyer both sign: all use of an entitlement so far.
@Wire
public struct UsageStatement: Equatable, Sendable {
    /// What was used.
    public let entitlement: ID<AccessEntitlement>
    /// Files or calls since the entitlement was issued.
    public let count: Int64
    /// The head of the chain of single receipts (`docs/formats/usage-receipt.md`).
    public let chain: Digest
}

/// A usage statement with both signatures.
@Wire
public struct UsageReceipt: Equatable, Sendable {
    /// What both sides state.
    public let statement: UsageStatement
    /// The key of the supplier's node.
    public let nodeKey: PublicKeyText
    /// The node's signature under the statement.
    public let nodeSignature: SignatureText
    /// The key that the entitlement names.
    public let buyerKey: PublicKeyText
    /// The buyer's signature under the statement.
    public let buyerSignature: SignatureText
}

extension UsageReceipt {
    /// The purpose under which both sides sign a usage statement.
    public static let purpose = "usage"

    var attestations: [Attested] {
        let bytes = statement.wire
        return [
            Attested(
                key: nodeKey,
                purpose: Self.purpose,
                bytes: bytes,
                signature: nodeSignature
            ),
            Attested(
                key: buyerKey,
                purpose: Self.purpose,
                bytes: bytes,
                signature: buyerSignature
            ),
        ]
    }
}
