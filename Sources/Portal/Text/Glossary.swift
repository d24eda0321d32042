// The field's words as the portal shows them. Raw values are the identifiers used in the API.

/// A word of the glossary, with its label in both languages.
public protocol Term: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// What people call it.
    var label: Pair { get }
}

/// What a product is (data products and the services around them).
public enum ProductKind: String, Term {
    case publicData, commercialData, analyticsTool, dataSolution, dataService

    public var label: Pair {
        switch self {
        case .publicData: Pair("公共数据", "Public data")
        case .commercialData: Pair("商业数据", "Commercial data")
        case .analyticsTool: Pair("数据分析工具", "Analytics tool")
        case .dataSolution: Pair("数据解决方案", "Data solution")
        case .dataService: Pair("数据服务", "Data service")
        }
    }
}

/// How sensitive data is (Data Security Law, article 21; GB/T 43697).
public enum DataLevel: String, Term {
    case general, important, core

    public var label: Pair {
        switch self {
        case .general: Pair("一般数据", "General data")
        case .important: Pair("重要数据", "Important data")
        case .core: Pair("核心数据", "Core data")
        }
    }
}

/// How a buyer gets at the data.
public enum DeliveryMode: String, Term {
    case file, api, saas, report, sandbox, privacyCompute

    public var label: Pair {
        switch self {
        case .file: Pair("文件", "File")
        case .api: Pair("API 接口", "API")
        case .saas: Pair("在线软件", "SaaS")
        case .report: Pair("报告或模型", "Report or model")
        case .sandbox: Pair("数据沙箱", "Data sandbox")
        case .privacyCompute: Pair("隐私计算", "Privacy computing")
        }
    }
}

/// Whether a product can be bought.
public enum ListingState: String, Term {
    case listed, suspended, delisted

    public var label: Pair {
        switch self {
        case .listed: Pair("挂牌中", "Listed")
        case .suspended: Pair("已停牌", "Suspended")
        case .delisted: Pair("已摘牌", "Delisted")
        }
    }

    var tone: Tone { self == .listed ? .ok : .bad }
}

/// How often data changes (disclosure form of data registration).
public enum UpdateFrequency: String, Term {
    case realTime, daily, weekly, monthly, yearly, onDemand, other

    public var label: Pair {
        switch self {
        case .realTime: Pair("实时更新", "Real time")
        case .daily: Pair("每日更新", "Daily")
        case .weekly: Pair("每周更新", "Weekly")
        case .monthly: Pair("每月更新", "Monthly")
        case .yearly: Pair("每年更新", "Yearly")
        case .onDemand: Pair("按需更新", "On demand")
        case .other: Pair("不定期更新", "Irregular")
        }
    }
}

/// How data was obtained (disclosure form of data registration).
public enum DataSource: String, Term {
    case collected, crawledPublic, agreed, derived

    public var label: Pair {
        switch self {
        case .collected: Pair("采集生成", "Collected or generated")
        case .crawledPublic: Pair("自动化程序收集公开数据", "Gathered from public sources")
        case .agreed: Pair("协议取得", "Obtained by agreement")
        case .derived: Pair("衍生创造", "Derived")
        }
    }
}

/// A right in data (the "twenty articles on data", 2022).
public enum RightType: String, Term {
    case holding, usage, operation

    public var label: Pair {
        switch self {
        case .holding: Pair("持有权", "Right to hold")
        case .usage: Pair("使用权", "Right to use")
        case .operation: Pair("经营权", "Right to operate")
        }
    }
}

/// Where a registration certificate stands.
public enum CertificateState: String, Term {
    case inPublicity, valid, expired, cancelled

    public var label: Pair {
        switch self {
        case .inPublicity: Pair("公示中", "In publicity")
        case .valid: Pair("有效", "Valid")
        case .expired: Pair("已到期", "Expired")
        case .cancelled: Pair("已注销", "Cancelled")
        }
    }

    var tone: Tone {
        switch self {
        case .inPublicity: .brand
        case .valid: .ok
        case .expired: .warn
        case .cancelled: .bad
        }
    }

    var icon: StaticString {
        switch self {
        case .inPublicity: "clock"
        case .valid: "shield"
        case .expired: "alert"
        case .cancelled: "x"
        }
    }
}

/// What a quality score looks at (GB/T 36344-2018).
public enum QualityCharacteristic: String, Term {
    case normativity, completeness, accuracy, consistency, timeliness, accessibility

    public var label: Pair {
        switch self {
        case .normativity: Pair("规范性", "Normativity")
        case .completeness: Pair("完整性", "Completeness")
        case .accuracy: Pair("准确性", "Accuracy")
        case .consistency: Pair("一致性", "Consistency")
        case .timeliness: Pair("时效性", "Timeliness")
        case .accessibility: Pair("可访问性", "Accessibility")
        }
    }
}

/// How final a record is; each level includes those before it.
public enum Finality: String, Term {
    case durable, replicated, checkpointed, witnessed, audited

    public var label: Pair {
        switch self {
        case .durable: Pair("已落盘", "Durable")
        case .replicated: Pair("已复制", "Replicated")
        case .checkpointed: Pair("已入检查点", "In a checkpoint")
        case .witnessed: Pair("见证达到法定数", "Witnessed by quorum")
        case .audited: Pair("审计方已重放", "Replayed by auditors")
        }
    }
}
