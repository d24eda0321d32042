import Kernel
public import Ledgers
import Tables
public import Units
public import Wire

/// 登记凭证编号: `SJ`, two digits of region, one of agency, year and month, four of serial.
public struct CertificateNumber: Hashable, Comparable, WireString, CustomStringConvertible {
    public let text: String

    public static let format = Schema.Format(
        "certificate number",
        pattern: "^SJ[0-9]{13}$",
        maximumLength: 15,
        example: "SJ1112026110001"
    )

    public init?(text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 15, text.hasPrefix("SJ"),
            bytes[2...].allSatisfy({ 48...57 ~= $0 })
        else { return nil }
        self.text = text
    }

    init(_ region: Int64, _ agency: Int64, _ day: Day, _ serial: Int64) {
        func padded(_ value: Int64, _ count: Int) -> String {
            let digits = "\(value)"
            return String(repeating: "0", count: max(count - digits.count, 0)) + digits
        }
        let (year, month, _) = day.civil
        text =
            "SJ" + padded(region, 2) + padded(agency, 1) + padded(year, 4) + padded(month, 2)
            + padded(serial, 4)
    }

    public var description: String { text }
    /// Not when the month's serials are used up.
    public var isReadable: Bool { text.utf8.count == 15 }

    /// By bytes: the text is ASCII.
    public static func < (a: Self, b: Self) -> Bool {
        a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
    }

    /// The serial of the month.
    var serial: Int64 { Int64(text.suffix(4)) ?? 0 }
    /// What the serial counts within: region, agency, year and month.
    var series: Substring { text.dropLast(4) }
}

/// 登记凭证: what anyone may look up by its number.
@Wire
public struct Certificate: Equatable, Sendable {
    /// Its number.
    public let number: CertificateNumber
    /// The case that led to it.
    public let registration: ID<RegistrationCase>
    /// The data.
    public let resource: ID<DataResource>
    /// Who holds the rights.
    public let holder: ID<Member>
    /// Which of the three rights.
    public let rights: [RightType]
    /// The day it was issued.
    public let issued: Day
    /// The last day of validity.
    public let validThrough: Day

    /// Whether it is valid at an instant, and until `end`: at most the end of its last day.
    public func isValid(at now: Instant, until end: Instant? = nil) -> Bool {
        let over = validThrough.adding(1).start
        return now < over && end.map { $0 <= over } ?? true
    }
}

extension Registration {
    @Wire
    public struct State: Equatable, Sendable {
        var cases: Table<ID<RegistrationCase>, CaseFile> = Table()
        var certificates: Table<CertificateNumber, Certificate> = Table()
        var byResource: Table<ID<DataResource>, CertificateNumber> = Table()
        var roots: Table<Digest, ID<RegistrationCase>> = Table()
    }

    /// Where a case stands: the states of the table above `Registration`.
    public enum Status: String, CaseIterable, WireValue {
        case submitted, accepted, publicised, refused, registered
    }

    /// A case and all that is known of it.
    @Wire
    public struct CaseFile: Equatable, Sendable {
        /// Its number.
        public let id: ID<RegistrationCase>
        /// The data, whose number is the case's.
        public let resource: ID<DataResource>
        /// Who applies.
        public let applicant: ID<Member>
        /// What was disclosed.
        public let disclosure: Disclosure
        /// When it was submitted.
        public let submitted: Instant
        /// Where it stands.
        public internal(set) var status: Status
        /// Since when the examination is late, if it wasn't ended in time.
        public internal(set) var overdueSince: Instant?
        /// When publicity ends, once it has begun.
        public internal(set) var publicUntil: Instant?
        /// Why it was refused, if it was.
        public internal(set) var ground: RefusalGround?
        /// The registrar's words for that.
        public internal(set) var explanation: String?
        /// The certificate, once it is registered.
        public internal(set) var certificate: CertificateNumber?
    }

    public static func evolve(_ state: inout State, on event: Event) {
        switch event {
        case .submitted(let id, let resource, let applicant, let disclosure, let at):
            state.cases[id] = CaseFile(
                id: id,
                resource: resource,
                applicant: applicant,
                disclosure: disclosure,
                submitted: at,
                status: .submitted
            )
            state.roots[disclosure.fingerprint.root] = id
        case .accepted(let id, _, _): state.cases.update(id) { $0.status = .accepted }
        case .publicised(let id, _, let until):
            state.cases.update(id) {
                $0.status = .publicised
                $0.publicUntil = until
            }
        case .refused(let id, _, let ground, let explanation):
            state.cases.update(id) {
                $0.status = .refused
                $0.ground = ground
                $0.explanation = explanation
            }
        case .overdue(let id, _, let since):
            state.cases.update(id) { $0.overdueSince = since }
        case .registered(let id, let certificate):
            state.certificates[certificate.number] = certificate
            state.byResource[certificate.resource] = certificate.number
            state.cases.update(id) {
                $0.status = .registered
                $0.certificate = certificate.number
            }
        // The case stays public; the alarm is set again.
        case .heldUp: break
        }
    }
}

extension Registration.State {
    /// The case of this number.
    public func file(_ id: ID<RegistrationCase>) -> Registration.CaseFile? { cases[id] }

    /// The case of a resource: they have the same number.
    public func file(of resource: ID<DataResource>) -> Registration.CaseFile? {
        cases[ID(resource.number)]
    }

    /// All cases, in order of number, beginning after `id`.
    public func files(
        after id: ID<RegistrationCase>? = nil
    ) -> some Sequence<Registration.CaseFile> {
        cases.ascending(from: id.map { ID($0.number + 1) }).lazy.map(\.value)
    }

    /// The certificate of this number, valid or not.
    public func certificate(_ number: CertificateNumber) -> Certificate? { certificates[number] }

    /// The certificate of a resource, valid or not.
    public func certificate(of resource: ID<DataResource>) -> Certificate? {
        byResource[resource].flatMap { certificates[$0] }
    }

    /// All certificates, in order of number, beginning after `number`.
    public func allCertificates(
        after number: CertificateNumber? = nil
    ) -> some Sequence<Certificate> {
        certificates.ascending(from: number).lazy.map(\.value).filter { $0.number != number }
    }

    /// The last serial number of a region's agency in the month of `day`, 0 when it has none.
    func lastSerial(_ rules: RuleBook.Registration, in day: Day) -> Int64 {
        let end = CertificateNumber(rules.region, rules.agency, day, 9_999)
        guard certificates[end] == nil else { return end.serial }
        var earlier = certificates.descending(before: end)
        guard let last = earlier.next()?.key, last.series == end.series else { return 0 }
        return last.serial
    }

    func file(
        _ id: ID<RegistrationCase>,
        _ status: Registration.Status,
        or reason: Registration.Reason
    ) throws(Rejection<Registration.Reason>) -> Registration.CaseFile {
        guard let file = cases[id] else { throw .because(.unknownCase) }
        guard file.status == status else {
            throw .because(reason, Fact("status", file.status.rawValue))
        }
        return file
    }
}
