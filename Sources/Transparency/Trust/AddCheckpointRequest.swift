public import Units

/// What a log sends to a witness: its new checkpoint, and proof that it continues an older one
/// (C2SP tlog-witness, "add-checkpoint").
public struct AddCheckpointRequest: Hashable, Sendable {
    /// The size of the newest checkpoint that the witness cosigned, as far as the log knows.
    public let oldSize: Int
    /// The consistency proof from `oldSize` to the checkpoint; at most 63 hashes.
    public let proof: [Digest]
    /// The new checkpoint with the log's signature.
    public let checkpoint: SignedCheckpoint

    /// A request of these parts.
    public init(oldSize: Int, proof: [Digest], checkpoint: SignedCheckpoint) {
        self.oldSize = oldSize
        self.proof = proof
        self.checkpoint = checkpoint
    }

    /// Reads the body of a request.
    ///
    /// - Throws: `malformedRequest`, `malformedCheckpoint`.
    public init(parsing body: [UInt8]) throws(WitnessRefusal) {
        var lines = LineReader(body)
        guard body.count <= SignedNote.maximumBytes,
            let oldSize = lines.next(after: "old").flatMap(Decimal.parse),
            let proof = lines.hashes()
        else { throw .malformedRequest }
        self.oldSize = oldSize
        self.proof = proof
        do throws(NoteError) {
            checkpoint = try SignedCheckpoint(parsing: Array(lines.rest))
        } catch {
            throw .malformedCheckpoint(error)
        }
    }

    /// The body of the request.
    public var bytes: [UInt8] {
        var text = "old \(oldSize)\n"
        for hash in proof { text += Base64.encode(hash.bytes) + "\n" }
        return Array((text + "\n").utf8) + checkpoint.bytes
    }
}
