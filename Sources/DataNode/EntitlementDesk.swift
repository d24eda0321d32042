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
        guard let entitlement = record.issuedEntitlement else { throw .noEntitlement }
        guard entitlement.delivery.key.text == nodeKey.text,
            datasets.contains(entitlement.delivery.dataset)
        else { throw .otherNode }
        return entitlement
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

extension Record {
    /// The entitlement that the record issues, or names another key for, if it was accepted.
    public var issuedEntitlement: Entitlement? {
        guard case .accepted(let effects) = outcome else { return nil }
        for event in effects.events where event.capability == Contract.name {
            switch try? Contract.Event(wire: event.event.bytes) {
            case .funded(let entitlement), .rekeyed(let entitlement): return entitlement
            default: continue
            }
        }
        return nil
    }
}
