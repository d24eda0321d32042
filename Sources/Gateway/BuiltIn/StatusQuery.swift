public import Units
public import Wire
import Kernel

/// What anybody may know of an exchange.
@Wire
public struct VenueStatus: Equatable, Sendable {
    /// How many records the newest signed checkpoint covers; absent before there is one.
    public let checkpoint: Int64?
    /// Whether this venue is for trying out: its clock may be moved and nothing in it is real.
    public let isTest: Bool
    /// The name of the log.
    public let origin: String
    /// The version of the rule book in force.
    public let rules: Int64
    /// The number of records, which is the next one's sequence number.
    public let sequence: Int64
    /// Exchange time of the last record.
    public let time: Instant
    /// The venue's name.
    public let title: Title
}

extension Query {
    static func status(_ service: any ExchangeService) -> Query {
        Query(
            "/v1/status",
            "The venue: its name, how far its journal and its log have come, its rule book.",
            audience: .everyone
        ) { machine, _, _ in
            let house = machine.world[House.self]
            return VenueStatus(
                checkpoint: service.checkpoint?.size,
                isTest: house.isTest,
                origin: house.origin,
                rules: machine.world.rules.version,
                sequence: machine.world.sequence,
                time: machine.world.time,
                title: house.title
            )
        }
    }
}
