import Audit
public import Contracts
public import Kernel
public import Signatures
public import Transparency
import Units
import Wire

/// Checks entitlements offline: what the log proves, and nothing else.
public struct EntitlementDesk: Sendable {
    private let policies: [TrustPolicy]
    private let nodeKey: PublicKey
    private let datasets: [String]

    /// A desk that trusts logs with these verifier keys, of a node that contracts name by
    /// `nodeKey`.
    ///
    /// Throws when a log key isn't one.
    public init(
        logKeys: [String],
        nodeKey: PublicKey,
        datasets: [String]
    ) throws(PolicyError) {
        var policies: [TrustPolicy] = []
        for key in logKeys {
            policies.append(try TrustPolicy(parsing: Array("log \(key)\nquorum none\n".utf8)))
        }
        self.policies = policies
        self.nodeKey = nodeKey
        self.datasets = datasets
    }

    /// The entitlement that a receipt proves.
    ///
    /// - Throws: `receiptNotProved`, `noEntitlement` or `otherNode`.
    public func entitlement(in receipt: [UInt8]) throws(NodeReason) -> Entitlement {
        try entitlement(of: record(in: receipt))
    }

    /// The record that a receipt proves: its time is exchange time that has come.
    ///
    /// - Throws: `receiptNotProved`.
    public func record(in receipt: [UInt8]) throws(NodeReason) -> Record {
        guard let verified = verify(receipt) else { throw .receiptNotProved }
        return verified.record
    }

    /// The entitlement that a proved record issues.
    ///
    /// - Throws: `noEntitlement` or `otherNode`.
    public func entitlement(of record: Record) throws(NodeReason) -> Entitlement {
        guard case .accepted(let effects) = record.outcome else { throw .noEntitlement }
        let events = effects.events.filter { $0.capability == Contract.name }
        for event in events {
            guard case .funded(let entitlement) = try? Contract.Event(wire: event.event.bytes)
            else { continue }
            guard entitlement.delivery.key.text == nodeKey.text,
                datasets.contains(entitlement.delivery.dataset)
            else { throw .otherNode }
            return entitlement
        }
        throw .noEntitlement
    }

    private func verify(_ receipt: [UInt8]) -> VerifiedReceipt? {
        for policy in policies {
            if let verified = try? ReceiptVerifier(policy: policy).verify(receipt) {
                return verified
            }
        }
        return nil
    }
}
