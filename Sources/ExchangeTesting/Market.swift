import Exchange
public import Kernel
public import KernelTesting
import Membership
public import Units

/// The members that an example market is founded with; each signs with the example key of its
/// number.
public enum Founder: Int64, CaseIterable, Sendable {
    case supplier = 1
    case buyer, assessor, registrar, bank, venue

    /// The member's number.
    public var id: ID<Member> { ID(rawValue) }

    var role: Role {
        switch self {
        case .supplier: .dataProvider
        case .buyer: .dataDemander
        case .assessor: .complianceAssessor
        case .registrar: .registrar
        case .bank: .settlementBank
        case .venue: .venueOperator
        }
    }
}

extension TestVenue {
    /// The whole exchange and a court, opened and founded at noon of 1 November 2026.
    public static func market() -> TestVenue {
        var machine = makeExchange()
        machine.register(Court.self)
        var venue = TestVenue(machine)
        venue.give(House.self, .open(.example), signedBy: nil, at: .november(1))
        for founder in Founder.allCases {
            let application = Admission.Application.example(
                founder.rawValue,
                roles: [founder.role]
            )
            venue.give(Admission.self, .found(application), signedBy: nil, at: .november(1))
        }
        return venue
    }

    /// Gives a command as one of the founders.
    @discardableResult
    public mutating func give<C: Capability>(
        _: C.Type,
        _ command: C.Command,
        by founder: Founder,
        at now: Instant
    ) -> StateMachine.Applied {
        give(C.self, command, signedBy: .example(founder.rawValue), at: now)
    }
}
