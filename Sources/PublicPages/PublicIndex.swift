import Contracts
import Kernel
import Membership
import Products
import Registry
import Sequencer
import Synchronization
import Units
import Wire

/// Where in the journal public facts stand: found by following it, and kept in memory.
///
/// Nothing confidential is kept: only numbers and times of admissions, certificates, versions and
/// listings.
final class PublicIndex: Sendable {
    /// A record's place and time.
    struct Place: Sendable {
        let sequence: Int64
        let at: Instant
    }

    struct Facts: Sendable {
        var next: Int64 = 0
        var admissions: [ID<Member>: Place] = [:]
        var publicity: [ID<RegistrationCase>: Place] = [:]
        var certificates: [CertificateNumber: Place] = [:]
        var versions: [ID<DataProduct>: [Int64: Place]] = [:]
        var listings: [ID<DataProduct>: Place] = [:]
    }

    private let facts = Mutex(Facts())

    /// What is known up to the last durable record.
    func current(_ sequencer: Sequencer) throws -> Facts {
        let end = sequencer.state.world.sequence
        return try facts.withLock { facts in
            while facts.next < end {
                let found = try sequencer.records(from: facts.next, limit: 256)
                guard !found.isEmpty else { break }
                for bytes in found { facts.add(try Record(wire: bytes)) }
            }
            return facts
        }
    }
}

extension PublicIndex.Facts {
    mutating func add(_ record: Record) {
        next = record.sequence + 1
        guard case .accepted(let effects) = record.outcome else { return }
        let place = PublicIndex.Place(sequence: record.sequence, at: record.time)
        for recorded in effects.events {
            let bytes = recorded.event.bytes
            switch recorded.capability {
            case Admission.name: add(try? Admission.Event(wire: bytes), place)
            case Registration.name: add(try? Registration.Event(wire: bytes), place)
            case ProductLibrary.name: add(try? ProductLibrary.Event(wire: bytes), place)
            default: continue
            }
        }
    }

    private mutating func add(_ event: Admission.Event?, _ place: PublicIndex.Place) {
        switch event {
        case .applied(let member, _, true), .admitted(let member, _): admissions[member] = place
        default: return
        }
    }

    private mutating func add(_ event: Registration.Event?, _ place: PublicIndex.Place) {
        switch event {
        case .publicised(let id, _, _): publicity[id] = place
        case .registered(_, let certificate): certificates[certificate.number] = place
        default: return
        }
    }

    private mutating func add(_ event: ProductLibrary.Event?, _ place: PublicIndex.Place) {
        switch event {
        case .drafted(let product, _, let version, _, _):
            versions[product, default: [:]][version] = place
        case .listed(let product, _, _, _): listings[product] = place
        default: return
        }
    }
}
