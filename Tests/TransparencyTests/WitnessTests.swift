import Testing
import Transparency
import Units

@Suite("Witness")
struct WitnessTests {
    static let tree = MerkleTree(entries: numberedEntries(20))

    /// Another history: it parts from `tree` after four entries.
    static let fork = MerkleTree(entries: numberedEntries(4) + numberedEntries(16))

    static func witness(_ number: Int = 1) throws -> Witness {
        let log = Witness.Log(origin: Party.origin, keys: [try Party.log().key])
        return Witness(cosigner: try Party.witness(number), logs: [log])
    }

    static func request(
        from old: Int,
        to new: Int,
        tree: MerkleTree = tree
    ) throws -> AddCheckpointRequest {
        AddCheckpointRequest(
            oldSize: old,
            proof: try tree.consistencyProof(from: old, to: new).hashes,
            checkpoint: try Party.checkpoint(of: tree, size: new)
        )
    }

    static func recorded(_ size: Int) throws -> Checkpoint {
        try Checkpoint(origin: Party.origin, size: size, root: tree.root(size: size))
    }

    @Test("A growing log is cosigned at each size, from nothing and from any earlier size")
    func grows() throws {
        let witness = try Self.witness()
        let keys = [try Party.log().key, try Party.witness(1).key]
        for new in 0...20 {
            for old in 0...new {
                let request = try Self.request(from: old, to: new)
                #expect(try AddCheckpointRequest(parsing: request.bytes) == request)
                let recorded = old == 0 ? nil : try Self.recorded(old)
                let answer = try witness.answer(request, recorded: recorded, at: 9)
                #expect(try answer.record.note.verify(by: keys).map(\.time) == [nil, 9])
                #expect(answer.record.checkpoint == request.checkpoint.checkpoint)
                #expect(answer.record.note.signatures.last?.line == answer.response)
            }
        }
    }

    @Test("The record keeps the log's signatures and the cosignature, and no stranger's")
    func record() throws {
        var signed = try Party.checkpoint(of: Self.tree, size: 5)
        let stranger = try Party.witness(9)
        try signed.add(
            signatureLines: stranger.cosign(signed, at: 1).line,
            by: [stranger.key]
        )
        let request = AddCheckpointRequest(oldSize: 0, proof: [], checkpoint: signed)
        let answer = try Self.witness().answer(request, recorded: nil, at: 1)
        #expect(
            answer.record.note.signatures.map(\.keyName)
                == [Party.origin, "witness.example/1"]
        )
    }

    /// Each row mends the mistake of the row above.
    @Test("Why a request is refused, by precedence, with the status to answer")
    func precedence() throws {
        let witness = try Self.witness()
        let proof = try Self.request(from: 8, to: 15).proof
        let root = try Self.tree.root(size: 15)
        let stranger = try NoteSigner(name: "stranger", seed: Party.seed(2))
        let theirs = try stranger.sign(Checkpoint(origin: "stranger", size: 15, root: root))
        let unsigned = try stranger.sign(Self.recorded(15))
        let signed = try Party.checkpoint(of: Self.tree, size: 15)
        let forked = try Party.checkpoint(of: Self.fork, size: 15)
        let emptyForged = try Party.log().sign(
            Checkpoint(origin: Party.origin, size: 0, root: root)
        )

        let rows: [(Int, [Digest], SignedCheckpoint, Int?, WitnessRefusal?, Int)] = [
            (16, [root], theirs, 7, .unknownLog("stranger"), 404),
            (16, [root], unsigned, 7, .untrustedSignature(.noTrustedSignature), 403),
            (16, [root], signed, 7, .oldSizeTooLarge, 400),
            (8, [root], signed, 7, .staleOldSize(recorded: 7), 409),
            (8, [root], signed, nil, .staleOldSize(recorded: 0), 409),
            (15, [root], forked, 15, .conflictingRoot(size: 15), 422),
            (15, [root], signed, 15, .badConsistencyProof(.wrongLength), 422),
            (8, [root, root], signed, 8, .badConsistencyProof(.wrongLength), 422),
            (8, proof, forked, 8, .badConsistencyProof(.rootMismatch), 422),
            (0, proof, signed, nil, .badConsistencyProof(.wrongLength), 422),
            (0, [], emptyForged, nil, .wrongEmptyRoot, 422),
            (8, proof, signed, 8, nil, 200),
            (15, [], signed, 15, nil, 200),
            (0, [], signed, nil, nil, 200),
        ]
        for (old, proof, checkpoint, recordedSize, refusal, status) in rows {
            let request = AddCheckpointRequest(oldSize: old, proof: proof, checkpoint: checkpoint)
            let recorded = try recordedSize.map(Self.recorded)
            let found = failure(WitnessRefusal.self) {
                try witness.answer(request, recorded: recorded, at: 1)
            }
            #expect(found == refusal)
            #expect((found?.status ?? 200) == status)
        }
        #expect(
            failure(WitnessRefusal.self) {
                try witness.answer(Self.request(from: 0, to: 5), recorded: nil, at: -1)
            }?.status == 500
        )
    }

    @Test("A stale old size is answered with the recorded size in its own content type")
    func stale() {
        let refusal = WitnessRefusal.staleOldSize(recorded: 12)
        #expect(refusal.body == "12\n")
        #expect(refusal.contentType == "text/x.tlog.size")
        #expect(WitnessRefusal.oldSizeTooLarge.contentType == "text/plain; charset=utf-8")
    }

    @Test(
        "A body that isn't a request is refused with 400",
        arguments: [
            "", "old 0\n", "old 0", "old\n\n", "old 00\n\n", "old -1\n\n", "new 0\n\n",
            "old 0\nAAAA\n\n", "old 0\n\n", "old 0\n\nx\n", "old  0\n\n",
        ]
    )
    func malformed(body: String) throws {
        let refusal = failure(WitnessRefusal.self) {
            try AddCheckpointRequest(parsing: body.bytes)
        }
        #expect(refusal?.status == 400)
    }

    @Test("63 proof lines are read, 64 refused")
    func proofLines() throws {
        let request = try Self.request(from: 0, to: 5)
        for (count, refusal) in [(63, nil), (64, WitnessRefusal.malformedRequest)] {
            let long = AddCheckpointRequest(
                oldSize: 1,
                proof: Array(repeating: TreeHash.empty, count: count),
                checkpoint: request.checkpoint
            )
            #expect(
                failure(WitnessRefusal.self) { try AddCheckpointRequest(parsing: long.bytes) }
                    == refusal
            )
        }
    }

    @Test("Every corrupted proof hash is refused")
    func corrupted() throws {
        let witness = try Self.witness()
        for old in 1..<20 {
            let request = try Self.request(from: old, to: 20)
            for position in request.proof.indices {
                var proof = request.proof
                proof[position] = proof[position].flipped(bit: position)
                let corrupted = AddCheckpointRequest(
                    oldSize: old,
                    proof: proof,
                    checkpoint: request.checkpoint
                )
                let refusal = failure(WitnessRefusal.self) {
                    try witness.answer(corrupted, recorded: Self.recorded(old), at: 1)
                }
                #expect(refusal?.status == 422)
            }
        }
    }

    /// Four witnesses, one of which signs anything; three must agree.
    @Test("A log that shows two histories gets a quorum for one of them at most")
    func splitView() throws {
        let honest = try (2...4).map { (try Self.witness($0), try Party.witness($0).key) }
        var branches = try [Self.tree, Self.fork].map { try Party.checkpoint(of: $0, size: 20) }
        let faulty = try Party.witness(1)
        for index in branches.indices {
            let line = try faulty.cosign(branches[index], at: 1).line
            try branches[index].add(signatureLines: line, by: [faulty.key])
        }
        var text = "log \(try Party.log().key)\n"
        for number in 1...4 { text += "witness W\(number) \(try Party.witness(number).key)\n" }
        let policy = try TrustPolicy(
            parsing: (text + "group g 3 W1 W2 W3 W4\nquorum g\n").bytes
        )
        for split in 0..<8 {
            var shown = branches
            for (bit, (witness, key)) in honest.enumerated() {
                var recorded: Checkpoint?
                // Each is shown one branch first, then the other.
                for branch in split & 1 << bit == 0 ? [0, 1] : [1, 0] {
                    let request = AddCheckpointRequest(
                        oldSize: recorded?.size ?? 0,
                        proof: [],
                        checkpoint: branches[branch]
                    )
                    guard
                        let answer = try? witness.answer(request, recorded: recorded, at: 2)
                    else { continue }
                    recorded = answer.record.checkpoint
                    try shown[branch].add(signatureLines: answer.response, by: [key])
                }
            }
            let trusted = shown.filter { (try? policy.trust($0)) != nil }
            #expect(trusted.count == 1)
        }
    }
}
