/// The rules by which a witness cosigns (C2SP tlog-witness, "add-checkpoint").
///
/// It holds no state: the caller reads the newest checkpoint that it cosigned for the log, asks
/// for an answer, puts the new checkpoint on disk only if the old one is still the newest, and
/// sends the answer only after that. Two requests must not be answered on the same record.
public struct Witness: Sendable {
    /// A log that is witnessed.
    public struct Log: Hashable, Sendable {
        /// The first line of its checkpoints.
        public let origin: ExactText
        /// The keys that may sign them; any one is enough.
        public let keys: [VerifierKey]

        /// A log and its keys.
        public init(origin: ExactText, keys: [VerifierKey]) {
            self.origin = origin
            self.keys = keys
        }
    }

    /// What to do when a checkpoint is cosigned.
    public struct Cosigned: Hashable, Sendable {
        /// The new record: the checkpoint with the log's signature and the cosignature.
        public let record: SignedCheckpoint
        /// What to answer, with status 200, once the record is on disk.
        public let response: [UInt8]
    }

    private let cosigner: Cosigner
    private let logs: [Log]

    /// A witness of these logs.
    public init(cosigner: Cosigner, logs: [Log]) {
        self.cosigner = cosigner
        self.logs = logs
    }

    /// Decides a request, given the newest checkpoint cosigned for the request's log (`nil` if
    /// none was) and the time in seconds since 1970.
    ///
    /// A refusal is the first that applies, in the order of `WitnessRefusal`.
    public func answer(
        _ request: AddCheckpointRequest,
        recorded: Checkpoint?,
        at time: Int
    ) throws(WitnessRefusal) -> Cosigned {
        let checkpoint = request.checkpoint.checkpoint
        guard let log = logs.first(where: { $0.origin == checkpoint.origin }) else {
            throw .unknownLog(checkpoint.origin)
        }
        let signers = try verify(request.checkpoint, by: log.keys)
        guard request.oldSize <= checkpoint.size else { throw .oldSizeTooLarge }
        let recordedSize = recorded?.size ?? 0
        guard request.oldSize == recordedSize else { throw .staleOldSize(recorded: recordedSize) }
        if let recorded, recorded.size == checkpoint.size, recorded.root != checkpoint.root {
            throw .conflictingRoot(size: recorded.size)
        }
        try checkGrowth(request, from: recorded)
        return try cosign(request.checkpoint, signers: signers, at: time)
    }

    private func verify(
        _ checkpoint: SignedCheckpoint,
        by keys: [VerifierKey]
    ) throws(WitnessRefusal) -> [VerifiedSignature] {
        do throws(NoteError) {
            return try checkpoint.note.verify(by: keys)
        } catch {
            throw .untrustedSignature(error)
        }
    }

    private func checkGrowth(
        _ request: AddCheckpointRequest,
        from recorded: Checkpoint?
    ) throws(WitnessRefusal) {
        let new = request.checkpoint.checkpoint
        guard new.size > 0 || new.root == TreeHash.empty else { throw .wrongEmptyRoot }
        guard let recorded, recorded.size > 0 else {
            guard request.proof.isEmpty else { throw .badConsistencyProof(.wrongLength) }
            return
        }
        do throws(ProofError) {
            let proof = ConsistencyProof(from: recorded.size, to: new.size, hashes: request.proof)
            guard let proof else { throw .outOfRange }
            try proof.verify(oldRoot: recorded.root, newRoot: new.root)
        } catch {
            throw .badConsistencyProof(error)
        }
    }

    private func cosign(
        _ checkpoint: SignedCheckpoint,
        signers: [VerifiedSignature],
        at time: Int
    ) throws(WitnessRefusal) -> Cosigned {
        do throws(NoteError) {
            let cosignature = try cosigner.cosign(checkpoint, at: time)
            let known = signers.map(\.key.signer)
            let note = SignedNote(
                text: checkpoint.note.text,
                signatures: checkpoint.note.signatures.filter { known.contains($0.signer) }
                    + [cosignature]
            )
            let record = SignedCheckpoint(checkpoint.checkpoint, note: note)
            return Cosigned(record: record, response: cosignature.line)
        } catch {
            throw .notCosigned(error)
        }
    }
}

/// Why a witness doesn't cosign, in order of precedence.
public enum WitnessRefusal: Error, Hashable, Sendable {
    /// The request isn't an old size, at most 63 hashes, an empty line and a checkpoint.
    case malformedRequest
    /// The checkpoint in the request can't be read.
    case malformedCheckpoint(NoteError)
    /// The log isn't witnessed here.
    case unknownLog(ExactText)
    /// No key of the log signed, or the signature of one doesn't verify.
    case untrustedSignature(NoteError)
    /// The log claims to have shrunk.
    case oldSizeTooLarge
    /// The log doesn't know what was cosigned last.
    case staleOldSize(recorded: Int)
    /// The log signed two roots for one size: evidence of a split view.
    case conflictingRoot(size: Int)
    /// The root of the empty tree isn't SHA-256 of nothing.
    case wrongEmptyRoot
    /// The proof isn't one that the recorded tree begins the new one.
    case badConsistencyProof(ProofError)
    /// The witness itself failed.
    case notCosigned(NoteError)
}

extension WitnessRefusal {
    /// The HTTP status to answer with.
    public var status: Int {
        switch self {
        case .malformedRequest, .malformedCheckpoint, .oldSizeTooLarge: 400
        case .untrustedSignature: 403
        case .unknownLog: 404
        case .staleOldSize: 409
        case .conflictingRoot, .wrongEmptyRoot, .badConsistencyProof: 422
        case .notCosigned: 500
        }
    }

    /// The `Content-Type` of `body`.
    public var contentType: String {
        if case .staleOldSize = self { "text/x.tlog.size" } else { "text/plain; charset=utf-8" }
    }

    /// What to answer: the recorded size where the format asks for it, else a sentence.
    public var body: String {
        switch self {
        case .malformedRequest: "invalid input: not an add-checkpoint request\n"
        case .malformedCheckpoint(let error): "invalid input: invalid checkpoint: \(error)\n"
        case .unknownLog(let origin): "unknown log: \(origin)\n"
        case .untrustedSignature(let error): "invalid signature: \(error)\n"
        case .oldSizeTooLarge: "invalid input: old size larger than the checkpoint's\n"
        case .staleOldSize(let recorded): "\(recorded)\n"
        case .conflictingRoot(let size): "another root of size \(size) is cosigned\n"
        case .wrongEmptyRoot: "invalid checkpoint: wrong root of the empty tree\n"
        case .badConsistencyProof(let error): "invalid consistency proof: \(error)\n"
        case .notCosigned: "the witness could not sign\n"
        }
    }
}
