import Contracts
import Gateway
import Kernel
import Ledgers
import Units
import Wire

let contractQueries: [Query] = [
    .list(
        "/v1/contracts",
        "Lists contracts: one's own for a member, all for overseers.",
        audience: .viewer("Overseers see all contracts, a member those it is a party to.")
    ) { machine, viewer, arguments throws(QueryError) -> Page<Contract.ContractFile> in
        try Page(of: machine.world[Contract.self].all(), by: \.id, arguments) { file in
            viewer.mayRead(file) ? file : nil
        }
    },
    Query(
        "/v1/contracts/{contract}",
        "Shows a contract: its terms, their digest, and where it stands.",
        parameters: [Parameter("contract", ID<TradeContract>.self, "The contract's number.")],
        audience: .viewer("Overseers see all contracts, a member those it is a party to.")
    ) { machine, viewer, arguments throws(QueryError) -> Contract.ContractFile in
        let id: ID<TradeContract> = try arguments.value("contract")
        guard let file = machine.world[Contract.self].contract(id), viewer.mayRead(file) else {
            throw .notFound
        }
        return file
    },
    Query(
        "/v1/entitlements/{entitlement}",
        "Shows an entitlement: what the buyer may fetch, where, how often and how long.",
        parameters: [
            Parameter("entitlement", ID<AccessEntitlement>.self, "The entitlement's number.")
        ],
        audience: .viewer("Overseers see all entitlements, a member its own.")
    ) { machine, viewer, arguments throws(QueryError) -> Entitlement in
        let id: ID<AccessEntitlement> = try arguments.value("entitlement")
        guard let entitlement = machine.world[Contract.self].entitlement(id),
            viewer.readsAll || viewer.isOne(of: entitlement.buyer, entitlement.supplier)
        else { throw .notFound }
        return entitlement
    },
]

extension Viewer {
    func mayRead(_ file: Contract.ContractFile) -> Bool {
        readsAll || isOne(of: file.terms.buyer, file.terms.supplier)
    }

    /// A member reads its own accounts, and the escrow of its contracts.
    func mayRead(_ account: Account, in world: World) -> Bool {
        if readsAll { return true }
        return switch account {
        case .cash(let member), .outgoing(let member): isOne(of: member)
        case .escrow(let id): world[Contract.self].contract(id).map(mayRead) ?? false
        case .house: hasRole(.venueOperator)
        case .bank: hasRole(.settlementBank)
        }
    }
}
