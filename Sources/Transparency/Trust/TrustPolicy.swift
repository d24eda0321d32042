/// Which logs are trusted, and whose cosignatures make their checkpoints count
/// (C2SP tlog-policy).
public struct TrustPolicy: Hashable, Sendable {
    /// A log: its key's name is the log's origin.
    public struct Log: Hashable, Sendable {
        /// The key that signs its checkpoints.
        public let key: VerifierKey
        /// Where the log is, if the policy says.
        public let url: ExactText?
    }

    /// A cosigner: a witness, or an auditor, whose key states more.
    public struct Witness: Hashable, Sendable {
        /// What the policy calls it.
        public let name: ExactText
        /// The key that it cosigns with, of type `cosignatureV1`.
        public let key: VerifierKey
        /// Where checkpoints are sent to it, if the policy says.
        public let url: ExactText?
    }

    /// A group, which has witnessed a checkpoint when enough of its members have.
    public struct Group: Hashable, Sendable {
        /// What the policy calls it.
        public let name: ExactText
        /// How many members it takes; from 1 to the number of members.
        public let threshold: Int
        /// Names of witnesses, and of groups that come before this one.
        public let members: [ExactText]
    }

    /// The trusted logs.
    public internal(set) var logs: [Log] = []
    /// The known cosigners.
    public internal(set) var witnesses: [Witness] = []
    /// The groups; each refers only to groups before it.
    public internal(set) var groups: [Group] = []
    /// The witness or group that must have witnessed a checkpoint; `nil` asks for no cosignature.
    public internal(set) var quorum: ExactText?

    init() {}

    /// Decides whether a checkpoint is trusted.
    ///
    /// - Throws: in this order: `unknownLog` if no trusted log has this origin; `badSignature`
    ///   if a known key's signature doesn't verify; `notSignedByLog`; `quorumNotMet`.
    public func trust(_ signed: SignedCheckpoint) throws(TrustError) -> TrustedCheckpoint {
        let origin = signed.checkpoint.origin
        let logKeys = logs.map(\.key).filter { $0.name == origin }
        guard !logKeys.isEmpty else { throw .unknownLog(origin) }
        let verified = try verify(signed.note, by: logKeys + witnesses.map(\.key))
        guard verified.contains(where: { logKeys.contains($0.key) }) else {
            throw .notSignedByLog(origin)
        }
        let cosigners = witnesses.compactMap { witness in
            verified.first { $0.key == witness.key }.map {
                TrustedCheckpoint.Cosigner(name: witness.name, time: $0.time ?? 0)
            }
        }
        guard isQuorum(cosigners.map(\.name)) else {
            throw .quorumNotMet(cosigners: cosigners.map(\.name))
        }
        return TrustedCheckpoint(checkpoint: signed.checkpoint, cosigners: cosigners)
    }

    /// Whether the cosignatures of the witnesses with these names are enough.
    public func isQuorum(_ names: some Sequence<ExactText>) -> Bool {
        guard let quorum else { return true }
        var witnessed = Set(names).intersection(witnesses.map(\.name))
        for group in groups where group.members.count(where: witnessed.contains) >= group.threshold
        {
            witnessed.insert(group.name)
        }
        return witnessed.contains(quorum)
    }

    private func verify(
        _ note: SignedNote,
        by keys: [VerifierKey]
    ) throws(TrustError) -> [VerifiedSignature] {
        do throws(NoteError) {
            return try note.verify(by: keys)
        } catch {
            throw .badSignature(error)
        }
    }
}

/// A checkpoint that a policy trusts.
public struct TrustedCheckpoint: Hashable, Sendable {
    /// Someone whose cosignature verified.
    public struct Cosigner: Hashable, Sendable {
        /// What the policy calls it.
        public let name: ExactText
        /// When it vouched for the checkpoint, in seconds since 1970, by its own clock.
        public let time: Int
    }

    /// The checkpoint.
    public let checkpoint: Checkpoint
    /// Who vouched for it, in the policy's order.
    public let cosigners: [Cosigner]
}

/// Why a policy doesn't trust a checkpoint.
public enum TrustError: Error, Hashable, Sendable {
    /// No log of the policy has this origin.
    case unknownLog(ExactText)
    /// A known key's signature doesn't verify, or no known key signed.
    case badSignature(NoteError)
    /// No key of the log with this origin signed.
    case notSignedByLog(ExactText)
    /// These cosigners aren't enough.
    case quorumNotMet(cosigners: [ExactText])
}

/// How many cosigners it takes so that a log can't show two histories.
public enum Quorum {
    /// The least threshold of a group of `members` that stays safe although `faulty` of them sign
    /// anything; `nil` if there is none.
    ///
    /// Two contradictory checkpoints can both get `k` of `n` cosignatures exactly if
    /// `2k <= n + f`: the honest sign one of them, the faulty both. So `k` is the least number
    /// with `2k > n + f`; `n - k` members may be down.
    public static func threshold(of members: Int, faulty: Int) -> Int? {
        guard faulty >= 0, faulty < members else { return nil }
        return faulty + (members - faulty) / 2 + 1
    }
}
