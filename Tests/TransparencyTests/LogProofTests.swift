import Testing
import Transparency
import Units

@Suite("Offline proof")
struct LogProofTests {
    static let tree = MerkleTree(entries: numberedEntries(20))

    static func proof(_ index: Int, size: Int = 20) throws -> LogProof {
        let cosigners = try (1...3).map(Party.witness) + (1...2).map(Party.auditor)
        let checkpoint = try Party.checkpoint(of: tree, size: size, cosigners: cosigners)
        return LogProof(
            extra: [1, 2, 3],
            index: index,
            hashes: try tree.inclusionProof(index: index, size: size).hashes,
            checkpoint: checkpoint.bytes
        )
    }

    @Test("A proof is read back, and convinces whoever has the entry and the policy")
    func accepted() throws {
        let policy = try Party.policy()
        for index in 0..<20 {
            let proof = try Self.proof(index)
            let read = try LogProof(parsing: proof.bytes)
            #expect(read == proof)
            let leaf = TreeHash.leaf("\(index)".bytes)
            let trusted = try read.verify(leafHash: leaf, policy: policy)
            #expect(trusted.checkpoint.size == 20)
        }
    }

    @Test("A proof of another entry, index, path, log or of too few cosigners is refused")
    func refused() throws {
        let policy = try Party.policy()
        let good = try Self.proof(6)
        let leaf = TreeHash.leaf("6".bytes)
        func refusal(
            index: Int = 6,
            hashes: [Digest]? = nil,
            checkpoint: [UInt8]? = nil,
            leaf: Digest = leaf
        ) -> LogProofError? {
            let proof = LogProof(
                index: index,
                hashes: hashes ?? good.hashes,
                checkpoint: checkpoint ?? good.checkpoint
            )
            return failure(LogProofError.self) {
                try proof.verify(leafHash: leaf, policy: policy)
            }
        }
        #expect(refusal() == nil)
        #expect(refusal(leaf: TreeHash.leaf("7".bytes)) == .notIncluded(.rootMismatch))
        #expect(refusal(index: 7) == .notIncluded(.rootMismatch))
        #expect(refusal(index: 20) == .notIncluded(.outOfRange))
        #expect(refusal(index: -1) == .notIncluded(.outOfRange))
        #expect(refusal(hashes: good.hashes.dropLast()) == .notIncluded(.wrongLength))
        for position in good.hashes.indices {
            var hashes = good.hashes
            hashes[position] = hashes[position].flipped(bit: 255)
            #expect(refusal(hashes: hashes) == .notIncluded(.rootMismatch))
        }
        let few = try Party.checkpoint(of: Self.tree, size: 20)
        #expect(
            refusal(checkpoint: few.bytes) == .untrustedCheckpoint(.quorumNotMet(cosigners: []))
        )
        #expect(refusal(checkpoint: "x\n".bytes) == .malformedCheckpoint(.noSignatures))
    }

    static let header = "c2sp.org/tlog-proof@v1\n"
    static let hash = "rzFuy5Go7nrpkhBwKy1HWPMM3eO/YePY54fXRoH5Cm4=\n"

    @Test(
        "What isn't a proof is refused, and the reason named",
        arguments: [
            ("", .unknownHeader),
            ("c2sp.org/tlog-proof@v2\nindex 0\n\nc\n", .unknownHeader),
            (header, .malformedIndex),
            ("\(header)index 0", .malformedIndex),
            ("\(header)index  0\n\nc\n", .malformedIndex),
            ("\(header)index 00\n\nc\n", .malformedIndex),
            ("\(header)index 0\nextra AAAA\n\nc\n", .malformedHashes),
            ("\(header)extra AAA\nindex 0\n\nc\n", .malformedExtra),
            ("\(header)extra AAAB\nextra AAAB\nindex 0\n\nc\n", .malformedIndex),
            ("\(header)index 0\nAAAA\n\nc\n", .malformedHashes),
            ("\(header)index 0\n\(hash)", .malformedHashes),
            ("\(header)index 0\n" + String(repeating: hash, count: 64) + "\nc\n", .malformedHashes),
            ("\(header)index 0\n" + String(repeating: hash, count: 63) + "\nc\n", nil),
            ("\(header)extra \nindex 0\n\nc\n", nil),
            ("\(header)index 9223372036854775807\n\nc\n", nil),
        ] as [(String, LogProofError?)]
    )
    func malformed(text: String, error: LogProofError?) throws {
        #expect(failure(LogProofError.self) { try LogProof(parsing: text.bytes) } == error)
        if error == nil { #expect(try LogProof(parsing: text.bytes).bytes == text.bytes) }
    }

    @Test("A proof over 2,000,000 bytes is refused")
    func tooLarge() {
        let large = [UInt8](repeating: 10, count: 2_000_001)
        #expect(throws: LogProofError.tooLarge) { try LogProof(parsing: large) }
    }
}
