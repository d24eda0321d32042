public import Units
public import Wire

/// The venue itself: its name and origin, its rule book, its clock, and its own attestations.
///
/// | State | `open`        | `publishRules`, `advanceClock`, `attest` |
/// |-------|---------------|------------------------------------------|
/// | none  | → open (H-1)  | `notOpen`                                |
/// | open  | `alreadyOpen` | → open (H-2…4)                           |
///
/// ## Rules
///
/// - **H-1** The first record opens the venue with its origin, operator and rule book 1.
/// - **H-2** A rule book follows the one in force: its version is the next, its fee tiers ascend,
///   its days are in range. It is in force from the next record on (`domain.md` §1.3, 1.1).
/// - **H-3** Only a venue that was opened as a test venue moves its clock, and only forward.
/// - **H-4** An attestation states the digest of the whole state at a sequence number that has
///   passed, so that who replays the journal can compare.
public enum House: Capability {
    public static let name = "exchange.house"
    public static let genesis = State()

    @Wire
    public enum Command: Equatable {
        /// Opens the venue: the first record of a journal.
        case open(Charter)
        /// Puts the next version of the rule book in force.
        case publishRules(rules: RuleBook)
        /// Moves a test venue's clock forward.
        case advanceClock(seconds: Int64)
        /// States the digest of the state after a record.
        case attest(sequence: Int64, digest: Digest)
    }

    @Wire
    public enum Event: Equatable {
        case opened(Charter)
        case rulesPublished(rules: RuleBook)
        case clockAdvanced(seconds: Int64)
        case attested(sequence: Int64, digest: Digest)
    }

    public enum Reason: String, RejectionReason {
        /// The venue is open.
        case alreadyOpen
        /// The venue isn't open.
        case notOpen
        /// The version isn't the next one (H-1, H-2).
        case versionNotNext
        /// A number of the rule book is out of range (H-2).
        case rulesOutOfRange
        /// The venue isn't a test venue (H-3).
        case clockIsReal
        /// The clock moves by 1 second to 400 days (H-3).
        case advanceOutOfRange
        /// The sequence number hasn't passed (H-4).
        case sequenceNotPassed

        public var refusal: Refusal {
            switch self {
            case .alreadyOpen: .conflict("交易所已开立", "The venue is open")
            case .notOpen: .conflict("交易所尚未开立", "The venue isn't open")
            case .versionNotNext: .conflict("规则版本号不连续", "The version isn't the next one")
            case .rulesOutOfRange: .invalid("规则参数超出范围", "A rule's number is out of range")
            case .clockIsReal: .forbidden("正式环境不得调整时钟", "Only a test venue moves its clock")
            case .advanceOutOfRange:
                .invalid("时钟前移须为1秒至400天", "The clock moves by 1 second to 400 days")
            case .sequenceNotPassed: .invalid("序号尚未产生", "The sequence number hasn't passed")
            }
        }
    }

    /// What a venue is opened with.
    @Wire
    public struct Charter: Equatable, Sendable {
        /// The venue's name.
        public let title: Title
        /// The schemeless address that names the log and every signature's destination.
        public let origin: String
        /// The first rule book.
        public let rules: RuleBook
        /// Whether the operator may move the clock forward: never in a venue that trades.
        public let isTest: Bool
    }

    @Wire
    public struct State: Equatable, Sendable {
        var charter: Charter?
        /// Every rule book that was ever in force, the present one last.
        var books: [RuleBook] = []
        var secondsAhead: Int64 = 0
        var attestation: Attestation?
    }

    /// The last stated digest.
    @Wire
    public struct Attestation: Equatable, Sendable {
        /// After which record.
        public let sequence: Int64
        /// The SHA-256 of the snapshot.
        public let digest: Digest
    }

    public static func authority(for command: Command) -> Authority {
        switch command {
        case .open, .attest: .system
        case .publishRules, .advanceClock: .role([.venueOperator])
        }
    }

    public static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        let state = world[Self.self]
        if case .open(let charter) = command {
            guard state.charter == nil else { throw .because(.alreadyOpen) }
            guard charter.rules.version == 1 else { throw .because(.versionNotNext) }
            guard charter.rules.isInRange else { throw .because(.rulesOutOfRange) }
            return Decision(.opened(charter))
        }
        guard let charter = state.charter else { throw .because(.notOpen) }
        switch command {
        case .open: throw .because(.alreadyOpen)
        case .publishRules(let rules):
            guard rules.version == state.rules.version + 1 else {
                throw .because(.versionNotNext, Fact("inForce", state.rules.version))
            }
            guard rules.isInRange else { throw .because(.rulesOutOfRange) }
            return Decision(.rulesPublished(rules: rules))
        case .advanceClock(let seconds):
            guard charter.isTest else { throw .because(.clockIsReal) }
            guard 1...34_560_000 ~= seconds else { throw .because(.advanceOutOfRange) }
            return Decision(.clockAdvanced(seconds: seconds))
        case .attest(let sequence, let digest):
            guard 0..<context.sequence ~= sequence else { throw .because(.sequenceNotPassed) }
            return Decision(.attested(sequence: sequence, digest: digest))
        }
    }

    public static func evolve(_ state: inout State, on event: Event) {
        switch event {
        case .opened(let charter):
            state.charter = charter
            state.books = [charter.rules]
        case .rulesPublished(let rules): state.books.append(rules)
        case .clockAdvanced(let seconds):
            state.secondsAhead = min(state.secondsAhead + seconds, WireInteger.limit / 1_000_000)
        case .attested(let sequence, let digest):
            state.attestation = Attestation(sequence: sequence, digest: digest)
        }
    }

    public static func readers(of event: Event) -> [ID<Member>] { [] }
}

extension House.State {
    /// Whether the venue is open (H-1).
    public var isOpen: Bool { charter != nil }
    /// The venue's name; empty before it opens.
    public var title: Title { charter?.title ?? Title(zh: "", en: nil) }
    /// The name of the log and of signatures' destination; empty before it opens.
    public var origin: String { charter?.origin ?? "" }
    /// Whether the clock may be moved (H-3).
    public var isTest: Bool { charter?.isTest ?? false }
    /// The rule book in force; before the venue opens, one in which nothing is allowed.
    public var rules: RuleBook { books.last ?? .closed }
    /// The rule book of a version, in force now or once.
    public func rules(version: Int64) -> RuleBook? { books.last { $0.version == version } }
    /// How far exchange time is ahead of the clock (H-3).
    public var clockOffset: Span { .seconds(secondsAhead) }
    /// The digest that the exchange last stated, and after which record.
    public var lastAttestation: House.Attestation? { attestation }
}

extension RuleBook {
    /// The rule book before a venue opens.
    static let closed = RuleBook(
        version: 0,
        calendar: WorkingCalendar(holidays: [], makeUpDays: []),
        registration: .init(
            acceptanceDays: 0,
            examinationDays: 0,
            publicityDays: 0,
            validityYears: 0,
            region: 0,
            agency: 0
        ),
        trading: .init(acceptanceDays: 0, opinionMonths: 0, signingDays: 0),
        fees: .init(tiers: [])
    )

    var isInRange: Bool {
        let days = [
            registration.acceptanceDays, registration.examinationDays,
            registration.publicityDays, trading.acceptanceDays, trading.signingDays,
        ]
        return days.allSatisfy { 1...60 ~= $0 } && 1...5 ~= registration.validityYears
            && 10...99 ~= registration.region && 0...9 ~= registration.agency
            && 1...60 ~= trading.opinionMonths && fees.isWellFormed
            && calendar.holidays.count + calendar.makeUpDays.count <= 500
            && [calendar.holidays, calendar.makeUpDays].allSatisfy { days in
                zip(days, days.dropFirst()).allSatisfy { $0 < $1 }
            }
    }
}
