import AllCores
public import Kernel
import Signatures
public import Transparency
public import Units
import Wire

/// Replays a journal from its first record, and stops at the first that isn't as it must be.
///
/// Give it an exchange without records and then every record, in order:
///
///     var auditor = Auditor(machine: makeExchange(), keys: keys, checkpoint: checkpoint)
///     for bytes in records { try auditor.check(bytes) }
///     let report = try auditor.finish()
///
/// ## What it checks of each record
///
/// 1. The bytes are the canonical form of a record, the next one, later than the one before.
/// 2. An alarm that is due is given before anything else, once, and as it was set.
/// 3. Whoever gave the command signed it, for this exchange, under the command's id; other keys
///    signed what the command says they did. Without a signature are only the commands that found
///    the venue, before all others, then alarms and the exchange's own attestations.
/// 4. No id is used twice by one actor.
/// 5. Deciding the command again gives the same record, byte for byte.
/// 6. A digest that the exchange states is that of the state computed here.
/// 7. The tree over the records has the checkpoint's root, when it has its size.
public struct Auditor: Sendable {
    /// The step at which states are remembered until they are attested: an exchange attests the
    /// states after multiples of it only.
    public static let attestationStep: Int64 = 1_000

    /// Finds the public key with an ID, which the world knows or the command brings with it.
    public typealias KeyLookup = @Sendable (KeyID, World, Call?) -> PublicKeyText?

    /// How many states wait for their attestation at most.
    private static let remembered = 64

    private var machine: StateMachine
    private var tree = Frontier()
    private let keys: KeyLookup
    private let step: Int64
    private let checkpoint: Checkpoint?

    /// How many signatures wait at most to be verified together, on all cores.
    private static let unverifiedLimit = 512

    /// Signatures that are still to be verified: the work, and the problem it finds.
    private var unverified: [(sequence: Int64, verify: Verification)] = []
    private typealias Verification = @Sendable () -> AuditFinding.Problem?

    private var isFounded = false
    private var states: [StateMachine] = []
    private var attestations: Int64 = 0

    /// An auditor who has seen nothing yet.
    ///
    /// - Parameters:
    ///   - machine: the exchange with every capability and no records.
    ///   - keys: finds the key that a signature names.
    ///   - checkpoint: what the log has signed; verify its signatures first (`TrustPolicy`).
    ///   - step: divides the interval at which the exchange attests; at least 1.
    public init(
        machine: StateMachine,
        keys: @escaping KeyLookup,
        checkpoint: Checkpoint? = nil,
        attestationStep step: Int64 = attestationStep
    ) {
        self.machine = machine
        self.keys = keys
        self.checkpoint = checkpoint
        self.step = max(step, 1)
    }

    /// Checks the next record; its signatures are verified now or with those of later ones.
    ///
    /// - Throws: what is wrong with it, or with the signatures of one before; the auditor is then
    ///   of no further use.
    public mutating func check(_ bytes: [UInt8]) throws(AuditFinding) {
        let sequence = machine.world.sequence
        do throws(AuditFinding.Problem) {
            let record = try read(bytes)
            let call = try call(of: record)
            try checkAlarm(record)
            try checkSignatures(of: record, call)
            try checkID(record)
            try decide(call, again: record, bytes)
            try checkAttestation(record, call)
            tree.append(bytes)
            if machine.world.sequence.isMultiple(of: step) { remember() }
            try checkRoot()
        } catch {
            try verifySignatures()
            throw AuditFinding(sequence: sequence, problem: error)
        }
        if unverified.count >= Self.unverifiedLimit { try verifySignatures() }
    }

    /// Ends the audit: the journal has no more records.
    ///
    /// - Throws: what is wrong with the last signatures; `truncated` when more was signed.
    public mutating func finish() throws(AuditFinding) -> AuditReport {
        try verifySignatures()
        let count = machine.world.sequence
        if let checkpoint, Int64(checkpoint.size) > count {
            let problem = AuditFinding.Problem.truncated(signed: Int64(checkpoint.size))
            throw AuditFinding(sequence: count, problem: problem)
        }
        return AuditReport(
            count: count,
            root: tree.root,
            state: Digest(hashing: machine.snapshot),
            attestations: attestations,
            checkpoint: checkpoint.map { Int64($0.size) }
        )
    }

    // MARK: The record

    private func read(_ bytes: [UInt8]) throws(AuditFinding.Problem) -> Record {
        let record: Record
        do throws(WireError) {
            record = try Record(wire: bytes)
        } catch {
            throw .malformed(error)
        }
        guard record.sequence == machine.world.sequence else {
            throw .outOfSequence(found: record.sequence)
        }
        guard record.time > machine.world.time else { throw .timeNotLater }
        return record
    }

    private func call(of record: Record) throws(AuditFinding.Problem) -> Call {
        do throws(CallError) {
            return try machine.call(
                record.path,
                body: record.body,
                id: record.command,
                signature: record.signature,
                due: record.due
            )
        } catch {
            throw .notACommand(error)
        }
    }

    private func checkAlarm(_ record: Record) throws(AuditFinding.Problem) {
        let due = machine.dueCall(at: record.time)
        guard record.due == due?.due else { throw .wrongAlarm(due: due?.due) }
        if let due, due.path != record.path || due.body != record.body {
            throw .wrongAlarm(due: due.due)
        }
    }

    private func checkID(_ record: Record) throws(AuditFinding.Problem) {
        guard let id = record.command else { return }
        if let first = machine.world.record(of: id, by: record.actor) {
            throw .repeatedCommand(first: first)
        }
    }

    private mutating func decide(
        _ call: Call,
        again record: Record,
        _ bytes: [UInt8]
    ) throws(AuditFinding.Problem) {
        switch machine.apply(call, now: record.time, salt: record.salt) {
        case .refused(let report): throw .refused(report)
        case .recorded(let computed, let computedBytes):
            guard bytes == computedBytes else { throw .different(record, computed) }
        }
    }

    // MARK: Signatures

    private mutating func checkSignatures(
        of record: Record,
        _ call: Call
    ) throws(AuditFinding.Problem) {
        for attested in call.attestations {
            later(record) {
                attested.isGenuine ? nil : .falseAttestation(purpose: attested.purpose)
            }
        }
        do throws(SignatureRejection) {
            guard let signed = try SignedCommand(record) else {
                let isOwn = record.due != nil || call.isAttestation
                guard isOwn || !isFounded else { throw .missingSignature }
                isFounded = isOwn || isFounded
                return
            }
            isFounded = true
            guard let id = record.signature?.key,
                let text = keys(id, machine.world, call),
                let key = try? PublicKey(text: text.text)
            else { throw .unknownKey }
            let origin = machine.world[House.self].origin
            later(record) {
                do throws(SignatureRejection) {
                    try signed.verify(by: key, for: origin)
                    return nil
                } catch {
                    return .signature(error)
                }
            }
        } catch {
            throw .signature(error)
        }
    }

    private mutating func later(_ record: Record, _ verify: @escaping Verification) {
        unverified.append((record.sequence, verify))
    }

    private mutating func verifySignatures() throws(AuditFinding) {
        let waiting = unverified
        unverified = []
        let problems = waiting.mappedOnAllCores { ($0.sequence, $0.verify()) }
        for case (let sequence, let problem?) in problems {
            throw AuditFinding(sequence: sequence, problem: problem)
        }
    }

    // MARK: State and tree

    /// Keeps the state as it is, in case it is attested.
    private mutating func remember() {
        states.append(machine)
        if states.count > Self.remembered { states.removeFirst() }
    }

    private mutating func checkAttestation(
        _ record: Record,
        _ call: Call
    ) throws(AuditFinding.Problem) {
        guard case .accepted = record.outcome,
            case .attest(let sequence, let digest) = call.command as? House.Command
        else { return }
        guard let state = states.first(where: { $0.world.sequence == sequence + 1 }) else {
            throw .attestationOutOfReach(attested: sequence)
        }
        let computed = Digest(hashing: state.snapshot)
        guard digest == computed else {
            throw .stateDiffers(attested: sequence, stated: digest, computed: computed)
        }
        states.removeAll { $0.world.sequence <= sequence + 1 }
        attestations += 1
    }

    private func checkRoot() throws(AuditFinding.Problem) {
        guard let checkpoint, checkpoint.size == tree.size else { return }
        let root = tree.root
        guard checkpoint.root == root else {
            throw .rootDiffers(signed: checkpoint.root, computed: root)
        }
    }
}

extension Call {
    /// Whether this is the exchange's statement of its own digest (H-4).
    fileprivate var isAttestation: Bool {
        if case .attest = command as? House.Command { true } else { false }
    }
}

extension Attested {
    /// Whether the signature is the key's, for the purpose.
    fileprivate var isGenuine: Bool {
        guard let key = try? PublicKey(text: key.text),
            let purpose = Attestation.Purpose(text: purpose),
            let signature = Signature(hex: signature.text)
        else { return false }
        return Attestation(keyID: key.keyID, signature: signature)
            .verify(bytes, for: purpose, by: key)
    }
}
