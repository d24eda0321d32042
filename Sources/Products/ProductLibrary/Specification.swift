public import Registry
public import Units
public import Wire

/// 数据产品说明书: one version of what is sold, immutable once it is recorded.
@Wire
public struct Specification: Equatable, Sendable {
    /// The product's name.
    public let title: Title
    /// What it is and what it is good for, in Chinese and perhaps English.
    public let summary: Title
    /// What kind of product it is.
    public let kind: ProductKind
    /// The registered resources it is made of.
    public let resources: [ID<DataResource>]
    /// 应用场景: what buyers use it for.
    public let scenarios: [String]
    /// What buyers may not use it for.
    public let prohibitedUses: [String]
    /// How the data is classified (数据分类分级).
    public let level: DataLevel
    /// Its columns or fields.
    public let fields: [FieldSpecification]
    /// How often it is brought up to date.
    public let frequency: UpdateFrequency
    /// Rows of the data at the time of writing.
    public let records: Int64
    /// The share of values present, in parts per million.
    public let completeness: Int64
    /// The ways to buy it.
    public let plans: [Plan]
    /// The node that delivers it.
    public let delivery: DeliveryPoint
    /// Rows that anybody can prove to belong to the registered data; at most five.
    public let sample: [SampleRow]
    /// Who answers complaints.
    public let contact: String
}

/// What kind of product it is (`domain.md` §1.4, 2.7).
public enum ProductKind: String, CaseIterable, WireValue {
    case dataSet, api, report, tool, solution, model, service
}

/// One column or field of the product.
@Wire
public struct FieldSpecification: Equatable, Sendable {
    /// The field's name.
    public let name: String
    /// `integer`, `decimal`, `date`, `timestamp`, `boolean` or `text`.
    public let type: String
    /// The unit of its values, if they have one.
    public let unit: String?
    /// What it means.
    public let note: Title
    /// How many rows have no value, as the node's profile counted.
    public let missing: Int64?
    /// How many different values there are, as the node's profile counted.
    public let distinct: Int64?
}

/// A row of the data with the proof that it belongs (`docs/formats/fingerprint.md`).
@Wire
public struct SampleRow: Equatable, Sendable {
    /// Which row it is, from 1; 0 is the header.
    public let index: Int64
    /// The hashes from the leaf's sibling up to the root's child.
    public let path: [Digest]
    /// The row's fields, in the order of the header.
    public let row: [String]
    /// The salt of the row's leaf.
    public let salt: Digest
}

/// The node that delivers the product, and the key with which it signs usage receipts.
@Wire
public struct DeliveryPoint: Equatable, Sendable {
    /// Where the node answers: an http or https address.
    public let address: String
    /// The key with which the node signs usage receipts.
    public let key: PublicKeyText
    /// The name of the data set at the node.
    public let dataset: String
}

/// One way to buy the product: what is delivered, at which price, for how long.
@Wire
public struct Plan: Equatable, Sendable {
    /// The plan's name within the product: lowercase letters, digits and hyphens.
    public let code: String
    /// The plan's name for people.
    public let title: Title
    /// How the data reaches the buyer.
    public let delivery: DeliveryMode
    /// How it is paid.
    public let pricing: Pricing
    /// For how many days the entitlement is valid.
    public let termDays: Int64
}

/// How the data reaches the buyer (`domain.md` §2.6).
public enum DeliveryMode: String, CaseIterable, WireValue {
    case file, api
}

/// How a plan is paid (`BillingModel`, `domain.md` §2.7).
@Wire
public enum Pricing: Equatable, Sendable {
    /// 一次性: one price for everything.
    case oneOff(price: Money)
    /// 按次: a price a call, paid as calls are made, up to a quota that is put in escrow.
    case perCall(unit: MicroPrice, quota: Int64)
}

extension Pricing {
    /// The most a buyer pays, which is put in escrow; `nil` when it is out of range.
    public var total: Money? {
        switch self {
        case .oneOff(let price): price
        case .perCall(let unit, let quota): unit.times(quota, rounding: .halfUp)
        }
    }

    /// The number of calls or files that the plan gives.
    public var quota: Int64 {
        switch self {
        case .oneOff: 1
        case .perCall(_, let quota): quota
        }
    }
}

/// A compliance opinion on one version (合规评估报告, 法律意见书).
@Wire
public struct Opinion: Equatable, Sendable {
    /// The product.
    public let product: ID<DataProduct>
    /// The version that was assessed.
    public let version: Int64
    /// The digest of the version's canonical form.
    public let specification: Digest
    /// What the assessor concludes.
    public let conclusion: Conclusion
    /// What must be kept to, in words.
    public let conditions: [String]
    /// The digest of the report itself, which stays with the parties.
    public let report: Digest

    /// Whether the version may be traded.
    public enum Conclusion: String, CaseIterable, WireValue {
        case pass, conditional, fail
    }
}
