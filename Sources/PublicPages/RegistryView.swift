import Kernel
import Ledgers
import Membership
import Portal
import Products
import Queries
import Registry
import Units

extension MarketView {
    /// The lookup's front page; `unknown` is the number that nothing was found for.
    func registry(unknown: String?) -> RegistryPage {
        let registry = world[Registration.self]
        let notices = registry.files().compactMap { file in
            file.status != .publicised
                ? nil
                : file.publicUntil.map { until in
                    RegistryPage.Notice(
                        number: file.id.text,
                        name: file.disclosure.title,
                        applicant: title(file.applicant),
                        day: Day(until)
                    )
                }
        }
        let newest = registry.allCertificates().suffix(10).reversed().compactMap { certificate in
            registry.file(of: certificate.resource).map { file in
                RegistryPage.Notice(
                    number: certificate.number.text,
                    name: file.disclosure.title,
                    applicant: title(certificate.holder),
                    day: certificate.issued
                )
            }
        }
        return RegistryPage(unknown: unknown, inPublicity: notices, newest: newest)
    }

    /// What is public under a number: of a certificate, a case in its publicity period, or a
    /// registered resource.
    func registered(
        _ number: String,
        _ prove: (Int64) throws -> LedgerProof?
    ) throws -> (any Portal.Page)? {
        if let id = ID<RegistrationCase>(text: number) { return try publicity(id) }
        if let id = ID<DataResource>(text: number) { return try resource(id) }
        return try CertificateNumber(text: number).flatMap { try certificate($0, prove) }
    }

    private func certificate(
        _ number: CertificateNumber,
        _ prove: (Int64) throws -> LedgerProof?
    ) throws -> CertificatePage? {
        guard let certificate = world[Registration.self].certificate(number),
            let file = world[Registration.self].file(of: certificate.resource)
        else { return nil }
        return CertificatePage(
            number: number.text,
            state: state(of: certificate),
            name: file.disclosure.title,
            abstract: file.disclosure.abstract,
            applicant: title(certificate.holder),
            rights: try certificate.rights.map { try .init($0) },
            limits: file.disclosure.limits,
            restrictions: try restrictions(on: certificate.resource),
            resource: certificate.resource,
            products: try products(of: certificate.resource),
            publicFrom: facts.publicity[file.id]?.at,
            publicUntil: file.publicUntil,
            issued: certificate.issued,
            validThrough: certificate.validThrough,
            fingerprint: file.disclosure.fingerprint.root,
            proof: try facts.certificates[number].flatMap { try prove($0.sequence) }
        )
    }

    private func publicity(_ id: ID<RegistrationCase>) throws -> CertificatePage? {
        guard let file = world[Registration.self].file(id), file.status == .publicised else {
            return nil
        }
        return CertificatePage(
            number: id.text,
            state: .inPublicity,
            name: file.disclosure.title,
            abstract: file.disclosure.abstract,
            applicant: title(file.applicant),
            rights: try file.disclosure.rights.map { try .init($0) },
            limits: file.disclosure.limits,
            restrictions: [],
            resource: nil,
            products: [],
            publicFrom: facts.publicity[id]?.at,
            publicUntil: file.publicUntil,
            issued: nil,
            validThrough: nil,
            fingerprint: file.disclosure.fingerprint.root,
            proof: nil
        )
    }

    private func resource(_ id: ID<DataResource>) throws -> ResourcePage? {
        guard let certificate = world[Registration.self].certificate(of: id),
            let file = world[Registration.self].file(of: id)
        else { return nil }
        return ResourcePage(
            id: id,
            name: file.disclosure.title,
            abstract: file.disclosure.abstract,
            holder: title(certificate.holder),
            certificate: certificate.number.text,
            state: state(of: certificate),
            rights: try certificate.rights.map { try .init($0) },
            restrictions: try restrictions(on: id),
            // One leaf is the header.
            rows: file.disclosure.fingerprint.leaves - 1,
            fingerprint: file.disclosure.fingerprint.root,
            products: try products(of: id)
        )
    }

    /// The listed products that are made of a resource.
    private func products(of resource: ID<DataResource>) throws -> [ProductSummary] {
        try listed.filter { $0.specification.resources.contains(resource) }.map { try summary($0) }
    }

    private func restrictions(on resource: ID<DataResource>) throws -> [Portal.Restriction] {
        try world.rights.restrictions(on: resource).map { try .init($0.kind) }
    }

    func state(of certificate: Certificate) -> CertificateState {
        certificate.isValid(at: world.time) ? .valid : .expired
    }

    /// A member's legal name.
    func title(_ member: ID<Member>) -> Title {
        world[Admission.self].file(of: member)?.application.title ?? Title(zh: member.text, en: nil)
    }
}
