public import Units
public import Wire

/// Where money is.
///
/// Client money (`cash`, `escrow`) and the house's own (`house`) never share an account; `bank` is
/// the world outside, and the only account that may go below zero: what members have is what the
/// bank owes.
public enum Account: Hashable, Sendable {
    /// A member's free money.
    case cash(ID<Member>)
    /// A member's money on its way out, until the bank confirms.
    case outgoing(ID<Member>)
    /// The money a contract holds (资金托管).
    case escrow(ID<TradeContract>)
    /// The venue's own income.
    case house
    /// The settlement bank's account for the venue's clients.
    case bank

    private var rank: (Int64, Int64) {
        switch self {
        case .cash(let member): (0, member.number)
        case .outgoing(let member): (1, member.number)
        case .escrow(let contract): (2, contract.number)
        case .house: (3, 0)
        case .bank: (4, 0)
        }
    }
}

extension Account: Comparable {
    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
}

extension Account: WireString, CustomStringConvertible {
    public static let format = Schema.Format(
        "account",
        pattern: "^((cash|outgoing):M-|escrow:TC-)[1-9][0-9]{0,15}$|^(house|bank)$",
        maximumLength: 28,
        example: "cash:M-3"
    )

    public init?(text: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            switch text {
            case "house": self = .house
            case "bank": self = .bank
            default: return nil
            }
            return
        }
        let subject = String(text[text.utf8.index(after: colon)...])
        switch text[..<colon] {
        case "cash":
            guard let member = ID<Member>(text: subject) else { return nil }
            self = .cash(member)
        case "outgoing":
            guard let member = ID<Member>(text: subject) else { return nil }
            self = .outgoing(member)
        case "escrow":
            guard let contract = ID<TradeContract>(text: subject) else { return nil }
            self = .escrow(contract)
        default: return nil
        }
    }

    public var text: String {
        switch self {
        case .cash(let member): "cash:\(member)"
        case .outgoing(let member): "outgoing:\(member)"
        case .escrow(let contract): "escrow:\(contract)"
        case .house: "house"
        case .bank: "bank"
        }
    }

    public var isReadable: Bool {
        switch self {
        case .cash(let member), .outgoing(let member): member.isReadable
        case .escrow(let contract): contract.isReadable
        case .house, .bank: true
        }
    }

    public var description: String { text }
}
