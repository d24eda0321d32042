import Kernel
import Tables
public import Units
public import Wire

extension Contract {
    @Wire
    public struct State: Equatable, Sendable {
        var contracts: Table<ID<TradeContract>, ContractFile> = Table()
        var entitlements: Table<ID<AccessEntitlement>, Entitlement> = Table()
    }

    /// Where a contract stands: the states of the table above `Contract`.
    public enum Status: String, CaseIterable, WireValue {
        case pendingSign, signed, performing, delivered, completed, lapsed, ended
    }

    /// A contract and where it stands.
    @Wire
    public struct ContractFile: Equatable, Sendable {
        /// Its number.
        public let id: ID<TradeContract>
        /// What was agreed.
        public let terms: Terms
        /// The digest of the terms, which is what both sides sign.
        public let digest: Digest
        /// Where it stands.
        public internal(set) var status: Status
        /// Who has signed, in order.
        public internal(set) var signers: [ID<Member>]
        /// The buyer's right of access, once the price is in escrow.
        public internal(set) var entitlement: ID<AccessEntitlement>?
        /// The keys that the entitlement named before, for use that they have signed for.
        public internal(set) var formerKeys: [PublicKeyText]?
        /// Calls or files that both sides have signed for.
        public internal(set) var used: Int64
        /// What of the price was released to the supplier, fee included.
        public internal(set) var released: Money
        /// When the delivery counts as accepted, once there is one.
        public internal(set) var acceptBy: Instant?
    }

    public static func evolve(_ state: inout State, on event: Event) {
        switch event {
        case .concluded(let id, let terms, let digest):
            state.contracts[id] = ContractFile(
                id: id,
                terms: terms,
                digest: digest,
                status: .pendingSign,
                signers: [],
                used: 0,
                released: .fen(0)
            )
        case .signed(let id, _, _, let signer):
            state.contracts.update(id) {
                $0.signers.append(signer)
                if $0.signers.count == 2 { $0.status = .signed }
            }
        case .funded(let entitlement):
            state.entitlements[entitlement.id] = entitlement
            state.contracts.update(entitlement.contract) {
                $0.status = .performing
                $0.entitlement = entitlement.id
            }
        case .rekeyed(let entitlement):
            let former = state.entitlements[entitlement.id]?.accessKey
            state.entitlements[entitlement.id] = entitlement
            state.contracts.update(entitlement.contract) { file in
                file.formerKeys = (file.formerKeys ?? []) + (former.map { [$0] } ?? [])
            }
        case .delivered(let id, _, _, let statement, let acceptBy):
            state.contracts.update(id) {
                $0.status = .delivered
                $0.used = statement.count
                $0.acceptBy = acceptBy
            }
        case .accepted(let id, _, _, _):
            state.contracts.update(id) {
                $0.status = .completed
                $0.released = $0.terms.price.total ?? $0.released
            }
        case .usageSettled(let id, _, _, let statement, let paid, let isExhausted):
            state.contracts.update(id) {
                $0.used = statement.count
                $0.released = $0.released.adding(paid) ?? $0.released
                if isExhausted { $0.status = .completed }
            }
        case .closed(let id, _, _, _):
            state.contracts.update(id) { $0.status = $0.status == .performing ? .ended : .lapsed }
        }
    }
}

extension Contract.State {
    /// The contract of this number.
    public func contract(_ id: ID<TradeContract>) -> Contract.ContractFile? { contracts[id] }

    /// All contracts, in order of number, beginning after `id`.
    public func all(after id: ID<TradeContract>? = nil) -> some Sequence<Contract.ContractFile> {
        contracts.ascending(from: id.map { ID($0.number + 1) }).lazy.map(\.value)
    }

    /// The entitlement of this number.
    public func entitlement(_ id: ID<AccessEntitlement>) -> Entitlement? { entitlements[id] }
}
