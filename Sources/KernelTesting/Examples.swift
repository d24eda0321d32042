public import Kernel
import Units

extension RuleBook {
    /// A rule book for tests: the numbers of `domain.md` §2.3, §2.4 and §2.7 (V19), and a calendar
    /// without holidays.
    public static let example = RuleBook(
        version: 1,
        calendar: WorkingCalendar(holidays: [], makeUpDays: []),
        registration: .init(
            acceptanceDays: 3,
            examinationDays: 10,
            publicityDays: 5,
            validityYears: 5,
            region: 11,
            agency: 1
        ),
        trading: .init(acceptanceDays: 7, opinionMonths: 12, signingDays: 10),
        fees: .init(
            tiers: [
                .init(upTo: 100_000_000, rate: BasisPoints(250)),
                .init(upTo: 1_000_000_000, rate: BasisPoints(150)),
                .init(rate: BasisPoints(50)),
            ]
        )
    )
}

extension House.Charter {
    /// A test venue under the example rule book.
    public static let example = House.Charter(
        title: Title(zh: "测试交易所", en: "Test exchange"),
        origin: "exchange.example/log",
        rules: .example,
        isTest: true
    )
}
