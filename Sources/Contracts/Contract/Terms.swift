import Kernel
public import Ledgers
public import Units
public import Wire

/// The machine-checkable terms of a contract (`ContractTerms`, `domain.md` §2.5).
@Wire
public struct Terms: Equatable, Sendable {
    public let buyer: ID<Member>
    public let supplier: ID<Member>
    /// How the price was found, such as `trading.listing`.
    public let mechanism: String
    public let product: ID<DataProduct>
    public let version: Int64
    /// The digest of the version's specification.
    public let specification: Digest
    public let resources: [ID<DataResource>]
    public let plan: String
    public let delivery: Delivery
    public let price: Price
    public let scope: RightScope
    /// What the buyer uses the data for: one of the product's scenarios.
    public let scenario: String
    public let prohibitedUses: [String]
    public let termDays: Int64
    /// Days after delivery in which the buyer may object.
    public let acceptanceDays: Int64
    /// The version of the rule book whose fees and forum apply.
    public let rules: Int64
}

/// Where and how the data is delivered, and who signs for it.
@Wire
public struct Delivery: Equatable, Sendable {
    public let mode: Mode
    public let address: String
    public let dataset: String
    /// The key with which the supplier's node signs usage receipts.
    public let key: PublicKeyText

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
    public let id: ID<AccessEntitlement>
    public let contract: ID<TradeContract>
    public let buyer: ID<Member>
    public let supplier: ID<Member>
    /// The key that signs the buyer's requests to the node.
    public let accessKey: PublicKeyText
    public let product: ID<DataProduct>
    public let version: Int64
    public let delivery: Delivery
    public let scenario: String
    /// Files or calls.
    public let quota: Int64
    public let issued: Instant
    /// The sequence number of the record that issues it: its receipt is what the node is shown.
    public let record: Int64
    public let expires: Instant
}

/// What the node and the buyer both sign: all use of an entitlement so far.
@Wire
public struct UsageStatement: Equatable, Sendable {
    public let entitlement: ID<AccessEntitlement>
    /// Files or calls since the entitlement was issued.
    public let count: Int64
    /// The head of the chain of single receipts (`docs/formats/usage-receipt.md`).
    public let chain: Digest
}

/// A usage statement with both signatures.
@Wire
public struct UsageReceipt: Equatable, Sendable {
    public let statement: UsageStatement
    public let nodeKey: PublicKeyText
    public let nodeSignature: SignatureText
    public let buyerKey: PublicKeyText
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
