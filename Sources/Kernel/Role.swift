public import Wire

/// What a member may do on the exchange (`domain.md` §1, roles).
public enum Role: String, CaseIterable, Comparable, WireValue {
    /// 交易所运营
    case venueOperator
    /// 登记审查员
    case registrar
    /// 监管用户: reads everything, changes nothing.
    case supervisor
    /// 审计: reads and replays everything.
    case auditor
    /// 数据提供方
    case dataProvider
    /// 数据需求方
    case dataDemander
    /// 合规评估机构, 律师事务所
    case complianceAssessor
    /// 结算银行
    case settlementBank

    public static func < (a: Self, b: Self) -> Bool {
        a.rawValue.utf8.lexicographicallyPrecedes(b.rawValue.utf8)
    }
}
