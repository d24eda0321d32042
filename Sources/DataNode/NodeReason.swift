/// Why the node refuses a request, in order of precedence.
public enum NodeReason: String, Error, CaseIterable, Sendable {
    /// There is nothing at this path.
    case notFound
    /// The request isn't signed, or its signature isn't good.
    case notSigned
    /// The body isn't what is wanted here.
    case malformed
    /// The receipt doesn't prove that the exchange issued an entitlement.
    case receiptNotProved
    /// The record in the receipt issues no entitlement.
    case noEntitlement
    /// The entitlement is for another node or data set.
    case otherNode
    /// Another entitlement of this number was shown before.
    case otherEntitlement
    /// The request isn't signed by the entitlement's key.
    case otherKey
    /// The entitlement has ended.
    case expired
    /// The entitlement gives a file, not calls, or the other way round.
    case otherDelivery
    /// The usage so far isn't signed for.
    case notAcknowledged
    /// The signature for the usage isn't good.
    case acknowledgementWrong
    /// The quota is used up.
    case quotaExhausted
    /// A column, filter or page isn't one.
    case queryMalformed
    /// The data set, or what the node remembers of its use, can't be read or kept now.
    case unavailable

    var status: Int {
        switch self {
        case .notFound: 404
        case .notSigned: 401
        case .malformed, .queryMalformed: 400
        case .receiptNotProved, .noEntitlement, .acknowledgementWrong: 422
        case .otherNode, .otherKey, .expired, .quotaExhausted: 403
        case .otherEntitlement, .otherDelivery, .notAcknowledged: 409
        case .unavailable: 503
        }
    }

    /// The sentence for a person.
    var sentences: (zh: String, en: String) {
        switch self {
        case .notFound: ("没有这个资源", "There is nothing here")
        case .notSigned: ("请求未签名或签名无效", "The request isn't signed, or not well")
        case .malformed: ("请求内容格式不符", "The body isn't what is wanted here")
        case .receiptNotProved: ("收据不能证明权限", "The receipt proves no entitlement")
        case .noEntitlement: ("该记录没有签发权限", "The record issues no entitlement")
        case .otherNode: ("权限属于其他节点或数据集", "The entitlement is for another node or data set")
        case .otherEntitlement:
            (
                "本节点保存着另一个同编号权限的用量：usage.db 属于另一交易所",
                "The node keeps the usage of another entitlement of this number: its usage.db is of"
                    + " another venue"
            )
        case .otherKey: ("签名密钥与权限不符", "The entitlement names another key")
        case .expired: ("权限已到期", "The entitlement has ended")
        case .otherDelivery: ("权限的交付方式不符", "The entitlement is for another way of delivery")
        case .notAcknowledged: ("上次用量尚未签收", "The usage so far isn't signed for")
        case .acknowledgementWrong: ("用量签收的签名无效", "The signature for the usage isn't good")
        case .quotaExhausted: ("额度已用完", "The quota is used up")
        case .queryMalformed: ("查询条件有误", "A column, filter or page isn't one")
        case .unavailable: ("数据集或用量记录暂不可用", "The data set or its usage can't be read now")
        }
    }
}
