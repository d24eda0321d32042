public import Ledgers
public import Units
public import Wire

/// What an applicant discloses of a resource (信息充分披露; registration guide, Annex 1).
@Wire
public struct Disclosure: Equatable, Sendable {
    /// 数据名称: at most 40 characters, ordered time, region, industry, content, type.
    public let title: Title
    /// 数据概述: function, form and use, at most 400 characters.
    public let abstract: String
    /// 所属行业: section letter and division of GB/T 4754, such as `N77`.
    public let industry: String
    /// How the data was come by.
    public let acquisition: Acquisition
    /// How the right was acquired, in words: contract, licence, source.
    public let acquisitionStatement: String
    /// 地域范围.
    public let coverage: Coverage
    /// 时域范围.
    public let from: Day
    /// The last day that the data covers.
    public let through: Day
    /// 更新频率.
    public let frequency: UpdateFrequency
    /// 数据量: records.
    public let records: Int64
    /// 数据量: bytes.
    public let bytes: Int64
    /// 数据形态.
    public let form: DataForm
    /// How the data is classified (数据分类分级).
    public let level: DataLevel
    /// Whether it tells of persons.
    public let personalInformation: PersonalInformation
    /// 限制范围; absent means none.
    public let limits: String?
    /// The rights applied for.
    public let rights: [RightType]
    /// How far the rights reach.
    public let scope: RightScope
    /// What proves all this.
    public let evidence: [Evidence]
    /// What binds the registration to the data.
    public let fingerprint: Fingerprint
    /// The applicant states that all of this is true and complete.
    public let isTruthful: Bool
}

/// A document that proves something: its digest stands in the ledger, it stays with its owner.
@Wire
public struct Evidence: Equatable, Sendable {
    /// What the document is.
    public let title: String
    /// The digest of the document.
    public let digest: Digest
}

/// What binds a registration to the data: made by the owner's node (`docs/formats/fingerprint.md`).
@Wire
public struct Fingerprint: Equatable, Sendable {
    /// The Merkle root over header and canonical rows.
    public let root: Digest
    /// The number of leaves: rows and the header.
    public let leaves: Int64
    /// The digest of the profile: columns, types, missing values.
    public let profile: Digest
}

/// 权利取得方式: how the data was come by.
public enum Acquisition: String, CaseIterable, WireValue {
    /// 采集生成: one's own or joint lawful collection.
    case ownCollection
    /// Others collected it under my contract, from what I caused.
    case civilContract
    /// 自动化程序收集公开数据.
    case crawledPublic
    /// 协议取得: purchase or licence.
    case agreement
    /// 衍生创造.
    case derived
    /// Service data of a utility: water, gas, heat, power, transport.
    case utility
    /// 委托处理: processed for somebody else.
    case entrusted
    /// Made by a state organ in its duties.
    case publicDuty

    /// The rights that may be registered: articles 21, and 15 for state organs and utilities.
    public var registrableRights: [RightType] {
        switch self {
        case .ownCollection, .civilContract, .agreement, .derived, .utility:
            [.holding, .usage, .operation]
        case .crawledPublic: [.holding, .usage]
        case .entrusted, .publicDuty: []
        }
    }
}

/// 地域范围.
public enum Coverage: String, CaseIterable, WireValue {
    case international, national, province, city, district, belowDistrict
}

/// 更新频率.
public enum UpdateFrequency: String, CaseIterable, WireValue {
    case realTime, daily, weekly, monthly, yearly, onDemand, other
}

/// 数据形态.
public enum DataForm: String, CaseIterable, WireValue {
    case table, text, image, video, audio, other
}

/// 数据分级 (DSL 21; GB/T 43697; `domain.md` §3.2).
public enum DataLevel: String, CaseIterable, WireValue {
    /// 一般数据
    case general
    /// 重要数据: only where it doesn't leave its owner.
    case important
    /// 核心数据: never registered, never traded.
    case core
}

/// Whether the data tells of persons.
public enum PersonalInformation: String, CaseIterable, WireValue {
    case none
    /// 去标识化: still personal information.
    case deidentified
    case identifiable
}

/// Why a registration is refused: articles 15 and 22.
public enum RefusalGround: String, CaseIterable, WireValue {
    /// Art. 22(1): it harms national security, the public interest or others.
    case harmsInterests
    /// Art. 22(2): the source is unlawful.
    case unlawfulSource
    /// Art. 22(3): who owns the right is disputed.
    case disputedOwnership
    /// Art. 22(4): something is concealed, or a proof is false.
    case falseProof
    /// Art. 22(5): another bar by law.
    case otherBar
    /// Art. 15(1): made by a state organ in its duties.
    case stateOrganData

    /// The clause in words, Chinese and English.
    public var clause: Title {
        switch self {
        case .harmsInterests:
            Title(
                zh: "指引第二十二条第一项：危害国家安全、公共利益或他人合法权益",
                en: "Guide Art. 22(1): harms national security, the public interest or others"
            )
        case .unlawfulSource:
            Title(zh: "指引第二十二条第二项：数据来源不合法", en: "Guide Art. 22(2): unlawful source")
        case .disputedOwnership:
            Title(zh: "指引第二十二条第三项：权属争议尚未解决", en: "Guide Art. 22(3): disputed ownership")
        case .falseProof:
            Title(
                zh: "指引第二十二条第四项：隐瞒情况或提供虚假材料",
                en: "Guide Art. 22(4): concealment or false proof"
            )
        case .otherBar:
            Title(zh: "指引第二十二条第五项：法律法规规定的其他情形", en: "Guide Art. 22(5): another legal bar")
        case .stateOrganData:
            Title(
                zh: "指引第十五条第一项：党政机关履职数据不予登记",
                en: "Guide Art. 15(1): state organs' duty data isn't registered"
            )
        }
    }
}
