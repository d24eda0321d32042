import Tables
public import Units
public import Wire

/// One amount from one account to another: a double entry that sums to zero by its form.
@Wire
public struct Transfer: Hashable, Sendable {
    /// More than zero.
    public let amount: Money
    /// The account that has less afterwards.
    public let from: Account
    /// The account that has more afterwards.
    public let to: Account
    /// Why the money moves.
    public let purpose: Purpose

    /// Why money moves.
    public enum Purpose: String, CaseIterable, WireValue {
        case deposit, withdrawal, escrow, price, fee, refund
    }

    /// So much from one account to another.
    public init(_ amount: Money, from: Account, to: Account, for purpose: Purpose) {
        self.init(amount: amount, from: from, to: to, purpose: purpose)
    }
}

/// Why transfers can't be posted, in order of precedence: the first that holds of the first
/// transfer that doesn't fit.
public enum MoneyError: Error, Equatable, Sendable {
    /// An amount isn't more than zero.
    case notPositive
    /// An account that may not go below zero would.
    case insufficientFunds(account: Account, available: Money, needed: Money)
    /// A balance would leave the range of exact integers.
    case outOfRange
}

/// Who has how much: double-entry, in minor units, a balance an account and currency.
///
/// The balances of each currency sum to zero after every posting; only `bank` is ever negative.
public struct MoneyLedger: Equatable, Sendable {
    private var balances = Table<Entry, Int64>()

    /// No account has any money.
    public init() {}

    /// The balance of one account in one currency; zero when nothing was ever posted.
    public func balance(_ account: Account, _ currency: Currency = .cny) -> Money {
        let amount = balances[Entry(account: account, currency: currency)] ?? 0
        return Money(amount: amount, currency: currency)
    }

    /// The balances of all accounts, in order of account and currency.
    public var all: [(account: Account, balance: Money)] {
        balances.map { ($0.key.account, Money(amount: $0.value, currency: $0.key.currency)) }
    }

    /// Whether all transfers can be posted, in this order and together.
    public func check(_ transfers: [Transfer]) throws(MoneyError) {
        guard !transfers.isEmpty else { return }
        var draft = Draft(ledger: self)
        for transfer in transfers { try draft.post(transfer) }
    }

    /// Posts transfers that `check` has passed.
    ///
    /// Others, which only a forged journal has, don't trap: their sums wrap around, and the
    /// balances still sum to zero.
    public mutating func post(_ transfers: [Transfer]) {
        for transfer in transfers {
            change(transfer.from, transfer.amount.currency, by: 0 &- transfer.amount.amount)
            change(transfer.to, transfer.amount.currency, by: transfer.amount.amount)
        }
    }

    private mutating func change(_ account: Account, _ currency: Currency, by amount: Int64) {
        let entry = Entry(account: account, currency: currency)
        let sum = (balances[entry] ?? 0) &+ amount
        balances[entry] = sum == 0 ? nil : sum
    }

    /// The balances that some transfers would leave.
    private struct Draft {
        let ledger: MoneyLedger
        var changed: [(entry: Entry, balance: Int64)] = []

        mutating func post(_ transfer: Transfer) throws(MoneyError) {
            guard transfer.amount.isPositive else { throw .notPositive }
            try change(transfer.from, by: -transfer.amount.amount, transfer.amount)
            try change(transfer.to, by: transfer.amount.amount, transfer.amount)
        }

        private mutating func change(
            _ account: Account,
            by amount: Int64,
            _ moved: Money
        ) throws(MoneyError) {
            let currency = moved.currency
            let entry = Entry(account: account, currency: currency)
            let known = changed.firstIndex { $0.entry == entry }
            let old = known.map { changed[$0].balance } ?? ledger.balances[entry] ?? 0
            let (sum, overflow) = old.addingReportingOverflow(amount)
            guard !overflow else { throw .outOfRange }
            guard sum >= 0 || account == .bank else {
                let available = Money(amount: old, currency: currency)
                throw .insufficientFunds(account: account, available: available, needed: moved)
            }
            guard sum.magnitude <= UInt64(WireInteger.limit) else { throw .outOfRange }
            if let known { changed[known].balance = sum } else { changed.append((entry, sum)) }
        }
    }

    /// An account in one currency.
    @Wire
    struct Entry: Hashable, Comparable {
        let account: Account
        let currency: Currency

        static func < (a: Self, b: Self) -> Bool {
            (a.account, a.currency) < (b.account, b.currency)
        }
    }
}

extension MoneyLedger: WireValue {
    public static let schema = Table<Entry, Int64>.schema

    public func write(to writer: inout JSONWriter) { balances.write(to: &writer) }

    public init(from reader: inout JSONReader) throws(WireError) {
        balances = try Table(from: &reader)
    }
}
