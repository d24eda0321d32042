public import Kernel
public import Signatures
public import Units
public import Wire

/// What an audit that found nothing wrong has computed.
public struct AuditReport: Equatable, Sendable {
    /// How many records there are.
    public let count: Int64
    /// The root of the tree over them.
    public let root: Digest
    /// The SHA-256 of the canonical form of the state that they lead to.
    public let state: Digest
    /// How many digests of its state the exchange stated, each found right.
    public let attestations: Int64
    /// The size of the checkpoint whose root was compared, if there was one.
    public let checkpoint: Int64?

    /// A report of these figures.
    public init(
        count: Int64,
        root: Digest,
        state: Digest,
        attestations: Int64,
        checkpoint: Int64?
    ) {
        self.count = count
        self.root = root
        self.state = state
        self.attestations = attestations
        self.checkpoint = checkpoint
    }
}

extension AuditReport: CustomStringConvertible {
    /// The report in lines for a person.
    public var description: String {
        let compared = checkpoint.map { "agrees with the checkpoint of size \($0)" }
        return """
            records       \(count), every signature and decision checked
            root          \(root) (\(compared ?? "compared with no checkpoint"))
            state         \(state)
            attestations  \(attestations) checked
            """
    }
}

/// The first record that isn't as it must be, and what is wrong with it.
public struct AuditFinding: Error, Equatable, Sendable {
    /// What is wrong with a record.
    public enum Problem: Error, Equatable, Sendable {
        /// The bytes aren't the canonical form of a record.
        case malformed(WireError)
        /// Another record stands in its place.
        case outOfSequence(found: Int64)
        /// It isn't later than the one before.
        case timeNotLater
        /// Path and body aren't a command of this exchange.
        case notACommand(CallError)
        /// Another alarm than this was due then, or none.
        case wrongAlarm(due: AlarmKey?)
        /// Whoever gave the command didn't sign it.
        case signature(SignatureRejection)
        /// A key didn't sign what the command says it did.
        case falseAttestation(purpose: String)
        /// The same actor gave a command of this id before.
        case repeatedCommand(first: Int64)
        /// The exchange had to refuse it without a record.
        case refused(RejectionReport)
        /// Deciding it again gives another record.
        case different(Record, Record)
        /// The exchange stated the digest of a state that was long past, or off the step.
        case attestationOutOfReach(attested: Int64)
        /// The exchange stated another digest of its state.
        case stateDiffers(attested: Int64, stated: Digest, computed: Digest)
        /// The tree that ends with this record has another root than was signed.
        case rootDiffers(signed: Digest, computed: Digest)
        /// The journal ends here, and a checkpoint of a larger size was signed.
        case truncated(signed: Int64)
    }

    /// The record's number.
    public let sequence: Int64
    /// What is wrong.
    public let problem: Problem

    /// A finding about one record.
    public init(sequence: Int64, problem: Problem) {
        self.sequence = sequence
        self.problem = problem
    }
}

extension AuditFinding: CustomStringConvertible {
    /// One sentence for a person.
    public var description: String { "record \(sequence): \(problem)" }
}

extension AuditFinding.Problem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let error): "isn't the canonical form of a record: \(error)"
        case .outOfSequence(let found): "has the number \(found)"
        case .timeNotLater: "isn't later than the record before"
        case .notACommand(.unknownPath(let path)): "no command is posted at \(path)"
        case .notACommand(.malformed(let error)): "isn't a command: \(error)"
        case .wrongAlarm(nil): "no alarm was due"
        case .wrongAlarm(let due?):
            "the alarm \(due.capability) \(due.verb) \(due.subject) was due first"
        case .signature(let rejection): "isn't signed as it must be: \(rejection.rawValue)"
        case .falseAttestation(let purpose): "a signature inside it (\(purpose)) isn't genuine"
        case .repeatedCommand(let first): "repeats the command of record \(first)"
        case .refused(let report): "should have been refused: \(report.code)"
        case .different(let found, let computed):
            "deciding it again gives other \(found.differences(from: computed))"
        case .attestationOutOfReach(let attested):
            "attests the state after record \(attested), which can't be compared"
        case .stateDiffers(let attested, let stated, let computed):
            "states the digest \(stated) for the state after record \(attested), "
                + "which has \(computed)"
        case .rootDiffers(let signed, let computed):
            "the tree up to here has the root \(computed), and \(signed) was signed"
        case .truncated(let signed):
            "is missing, as all after it, though a checkpoint of \(signed) records was signed"
        }
    }
}

extension Record {
    /// The members in which two records differ, for a person.
    fileprivate func differences(from other: Record) -> String {
        let members: [(name: String, differs: Bool)] = [
            ("actor", actor != other.actor),
            ("format", format != other.format),
            ("outcome", outcome != other.outcome),
            ("rules", rules != other.rules),
            ("time", time != other.time),
        ]
        let names = members.filter(\.differs).map(\.name)
        return names.isEmpty ? "bytes" : names.joined(separator: ", ")
    }
}
