public import Kernel
public import Units
public import Wire

/// First registration of a data resource and of the rights in it (初次登记).
///
/// | State      | `accept`      | `examine`, `refuse`      | `noteOverdue`   | `closePublicity` |
/// |------------|---------------|--------------------------|-----------------|------------------|
/// | none       | `unknownCase` | `unknownCase`            | `unknownCase`   | `unknownCase`    |
/// | submitted  | → accepted    | `notAccepted`, → refused | `notAccepted`   | `notPublic`      |
/// | accepted   | `notSubmitted`| → publicised, refused    | accepted, late  | `notPublic`      |
/// | publicised | `notSubmitted`| `notAccepted`            | `notAccepted`   | → registered     |
///
/// ## Rules
///
/// The law is 《数据产权登记工作指引（试行）》, 国数综政策〔2026〕35号; articles as `domain.md` cites them.
///
/// - **RG-1** The disclosure is complete: names, abstract, industry, source, coverage, volume and
///   the applicant's statement that it is true (Art. 16, Annex 1).
/// - **RG-2** Only rights that the way of acquisition can give are registered (Art. 21).
/// - **RG-3** Core data and what state organs made in their duties are not registered (DSL 21,
///   Art. 15(1)).
/// - **RG-4** A case that the registrar doesn't answer in time is accepted (Art. 17: silence).
/// - **RG-5** A refusal names its legal ground (Art. 22).
/// - **RG-6** The right is registered when publicity ends: certificate and grants stand in one
///   record (`domain.md` §0.2).
/// - **RG-7** A certificate's number is `SJ`, region, agency, year and month, and a serial of the
///   month from 0001 to 9999 (`domain.md` §2.3).
/// - **RG-8** What keeps the exchange from registering when publicity ends, a restriction or a
///   month without serials, only holds the case up: it tries again each day.
/// - **RG-9** A case that isn't examined in time is late, and the record says so. It stays in
///   examination: silence takes a case in (RG-4), but gives nobody a right (Art. 17;
///   `domain.md` §2.3, 10 working days).
public enum Registration: Capability {
    public static let name = "registry.registration"
    public static let genesis = State()

    @Wire
    public enum Command: Equatable {
        /// Applies for the registration of a resource and of rights in it.
        case submit(Disclosure)
        /// Takes the case in; the exchange does so itself when the time for it has run out.
        case accept(registration: ID<RegistrationCase>)
        /// Finds nothing against the case and makes it public.
        case examine(registration: ID<RegistrationCase>)
        /// Refuses the case on a legal ground.
        case refuse(
            registration: ID<RegistrationCase>,
            ground: RefusalGround,
            explanation: String
        )
        /// Notes that the time for the examination has run out; the exchange does so itself.
        case noteOverdue(registration: ID<RegistrationCase>)
        /// Registers the rights: the exchange does so itself when publicity ends.
        case closePublicity(registration: ID<RegistrationCase>)
    }

    @Wire
    public enum Event: Equatable {
        case submitted(
            registration: ID<RegistrationCase>,
            resource: ID<DataResource>,
            applicant: ID<Member>,
            disclosure: Disclosure,
            at: Instant
        )
        case accepted(registration: ID<RegistrationCase>, applicant: ID<Member>, bySilence: Bool)
        case publicised(
            registration: ID<RegistrationCase>,
            applicant: ID<Member>,
            until: Instant
        )
        case refused(
            registration: ID<RegistrationCase>,
            applicant: ID<Member>,
            ground: RefusalGround,
            explanation: String
        )
        case overdue(registration: ID<RegistrationCase>, applicant: ID<Member>, since: Instant)
        case registered(registration: ID<RegistrationCase>, certificate: Certificate)
        case heldUp(registration: ID<RegistrationCase>, applicant: ID<Member>, until: Instant)
    }

    public static func authority(for command: Command) -> Authority {
        switch command {
        case .submit: .role([.dataProvider])
        case .accept, .examine, .refuse, .closePublicity: .role([.registrar])
        case .noteOverdue: .system
        }
    }

    public static func readers(of event: Event) -> [ID<Member>] {
        switch event {
        case .submitted(_, _, let applicant, _, _), .accepted(_, let applicant, _),
            .publicised(_, let applicant, _), .refused(_, let applicant, _, _),
            .heldUp(_, let applicant, _), .overdue(_, let applicant, _):
            [applicant]
        case .registered(_, let certificate): [certificate.holder]
        }
    }
}
