public import Units
public import Wire

/// The rules of the venue that are data: versioned, dated, changed by a journaled command.
///
/// Each section cites the paragraph of `domain.md` or the law whose parameter it is.
@Wire
public struct RuleBook: Equatable, Sendable {
    /// Counts up from 1; every record names the version it was decided under.
    public let version: Int64
    /// Which days are working days.
    public let calendar: WorkingCalendar
    /// The clocks of registration.
    public let registration: Registration
    /// Terms of trades.
    public let trading: Trading
    /// What the venue charges.
    public let fees: Fees

    /// The clocks of registration (`domain.md` §2.3; 国数综政策〔2026〕35号).
    @Wire
    public struct Registration: Equatable, Sendable {
        /// Working days in which the registrar accepts or refuses; silence is acceptance.
        public let acceptanceDays: Int64
        /// Working days in which an accepted case is examined.
        public let examinationDays: Int64
        /// Working days of publicity.
        public let publicityDays: Int64
        /// Years for which a certificate is valid.
        public let validityYears: Int64
        /// The two digits of the region in certificate numbers; Beijing is 11.
        public let region: Int64
        /// The digit of the registration agency in certificate numbers.
        public let agency: Int64
    }

    /// Terms of trades.
    @Wire
    public struct Trading: Equatable, Sendable {
        /// Days after which a delivery that nobody objects to is accepted (`domain.md` §1.7).
        public let acceptanceDays: Int64
        /// Months for which a compliance opinion may be relied on (`domain.md` §2.4).
        public let opinionMonths: Int64
        /// Days in which all parties sign and the buyer pays, or the contract lapses.
        public let signingDays: Int64
    }

    /// What the venue charges (`domain.md` §2.7, V19): marginal tiers of the price.
    @Wire
    public struct Fees: Equatable, Sendable {
        /// In ascending order; the last one has no limit.
        public let tiers: [Tier]

        /// One part of the price, and what is charged on it.
        @Wire
        public struct Tier: Equatable, Sendable {
            /// The part of the price up to here, in fen; absent means all the rest.
            public let upTo: Int64?
            /// The share of that part.
            public let rate: BasisPoints
        }
    }
}

extension RuleBook.Fees {
    /// The fee on a price: each tier's rate on its part, rounded half up once a tier.
    ///
    /// 800,000 yuan → 20,000.00; 3,500,000 → 62,500.00; 25,000,000 → 235,000.00 (V19).
    /// `nil` when the price is negative or the fee is out of range.
    public func fee(on price: Money) -> Money? {
        guard price.amount >= 0 else { return nil }
        var total = Money(amount: 0, currency: price.currency)
        var lower: Int64 = 0
        for tier in tiers {
            let upper = min(tier.upTo ?? Int64.max, price.amount)
            if upper > lower {
                let part = Money(amount: upper - lower, currency: price.currency)
                guard let fee = tier.rate.of(part, rounding: .halfUp),
                    let sum = total.adding(fee)
                else { return nil }
                total = sum
            }
            lower = max(lower, upper)
        }
        return total
    }

    /// Whether the tiers ascend and only the last is open.
    public var isWellFormed: Bool {
        guard let last = tiers.last, last.upTo == nil else { return false }
        let limits = tiers.dropLast().map { $0.upTo ?? 0 }
        return zip([0] + limits, limits).allSatisfy { $0 < $1 }
    }
}
