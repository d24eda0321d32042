import Kernel
import Membership
import Signatures
import Testing
import Units

/// Somebody who asks, each with a key; the market's members are numbered in this order.
enum Person: Int64, CaseIterable {
    case venueOperator = 1
    case registrar, supervisor, auditor, bank, formerAuditor
    case supplier, buyer, assessor, outsider, applicant
    case stranger

    static let overseers: [Person] = [.venueOperator, .supervisor, .auditor]
    private static let keys = allCases.map { _ in PrivateKey.generate() }

    /// The venue's own staff.
    var isFounder: Bool { rawValue <= Person.formerAuditor.rawValue }
    var member: ID<Member> { ID(rawValue) }
    /// `nil` for the stranger.
    var key: PrivateKey? { self == .stranger ? nil : Self.keys[Int(rawValue) - 1] }

    var roles: [Role] {
        switch self {
        case .venueOperator: [.venueOperator]
        case .registrar: [.registrar]
        case .supervisor: [.supervisor]
        case .auditor, .formerAuditor: [.auditor]
        case .bank: [.settlementBank]
        case .supplier: [.dataProvider]
        case .buyer: [.dataDemander]
        case .assessor: [.complianceAssessor]
        case .outsider: [.dataDemander, .dataProvider]
        case .applicant, .stranger: [.dataDemander]
        }
    }

    func application() throws -> Admission.Application {
        let key = try #require(key).publicKey
        return Admission.Application(
            title: Title(zh: "会员\(rawValue)号", en: "Member \(self)"),
            uscc: try USCC.numbered(rawValue),
            contact: "\(self)@market.example",
            roles: roles,
            key: try #require(PublicKeyText(text: key.text))
        )
    }
}

extension USCC {
    /// A code whose check character is right.
    static func numbered(_ number: Int64) throws -> USCC {
        let digits = "911100000000000\(number / 10)\(number % 10)"
        return try #require(
            "0123456789ABCDEFGHJKLMNPQRTUWXY".lazy.compactMap { USCC(text: digits + "\($0)") }.first
        )
    }
}
