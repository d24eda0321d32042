// The field's words as the portal shows them. Raw values are the identifiers used in the API.

public import Units

/// A word of the glossary, with its label in both languages.
public protocol Term: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// What people call it.
    var label: Pair { get }
}

/// What a product is.
public enum ProductKind: String, Term {
    case dataSet, api, report, tool, solution, model, service

    public var label: Pair {
        switch self {
        case .dataSet: Pair("数据集", "Data set")
        case .api: Pair("数据接口", "Data interface")
        case .report: Pair("数据报告", "Report")
        case .tool: Pair("数据分析工具", "Analytics tool")
        case .solution: Pair("数据解决方案", "Solution")
        case .model: Pair("模型", "Model")
        case .service: Pair("数据服务", "Data service")
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
    case file, api

    public var label: Pair {
        switch self {
        case .file: Pair("文件", "File")
        case .api: Pair("API 接口", "API")
        }
    }
}

/// Whether a product can be bought.
public enum ListingState: String, Term {
    case listed, halted

    public var label: Pair {
        switch self {
        case .listed: Pair("挂牌中", "Listed")
        case .halted: Pair("已停牌", "Halted")
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

/// How data was come by (disclosure form of data registration).
public enum Acquisition: String, Term {
    case ownCollection, civilContract, crawledPublic, agreement, derived, utility, entrusted,
        publicDuty

    public var label: Pair {
        switch self {
        case .ownCollection: Pair("采集生成", "Own collection")
        case .civilContract: Pair("合同约定采集", "Collected by contract")
        case .crawledPublic: Pair("自动化程序收集公开数据", "Gathered from public sources")
        case .agreement: Pair("协议取得", "Obtained by agreement")
        case .derived: Pair("衍生创造", "Derived")
        case .utility: Pair("公用事业服务数据", "Utility service data")
        case .entrusted: Pair("委托处理", "Processed for others")
        case .publicDuty: Pair("履行公共职责", "Made in public duty")
        }
    }
}

/// The area that data covers (disclosure form of data registration).
public enum Coverage: String, Term {
    case international, national, province, city, district, belowDistrict

    public var label: Pair {
        switch self {
        case .international: Pair("国际", "International")
        case .national: Pair("全国", "National")
        case .province: Pair("省级", "Province")
        case .city: Pair("市级", "City")
        case .district: Pair("区县级", "District")
        case .belowDistrict: Pair("区县级以下", "Below district")
        }
    }
}

/// Whether data tells of persons (Personal Information Protection Law).
public enum PersonalInformation: String, Term {
    case none, deidentified, identifiable

    public var label: Pair {
        switch self {
        case .none: Pair("不含个人信息", "No personal information")
        case .deidentified: Pair("去标识化个人信息", "De-identified persons")
        case .identifiable: Pair("可识别个人信息", "Identifiable persons")
        }
    }
}

/// What holds a right back, until it is lifted.
public enum Restriction: String, Term {
    case freeze, lien, objection, halt

    public var label: Pair {
        switch self {
        case .freeze: Pair("冻结", "Frozen")
        case .lien: Pair("已质押", "Pledged")
        case .objection: Pair("异议处理中", "Under objection")
        case .halt: Pair("停牌", "Halted")
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
    case inPublicity, valid, expired

    public var label: Pair {
        switch self {
        case .inPublicity: Pair("公示中", "In publicity")
        case .valid: Pair("有效", "Valid")
        case .expired: Pair("已到期", "Expired")
        }
    }

    var tone: Tone {
        switch self {
        case .inPublicity: .brand
        case .valid: .ok
        case .expired: .warn
        }
    }

    var icon: StaticString {
        switch self {
        case .inPublicity: "clock"
        case .valid: "shield"
        case .expired: "alert"
        }
    }
}

extension Finality: Term {
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
