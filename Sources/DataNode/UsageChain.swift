import Contracts
import Kernel
public import Units
public import Wire

/// One use of an entitlement, as the chain of receipts has it.
///
/// Node and buyer each keep the chain: a gap or a double count shows at the first call whose link
/// differs (`docs/formats/usage-receipt.md`).
@Wire
public struct UsedCall: Equatable, Sendable {
    /// Which use it is, from 1.
    public let count: Int64
    /// What was used.
    public let entitlement: ID<AccessEntitlement>
    /// What was asked: the request's target.
    public let request: String
    /// The digest of what was answered.
    public let response: Digest
}

/// The links of the chain.
public enum UsageChain {
    /// The head before any call: the digest of the entitlement's number.
    public static func start(_ entitlement: ID<AccessEntitlement>) -> Digest {
        Digest(of: entitlement)
    }

    /// The head after a call: SHA-256(head ‖ SHA-256(call)).
    public static func link(_ head: Digest, _ call: UsedCall) -> Digest {
        Digest(hashing: head.bytes + Digest(of: call).bytes)
    }
}
