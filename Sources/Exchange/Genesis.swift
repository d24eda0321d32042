public import Kernel
public import Membership
import Units
public import Wire

/// What a venue begins with: its charter and its own staff, as data.
///
/// `databourse init` writes it as a file that the operator edits, and `databourse serve` makes the
/// journal's first records of it.
@Wire
public struct Genesis: Equatable, Sendable {
    /// The venue's name, origin and first rule book.
    public let charter: House.Charter
    /// The operator, the registrar, the supervisor, the auditor, the settlement bank.
    public let founders: [Admission.Application]
}

extension Genesis {
    /// The commands that found the venue, in order: the path and the body of each.
    public var commands: [(path: String, body: RawJSON)] {
        [("/v1/exchange/open", RawJSON(charter))]
            + founders.map { ("/v1/membership/found", RawJSON($0)) }
    }
}

extension RuleBook {
    /// The first rule book of a venue in Beijing, to be edited before it opens.
    ///
    /// Clocks: registration guide 国数综政策〔2026〕35号 (`domain.md` §2.3). Fees: the example schedule
    /// of `domain.md` §2.7. Holidays of 2026: the State Council's notice of 4 November 2025; of
    /// other years none are known, so that only weekends are free.
    public static let standard = RuleBook(
        version: 1,
        calendar: WorkingCalendar(
            holidays: days(
                "2026-01-01",
                "2026-01-02",
                "2026-02-16",
                "2026-02-17",
                "2026-02-18",
                "2026-02-19",
                "2026-02-20",
                "2026-02-23",
                "2026-04-06",
                "2026-05-01",
                "2026-05-04",
                "2026-05-05",
                "2026-06-19",
                "2026-09-25",
                "2026-10-01",
                "2026-10-02",
                "2026-10-05",
                "2026-10-06",
                "2026-10-07"
            ),
            makeUpDays: days(
                "2026-01-04",
                "2026-02-14",
                "2026-02-28",
                "2026-05-09",
                "2026-09-20",
                "2026-10-10"
            )
        ),
        registration: .init(
            acceptanceDays: 3,
            examinationDays: 10,
            publicityDays: 5,
            validityYears: 5,
            region: 11,
            agency: 1
        ),
        trading: .init(acceptanceDays: 7, opinionMonths: 12, signingDays: 7),
        fees: .init(tiers: [
            .init(upTo: 100_000_000, rate: BasisPoints(250)),
            .init(upTo: 1_000_000_000, rate: BasisPoints(150)),
            .init(upTo: nil, rate: BasisPoints(50)),
        ])
    )

    private static func days(_ texts: String...) -> [Day] { texts.compactMap(Day.init(text:)) }
}
