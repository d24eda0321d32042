import Testing
import Transparency
import Units

@Suite("Trust vectors")
struct TrustVectorTests {
    // MARK: tlog-witness

    struct Requests: Decodable {
        struct Step: Decodable {
            let name: String
            let body: String
            let want_status: Int
            let want_body_contains: String
        }
        struct Pair: Decodable {
            let vkey: String
            let size5: String
            let size8: String
            let consistency_5_8_hex: [String]
        }
        struct Derived: Decodable {
            let body: String
        }
        let log_origin: String
        let log_vkey: String
        let stateful_sequence_in_order: [Step]
        let transparency_dev_pair: Pair
        let derived_request: Derived
    }

    @Test("tlog-witness: a sequence of requests", .enabled(if: Vectors.exist("tlog-witness")))
    func sequence() throws {
        let file = try #require(try Vectors.read("tlog-witness", Requests.self))
        let log = Witness.Log(
            origin: ExactText(file.log_origin),
            keys: [try VerifierKey(file.log_vkey)]
        )
        let cosigner = try Cosigner(name: "example.com/witness", seed: Party.seed(3))
        let witness = Witness(cosigner: cosigner, logs: [log])
        var recorded: Checkpoint?
        for step in file.stateful_sequence_in_order {
            let (status, body): (Int, String)
            do throws(WitnessRefusal) {
                let request = try AddCheckpointRequest(parsing: step.body.bytes)
                let answer = try witness.answer(request, recorded: recorded, at: 1)
                recorded = answer.record.checkpoint
                (status, body) = (200, String(decoding: answer.response, as: UTF8.self))
            } catch {
                (status, body) = (error.status, error.body)
            }
            #expect(status == step.want_status, "\(step.name)")
            #expect(body.contains(step.want_body_contains), "\(step.name)")
        }
        #expect(recorded?.size == 5)
    }

    @Test("tlog-witness: two growing logs", .enabled(if: Vectors.exist("tlog-witness")))
    func growth() throws {
        let file = try #require(try Vectors.read("tlog-witness", Requests.self))
        let pair = file.transparency_dev_pair
        let key = try VerifierKey(pair.vkey)
        let (old, new) = (
            try SignedCheckpoint(parsing: pair.size5.bytes),
            try SignedCheckpoint(parsing: pair.size8.bytes)
        )
        #expect(try old.note.verify(by: [key]).count == 1)
        #expect(try new.note.verify(by: [key]).count == 1)
        let hashes = try pair.consistency_5_8_hex.map { try #require(Digest(hex: $0)) }
        let proof = try #require(ConsistencyProof(from: 5, to: 8, hashes: hashes))
        try proof.verify(oldRoot: old.checkpoint.root, newRoot: new.checkpoint.root)

        let request = try AddCheckpointRequest(parsing: file.derived_request.body.bytes)
        #expect(request.oldSize == 8)
        #expect(request.checkpoint.checkpoint.size == 15)
        #expect(request.bytes == file.derived_request.body.bytes)
    }

    // MARK: tlog-proof

    struct Proofs: Decodable {
        struct Marshal: Decodable {
            let index: Int
            let hashes_hex: [String]
            let extra_hex: String?
            let checkpoint: String
            let want: String
        }
        struct Complete: Decodable {
            let leaf_utf8: String
            let log_vkey: String
            let witness_vkey: String
            let proof: String
        }
        let marshal_published: [Marshal]
        let reject_published: [String]
        let reject_derived: [String]
        let complete_verifiable_derived: Complete
    }

    @Test("tlog-proof", .enabled(if: Vectors.exist("tlog-proof")))
    func proofs() throws {
        let file = try #require(try Vectors.read("tlog-proof", Proofs.self))
        for vector in file.marshal_published {
            let proof = LogProof(
                extra: vector.extra_hex.flatMap { Hex.decode($0) },
                index: vector.index,
                hashes: try vector.hashes_hex.map { try #require(Digest(hex: $0)) },
                checkpoint: vector.checkpoint.bytes
            )
            #expect(proof.bytes == vector.want.bytes)
            #expect(try LogProof(parsing: vector.want.bytes) == proof)
        }
        for text in file.reject_published {
            #expect(throws: LogProofError.self) { try LogProof(parsing: text.bytes) }
        }
        let complete = file.complete_verifiable_derived
        let policy = try TrustPolicy(
            parsing: """
                log \(complete.log_vkey)
                witness w \(complete.witness_vkey)
                quorum w
                """.bytes
        )
        let leaf = TreeHash.leaf(complete.leaf_utf8.bytes)
        let proof = try LogProof(parsing: complete.proof.bytes)
        let trusted = try proof.verify(leafHash: leaf, policy: policy)
        #expect(trusted.checkpoint.size == 15)
        #expect(trusted.cosigners.map(\.time) == [1_767_139_200])
        // An index past the end is well-formed, but proves nothing.
        for text in file.reject_derived {
            #expect(throws: LogProofError.self) {
                try LogProof(parsing: text.bytes).verify(leafHash: leaf, policy: policy)
            }
        }
    }

    // MARK: tlog-policy

    struct Policies: Decodable {
        struct Accept: Decodable {
            let policy: String
            let want_threshold: Int
        }
        let accept: [Accept]
        let reject: [String]
    }

    @Test("tlog-policy", .enabled(if: Vectors.exist("tlog-policy")))
    func policies() throws {
        let file = try #require(try Vectors.read("tlog-policy", Policies.self))
        for vector in file.accept {
            let policy = try TrustPolicy(parsing: vector.policy.bytes)
            #expect(policy.groups.map(\.threshold) == [vector.want_threshold])
            #expect(policy.witnesses.allSatisfy { $0.key.type == .cosignatureV1 })
        }
        for text in file.reject {
            #expect(throws: PolicyError.self) { try TrustPolicy(parsing: text.bytes) }
        }
    }
}
