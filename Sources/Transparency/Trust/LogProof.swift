public import Units

/// Proof, for someone offline, that an entry is in a log that witnesses have seen
/// (C2SP tlog-proof v1): where it is, the path to a root, and the signed checkpoint of that root.
public struct LogProof: Hashable, Sendable {
    private static let header = "c2sp.org/tlog-proof@v1"

    /// Data that the proof vouches for in no way.
    public let extra: [UInt8]?
    /// The entry's index in the log.
    public let index: Int
    /// From the leaf's sibling up to the root's child; at most 63.
    public let hashes: [Digest]
    /// The signed checkpoint, as the log published it.
    public let checkpoint: [UInt8]

    /// A proof of these parts.
    public init(extra: [UInt8]? = nil, index: Int, hashes: [Digest], checkpoint: [UInt8]) {
        self.extra = extra
        self.index = index
        self.hashes = hashes
        self.checkpoint = checkpoint
    }

    /// Reads a proof; the checkpoint in it isn't read before `verify`.
    public init(parsing bytes: [UInt8]) throws(LogProofError) {
        // A checkpoint, and as much again for what goes before it.
        guard bytes.count <= 2 * SignedNote.maximumBytes else { throw .tooLarge }
        var lines = LineReader(bytes)
        guard let header = lines.next(), header.elementsEqual(Self.header.utf8) else {
            throw .unknownHeader
        }
        if let text = lines.next(after: "extra") {
            guard let extra = Base64.decode(text) else { throw .malformedExtra }
            self.extra = extra
        } else {
            extra = nil
        }
        guard let index = lines.next(after: "index").flatMap(Decimal.parse) else {
            throw .malformedIndex
        }
        guard let hashes = lines.hashes() else { throw .malformedHashes }
        self.index = index
        self.hashes = hashes
        checkpoint = Array(lines.rest)
    }

    /// The proof as it is stored and sent.
    public var bytes: [UInt8] {
        var text = Self.header + "\n"
        if let extra { text += "extra \(Base64.encode(extra))\n" }
        text += "index \(index)\n"
        for hash in hashes { text += Base64.encode(hash.bytes) + "\n" }
        return Array((text + "\n").utf8) + checkpoint
    }

    /// Checks that the log holds a leaf with this hash, by the word of whom `policy` trusts.
    ///
    /// The caller computes the leaf hash from the entry (`TreeHash.leaf`) and must not take it
    /// from the proof's sender.
    ///
    /// - Returns: the checkpoint and who vouched for it.
    public func verify(
        leafHash: Digest,
        policy: TrustPolicy
    ) throws(LogProofError) -> TrustedCheckpoint {
        let signed: SignedCheckpoint
        do throws(NoteError) {
            signed = try SignedCheckpoint(parsing: checkpoint)
        } catch {
            throw .malformedCheckpoint(error)
        }
        let trusted: TrustedCheckpoint
        do throws(TrustError) {
            trusted = try policy.trust(signed)
        } catch {
            throw .untrustedCheckpoint(error)
        }
        do throws(ProofError) {
            let size = trusted.checkpoint.size
            guard let proof = InclusionProof(index: index, size: size, hashes: hashes) else {
                throw .outOfRange
            }
            try proof.verify(leafHash: leafHash, root: trusted.checkpoint.root)
        } catch {
            throw .notIncluded(error)
        }
        return trusted
    }
}

/// Why an offline proof is refused.
public enum LogProofError: Error, Hashable, Sendable {
    /// The proof has more than 2,000,000 bytes.
    case tooLarge
    /// The first line isn't `c2sp.org/tlog-proof@v1`.
    case unknownHeader
    /// The extra line isn't canonical base64.
    case malformedExtra
    /// There is no line with the index as a canonical decimal number.
    case malformedIndex
    /// A line isn't the canonical base64 of 32 bytes, there are more than 63, or the empty line
    /// after them is missing.
    case malformedHashes
    /// The checkpoint can't be read.
    case malformedCheckpoint(NoteError)
    /// The policy doesn't trust the checkpoint.
    case untrustedCheckpoint(TrustError)
    /// The checkpoint's tree doesn't have this leaf at this index.
    case notIncluded(ProofError)
}
