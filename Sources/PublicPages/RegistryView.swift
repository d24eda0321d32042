import Ledgers
import Kernel
import Membership
import Portal
import Queries
import Registry
import Units

extension MarketView {
    /// The lookup's front page; `unknown` is the number that nothing was found for.
    func registry(unknown: String?) -> RegistryPage {
        let registry = world[Registration.self]
        let notices = registry.files().filter { $0.status == .publicised }.map { file in
            RegistryPage.Notice(
                number: file.id.text,
                name: file.disclosure.title.zh,
                applicant: title(file.applicant),
                at: file.publicUntil?.microseconds ?? 0
            )
        }
        let newest = registry.allCertificates().suffix(10).reversed().map { certificate in
            RegistryPage.Notice(
                number: certificate.number.text,
                name: registry.file(of: certificate.resource)?.disclosure.title.zh ?? "",
                applicant: title(certificate.holder),
                at: certificate.issued.start.microseconds
            )
        }
        return RegistryPage(unknown: unknown, inPublicity: notices, newest: newest)
    }

    /// The page of a certificate, or of a case in its publicity period.
    func certificate(
        _ number: String,
        _ prove: (Int64) throws -> LedgerProof?
    ) throws -> CertificatePage? {
        if let id = ID<RegistrationCase>(text: number) { return publicity(id) }
        guard let number = CertificateNumber(text: number),
            let certificate = world[Registration.self].certificate(number),
            let file = world[Registration.self].file(of: certificate.resource)
        else { return nil }
        let restrictions = world.rights.restrictions(on: certificate.resource).map { restriction in
            switch restriction.kind {
            case .freeze: Pair("冻结", "Freeze")
            case .lien: Pair("质押", "Pledge")
            case .objection: Pair("异议", "Objection")
            case .halt: Pair("停牌", "Halt")
            }
        }
        return CertificatePage(
            number: number.text,
            state: certificate.isValid(at: world.time) ? .valid : .expired,
            name: file.disclosure.title.zh,
            abstract: file.disclosure.abstract,
            applicant: title(certificate.holder),
            rights: certificate.rights.map(Portal.RightType.init),
            limits: file.disclosure.limits.map { [$0] } ?? [],
            restrictions: restrictions,
            publicityFrom: facts.publicity[file.id]?.at.microseconds ?? 0,
            publicityUntil: file.publicUntil?.microseconds ?? 0,
            issuedAt: certificate.issued.start.microseconds,
            validUntil: certificate.validThrough.start.microseconds,
            fingerprint: file.disclosure.fingerprint.root,
            proof: try facts.certificates[number].flatMap { try prove($0.sequence) }
        )
    }

    private func publicity(_ id: ID<RegistrationCase>) -> CertificatePage? {
        guard let file = world[Registration.self].file(id), file.status == .publicised else {
            return nil
        }
        return CertificatePage(
            number: id.text,
            state: .inPublicity,
            name: file.disclosure.title.zh,
            abstract: file.disclosure.abstract,
            applicant: title(file.applicant),
            rights: file.disclosure.rights.map(Portal.RightType.init),
            limits: file.disclosure.limits.map { [$0] } ?? [],
            restrictions: [],
            publicityFrom: facts.publicity[id]?.at.microseconds ?? 0,
            publicityUntil: file.publicUntil?.microseconds ?? 0,
            issuedAt: nil,
            validUntil: nil,
            fingerprint: file.disclosure.fingerprint.root,
            proof: nil
        )
    }

    private func title(_ member: ID<Member>) -> String {
        world[Admission.self].file(of: member)?.application.title.zh ?? ""
    }
}
