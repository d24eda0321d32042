public import Kernel
public import Signatures
public import Transparency
public import Units
public import Wire

/// Checks a receipt offline, without the exchange: that the record is in the log, on the word of
/// whom the policy trusts, and that the member gave the command.
public struct ReceiptVerifier: Sendable {
    private let policy: TrustPolicy
    private let keys: [PublicKey]

    /// A verifier.
    ///
    /// - Parameters:
    ///   - policy: which logs and witnesses are trusted; a file `log <vkey>` and `quorum none`
    ///     trusts the log's own signature.
    ///   - keys: the members' keys that are known from elsewhere, such as one's own key file.
    public init(policy: TrustPolicy, keys: [PublicKey] = []) {
        self.policy = policy
        self.keys = keys
    }

    /// Checks a receipt (C2SP tlog-proof, in whose `extra` line the record stands).
    ///
    /// - Throws: the first thing that is wrong with it.
    public func verify(_ receipt: [UInt8]) throws(ReceiptProblem) -> VerifiedReceipt {
        let proof: LogProof
        let trusted: TrustedCheckpoint
        do throws(LogProofError) {
            proof = try LogProof(parsing: receipt)
        } catch {
            throw .proof(error)
        }
        guard let bytes = proof.extra else { throw .noRecord }
        do throws(LogProofError) {
            trusted = try proof.verify(leafHash: TreeHash.leaf(bytes), policy: policy)
        } catch {
            throw .proof(error)
        }
        let record: Record
        do throws(WireError) {
            record = try Record(wire: bytes)
        } catch {
            throw .malformed(error)
        }
        guard record.sequence == Int64(proof.index) else {
            throw .wrongPlace(index: Int64(proof.index), sequence: record.sequence)
        }
        return VerifiedReceipt(
            record: record,
            bytes: bytes,
            checkpoint: trusted,
            signature: try signature(of: record, for: trusted.checkpoint.origin)
        )
    }

    private func signature(
        of record: Record,
        for origin: ExactText
    ) throws(ReceiptProblem) -> VerifiedReceipt.MemberSignature {
        do throws(SignatureRejection) {
            guard let signed = try SignedCommand(record), let id = record.signature?.key else {
                return .exchange
            }
            guard let key = keys.first(where: { $0.keyID == id }) else { return .unknownKey(id) }
            try signed.verify(by: key, for: origin.description)
            return .genuine(id)
        } catch {
            throw .signature(error)
        }
    }
}

/// Why a receipt proves nothing.
public enum ReceiptProblem: Error, Equatable, Sendable {
    /// The proof can't be read, or doesn't hold.
    case proof(LogProofError)
    /// The proof brings no record with it.
    case noRecord
    /// What it brings isn't the canonical form of a record.
    case malformed(WireError)
    /// The record has another number than its place in the log.
    case wrongPlace(index: Int64, sequence: Int64)
    /// The member's signature isn't genuine.
    case signature(SignatureRejection)
}

/// A record that is in the log.
public struct VerifiedReceipt: Equatable, Sendable {
    /// Who signed the command.
    public enum MemberSignature: Equatable, Sendable {
        /// Nobody: the exchange gave it itself.
        case exchange
        /// The holder of this key.
        case genuine(KeyID)
        /// A key that the verifier wasn't given: the signature isn't checked.
        case unknownKey(KeyID)
    }

    /// The record.
    public let record: Record
    /// Its canonical form, which is what the log holds.
    public let bytes: [UInt8]
    /// The checkpoint that covers it, and who vouched for that.
    public let checkpoint: TrustedCheckpoint
    /// Who gave the command.
    public let signature: MemberSignature
}

extension VerifiedReceipt: CustomStringConvertible {
    /// What is proved, in lines for a person.
    public var description: String {
        let cosigners = checkpoint.cosigners.map { "\($0.name)" }.joined(separator: ", ")
        let log = checkpoint.checkpoint
        return """
            record     \(record.sequence) of \(log.origin), at \(record.time)
            command    \(record.path) by \(record.actor)
            outcome    \(record.outcome.summary)
            signature  \(signature)
            log        in the tree of \(log.size) records with root \(log.root)
            witnesses  \(cosigners.isEmpty ? "none asked for" : cosigners)
            """
    }
}

extension VerifiedReceipt.MemberSignature: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exchange: "none: the exchange gave the command itself"
        case .genuine(let key): "genuine, by the key \(key)"
        case .unknownKey(let key): "not checked: the key \(key) isn't given"
        }
    }
}

extension Outcome {
    fileprivate var summary: String {
        switch self {
        case .accepted: "accepted"
        case .rejected(let report): "rejected: \(report.code)"
        }
    }
}
