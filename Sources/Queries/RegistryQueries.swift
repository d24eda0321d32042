import Gateway
public import Kernel
public import Ledgers
import Membership
public import Registry
public import Units
public import Wire

/// What anyone may look up of a certificate (登记凭证): registration guide, articles 24 and 27.
@Wire
public struct CertificateCard: Equatable, Sendable {
    /// The certificate's number.
    public let number: CertificateNumber
    /// Whether it is valid now.
    public let status: Status
    /// Whose rights it certifies.
    public let holder: ID<Member>
    /// The holder's legal name.
    public let holderTitle: Title
    /// The data.
    public let resource: ID<DataResource>
    /// The data's name.
    public let title: Title
    /// What the data is and is good for.
    public let abstract: String
    /// Which of the three rights.
    public let rights: [RightType]
    /// The limits of use; absent means none.
    public let limits: String?
    /// The day it was issued.
    public let issued: Day
    /// The last day of validity.
    public let validThrough: Day
    /// The Merkle root over the data's rows, to which a sample can be proved.
    public let fingerprint: Fingerprint

    /// Whether a certificate is valid, and if not, why.
    public enum Status: String, CaseIterable, WireValue {
        case valid, expired, restricted
    }
}

/// What is public while a case is in its publicity period (公示).
@Wire
public struct PublicNotice: Equatable, Sendable {
    /// The case.
    public let registration: ID<RegistrationCase>
    /// Who applies.
    public let applicant: Title
    /// The data's name.
    public let title: Title
    /// What the data is and is good for.
    public let abstract: String
    /// The rights applied for.
    public let rights: [RightType]
    /// The limits of use; absent means none.
    public let limits: String?
    /// Until when an objection may be filed.
    public let until: Instant
}

let registryQueries: [Query] = [
    .list(
        "/v1/registry/certificates",
        "Lists all certificates with what is public of them.",
        audience: .everyone
    ) { machine, _, arguments throws(QueryError) -> Page<CertificateCard> in
        let certificates = machine.world[Registration.self].allCertificates()
        return try Page(of: certificates, by: \.number, arguments) {
            CertificateCard($0, in: machine.world)
        }
    },
    Query(
        "/v1/registry/certificates/{number}",
        "Shows what anyone may know of a certificate, and whether it is valid.",
        parameters: [Parameter("number", CertificateNumber.self, "The certificate's number.")],
        audience: .everyone
    ) { machine, _, arguments throws(QueryError) -> CertificateCard in
        let number: CertificateNumber = try arguments.value("number")
        let registry = machine.world[Registration.self]
        guard let certificate = registry.certificate(number),
            let card = CertificateCard(certificate, in: machine.world)
        else { throw .notFound }
        return card
    },
    .list(
        "/v1/registry/notices",
        "Lists the cases that are in their publicity period.",
        audience: .everyone
    ) { machine, _, arguments throws(QueryError) -> Page<PublicNotice> in
        let world = machine.world
        return try Page(of: world[Registration.self].files(), by: \.id, arguments) { file in
            guard file.status == .publicised, let until = file.publicUntil,
                let applicant = world[Admission.self].file(of: file.applicant)
            else { return nil }
            return PublicNotice(
                registration: file.id,
                applicant: applicant.application.title,
                title: file.disclosure.title,
                abstract: file.disclosure.abstract,
                rights: file.disclosure.rights,
                limits: file.disclosure.limits,
                until: until
            )
        }
    },
    .list(
        "/v1/registry/cases",
        "Lists registration cases: all for the venue, one's own for an applicant.",
        audience: .viewer("The registrar and the venue see all, an applicant its own.")
    ) { machine, viewer, arguments throws(QueryError) -> Page<Registration.CaseFile> in
        try Page(of: machine.world[Registration.self].files(), by: \.id, arguments) { file in
            viewer.mayRead(file) ? file : nil
        }
    },
    Query(
        "/v1/registry/cases/{registration}",
        "Shows a registration case.",
        parameters: [
            Parameter("registration", ID<RegistrationCase>.self, "The case's number.")
        ],
        audience: .viewer("The registrar and the venue see all, an applicant its own.")
    ) { machine, viewer, arguments throws(QueryError) -> Registration.CaseFile in
        let id: ID<RegistrationCase> = try arguments.value("registration")
        guard let file = machine.world[Registration.self].file(id), viewer.mayRead(file) else {
            throw .notFound
        }
        return file
    },
]

extension Viewer {
    fileprivate func mayRead(_ file: Registration.CaseFile) -> Bool {
        readsAll || hasRole(.registrar) || isOne(of: file.applicant)
    }
}

extension CertificateCard {
    /// What may be looked up of a certificate; `nil` when its case isn't known.
    public init?(_ certificate: Certificate, in world: World) {
        guard let file = world[Registration.self].file(of: certificate.resource),
            let holder = world[Admission.self].file(of: certificate.holder)
        else { return nil }
        let isRestricted = !world.rights.restrictions(on: certificate.resource).isEmpty
        let status: Status =
            !certificate.isValid(at: world.time)
            ? .expired : isRestricted ? .restricted : .valid
        self.init(
            number: certificate.number,
            status: status,
            holder: certificate.holder,
            holderTitle: holder.application.title,
            resource: certificate.resource,
            title: file.disclosure.title,
            abstract: file.disclosure.abstract,
            rights: certificate.rights,
            limits: file.disclosure.limits,
            issued: certificate.issued,
            validThrough: certificate.validThrough,
            fingerprint: file.disclosure.fingerprint
        )
    }
}
