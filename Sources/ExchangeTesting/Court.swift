public import Kernel
public import Ledgers
import Tables
public import Units
public import Wire

/// Whoever restricts the rights in a resource and lifts restrictions, for tests (权利限制).
///
/// ## Rules
///
/// - **CO-1** Restrictions of one resource are numbered 1, 2, 3, …
/// - **CO-2** Only what stands is lifted: the rights ledger says so.
public enum Court: Capability {
    /// `testing.court`.
    public static let name = "testing.court"
    /// No resource is restricted.
    public static let genesis = State()

    /// What a court orders.
    @Wire
    public enum Command: Equatable {
        /// Restricts a resource.
        case restrict(resource: ID<DataResource>, kind: Restriction.Kind, basis: String)
        /// Lifts a restriction.
        case lift(RestrictionKey)
    }

    /// What a court has ordered.
    @Wire
    public enum Event: Equatable {
        case restricted(Restriction)
        case lifted(RestrictionKey)
    }

    /// Why a court doesn't order.
    public enum Reason: String, RejectionReason {
        /// There is no basis.
        case noBasis

        public var refusal: Refusal { .invalid("缺少依据", "There is no basis") }
    }

    /// How many restrictions each resource has had.
    @Wire
    public struct State: Equatable, Sendable {
        fileprivate var counts: Table<ID<DataResource>, Int64> = Table()

        /// How many restrictions a resource has had.
        public func count(of resource: ID<DataResource>) -> Int64 { counts[resource] ?? 0 }
    }

    /// Only the exchange itself.
    public static func authority(for command: Command) -> Authority { .system }

    /// Restricts and lifts (CO-1, CO-2).
    public static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        switch command {
        case .restrict(let resource, let kind, let basis):
            guard !basis.isEmpty else { throw .because(.noBasis) }
            let restriction = Restriction(
                resource: resource,
                number: (world[Self.self].counts[resource] ?? 0) + 1,
                kind: kind,
                basis: basis
            )
            return Decision(.restricted(restriction), rights: [.restrict(restriction)])
        case .lift(let key): return Decision(.lifted(key), rights: [.lift(key)])
        }
    }

    /// Counts restrictions (CO-1).
    public static func evolve(_ state: inout State, on event: Event) {
        switch event {
        case .restricted(let restriction):
            state.counts[restriction.resource] = restriction.number
        case .lifted: break
        }
    }

    /// Nobody in particular.
    public static func readers(of event: Event) -> [ID<Member>] { [] }
}
