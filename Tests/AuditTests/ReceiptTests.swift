import Audit
import DiaryVenue
import Journal
import Kernel
import Sequencer
import Signatures
import Testing
import Transparency
import Units
import Wire

@Suite("Receipts")
struct ReceiptTests {
    let venue: Venue
    let receipt: String
    let founding: String
    let record: [UInt8]

    init() async throws {
        venue = try Venue()
        let sequencer = try venue.start(MemoryJournal())
        try await venue.found(sequencer)
        for line in ["one", "two", "three"] {
            _ = await sequencer.submit(try venue.members[1].call(.write(line: line)))
        }
        await sequencer.stop()
        receipt = try #require(try sequencer.receipt(for: 4))
        founding = try #require(try sequencer.receipt(for: 0))
        record = try #require(try sequencer.record(4))
    }

    private func verify(_ text: String, keys: [PublicKey] = []) throws -> VerifiedReceipt {
        try ReceiptVerifier(policy: venue.policy, keys: keys).verify(Array(text.utf8))
    }

    @Test("A receipt proves offline what was recorded, where, and who gave the command")
    func genuine() throws {
        let key = venue.members[1].key.publicKey
        let verified = try verify(receipt, keys: [venue.members[0].key.publicKey, key])
        #expect(verified.bytes == record)
        #expect(verified.record == (try Record(wire: record)))
        #expect(verified.checkpoint.checkpoint.size == 6)
        #expect(verified.signature == .genuine(key.keyID))
        #expect(
            verified.description == """
                record     4 of exchange.example/log, at \(verified.record.time)
                command    /v1/diary/write by M-2
                outcome    accepted
                signature  genuine, by the key \(key.keyID)
                log        in the tree of 6 records with root \(verified.checkpoint.checkpoint.root)
                witnesses  none asked for
                """
        )
    }

    @Test("Without the member's key the signature is said to be unchecked")
    func unchecked() throws {
        let id = venue.members[1].keyID
        #expect(try verify(receipt).signature == .unknownKey(id))
        #expect(try verify(founding).signature == .exchange)
    }

    @Test("A receipt whose record was changed proves nothing")
    func changed() throws {
        let proof = try LogProof(parsing: Array(receipt.utf8))
        let text = String(decoding: record, as: UTF8.self)
        let forged = LogProof(
            extra: Array(text.replacing("two", with: "ten").utf8),
            index: proof.index,
            hashes: proof.hashes,
            checkpoint: proof.checkpoint
        )
        #expect(throws: ReceiptProblem.proof(.notIncluded(.rootMismatch))) {
            try verify(String(decoding: forged.bytes, as: UTF8.self))
        }
        let bare = LogProof(
            index: proof.index,
            hashes: proof.hashes,
            checkpoint: proof.checkpoint
        )
        #expect(throws: ReceiptProblem.noRecord) {
            try verify(String(decoding: bare.bytes, as: UTF8.self))
        }
    }

    @Test("A receipt of another log proves nothing")
    func otherLog() throws {
        let other = try NoteSigner(
            name: venue.log.key.name,
            seed: Array(repeating: 9, count: 32)
        )
        let policy = try TrustPolicy(parsing: Array("log \(other.key)\nquorum none\n".utf8))
        let untrusted = LogProofError.untrustedCheckpoint(.badSignature(.noTrustedSignature))
        #expect(throws: ReceiptProblem.proof(untrusted)) {
            try ReceiptVerifier(policy: policy).verify(Array(receipt.utf8))
        }
    }

    @Test(
        "Every changed line of a receipt is refused",
        arguments: [
            ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
            ("index 4", "index 3"),
            ("index 4", "index 04"),
            ("\n6\n", "\n5\n"),
            ("extra ey", "extra fy"),
        ]
    )
    func lines(old: String, new: String) throws {
        #expect(receipt.contains(old))
        #expect(throws: ReceiptProblem.self) {
            try verify(receipt.replacing(old, with: new))
        }
    }

    @Test("What isn't a record proves nothing, though it is in a log")
    func noRecord() throws {
        var tree = MerkleTree()
        tree.append(Array("{}".utf8))
        let checkpoint = try Checkpoint(
            origin: venue.log.key.name,
            size: 1,
            root: tree.root
        )
        let proof = LogProof(
            extra: Array("{}".utf8),
            index: 0,
            hashes: [],
            checkpoint: try venue.log.sign(checkpoint).bytes
        )
        let error = WireError(.missingMember("actor"), at: 1)
        #expect(throws: ReceiptProblem.malformed(error)) {
            try verify(String(decoding: proof.bytes, as: UTF8.self))
        }
    }
}
