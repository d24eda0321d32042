public import Wire

/// The reasons one capability rejects.
///
/// Cases stand in order of precedence: when several reasons hold, the first is given. A shipped
/// case is never renamed or reused.
public protocol RejectionReason: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// What kind of mistake it is, and the sentence for a person in both languages.
    var refusal: Refusal { get }
}

/// A kind of mistake with its sentence in Chinese and English.
public struct Refusal: Equatable, Sendable {
    /// The kind, from which the HTTP status follows.
    public let kind: RejectionKind
    /// The sentence in Chinese.
    public let zh: String
    /// The sentence in English, without a full stop.
    public let en: String

    private init(_ kind: RejectionKind, _ zh: String, _ en: String) {
        self.kind = kind
        self.zh = zh
        self.en = en
    }

    /// The command can never be accepted as it is.
    public static func invalid(_ zh: String, _ en: String) -> Self { .init(.invalid, zh, en) }
    /// Another may do it.
    public static func forbidden(_ zh: String, _ en: String) -> Self { .init(.forbidden, zh, en) }
    /// There is no such thing.
    public static func notFound(_ zh: String, _ en: String) -> Self { .init(.notFound, zh, en) }
    /// It may be accepted at another time, in another state.
    public static func conflict(_ zh: String, _ en: String) -> Self { .init(.conflict, zh, en) }
    /// There is too little money.
    public static func unfunded(_ zh: String, _ en: String) -> Self {
        .init(.insufficientFunds, zh, en)
    }
}

/// The kind of mistake, from which the HTTP API and the command line derive their status.
public enum RejectionKind: String, CaseIterable, WireValue {
    case invalid
    case forbidden
    case notFound
    case conflict
    case insufficientFunds
}

/// A rejected command: the reason, and the facts a person needs to do better.
public struct Rejection<Reason: RejectionReason>: Error, Equatable {
    /// Why.
    public let reason: Reason
    /// What a person needs to know to do better.
    public let facts: [Fact]

    /// A rejection for this reason.
    public static func because(_ reason: Reason, _ facts: Fact...) -> Self {
        Self(reason: reason, facts: facts)
    }
}

/// One fact of a rejection.
@Wire
public struct Fact: Hashable, Sendable {
    /// What it is, in one English word or two, such as `floor`.
    public let name: String
    /// What it amounts to, as text.
    public let value: String

    /// A fact of this name and value.
    public init(_ name: String, _ value: some CustomStringConvertible) {
        self.init(name: name, value: value.description)
    }
}

/// A rejection as the API, the command line and the journal show it.
@Wire
public struct RejectionReport: Error, Hashable, Sendable {
    /// The capability and the reason, `trading.listing.notListed`: stable for ever.
    public let code: String
    /// What a person needs to know to do better.
    public let facts: [Fact]
    /// The kind, from which the HTTP status follows.
    public let kind: RejectionKind
}

/// The reasons of the kernel itself.
public enum KernelReason: String, RejectionReason {
    /// The key isn't known, or was revoked.
    case unknownKey
    /// The member isn't active.
    case memberInactive
    /// The actor may not give this command.
    case notPermitted
    /// An amount isn't more than zero.
    case notPositive
    /// An account holds too little.
    case insufficientFunds
    /// A balance would leave the range of exact integers.
    case outOfRange
    /// A restriction blocks the right.
    case restricted
    /// The right or restriction is there already.
    case alreadyPosted
    /// There is no such right or restriction.
    case notPosted
    /// The record would be larger than a leaf may be, or its commands go round in a circle.
    case recordTooLarge
    /// The record couldn't be read back: a value is beyond what the journal can hold.
    case unreadable

    public var refusal: Refusal {
        switch self {
        case .unknownKey: .forbidden("密钥未登记或已撤销", "The key isn't known or was revoked")
        case .memberInactive: .forbidden("会员未处于有效状态", "The member isn't active")
        case .notPermitted: .forbidden("无权执行该操作", "This command needs another role")
        case .notPositive: .invalid("金额必须大于零", "An amount must be more than zero")
        case .insufficientFunds: .unfunded("资金不足", "The account holds too little")
        case .outOfRange: .invalid("金额超出范围", "The amount is out of range")
        case .restricted: .conflict("权利已被限制", "A restriction blocks the right")
        case .alreadyPosted: .conflict("权利记录已存在", "The right is there already")
        case .notPosted: .notFound("权利记录不存在", "There is no such right")
        case .recordTooLarge: .invalid("记录过大", "The record would be too large")
        case .unreadable: .invalid("数值超出可记录范围", "A value is beyond what can be recorded")
        }
    }

    func report(_ facts: Fact...) -> RejectionReport {
        RejectionReport(code: "kernel.\(rawValue)", facts: facts, kind: refusal.kind)
    }
}
