import Crypto
import Testing
import Transparency
import Units

@Suite("Note vectors")
struct NoteVectorTests {
    // MARK: signed-note

    struct Notes: Decodable {
        struct Verify: Decodable {
            let note: String
            let vkey: String
        }
        struct Sign: Decodable {
            let seed_hex: String
            let text: String
            let want_note: String
        }
        struct Invalid: Decodable {
            let note: String
            let vkey: String
        }
        struct Keys: Decodable {
            let note: String
            let vkeys: [String]
        }
        let verify: [Verify]
        let sign_deterministic: Sign
        let bad_vkeys: [String]
        let malformed_notes: [String]
        let malformed_note_bytes_b64: [String]
        let invalid_signature: Invalid
        let ambiguous_keys: Keys
        let unknown_only: Keys
    }

    @Test("signed-note", .enabled(if: Vectors.exist("signed-note")))
    func signedNote() throws {
        let file = try #require(try Vectors.read("signed-note", Notes.self))
        for vector in file.verify {
            let note = try SignedNote(parsing: vector.note.bytes)
            #expect(note.bytes == vector.note.bytes)
            #expect(try note.verify(by: [VerifierKey(vector.vkey)]).count == 1)
        }
        let seed = try #require(Hex.decode(file.sign_deterministic.seed_hex))
        let signer = try NoteSigner(name: "PeterNeumann", seed: seed)
        let signed = try signer.sign(file.sign_deterministic.text.bytes)
        let wanted = try SignedNote(parsing: file.sign_deterministic.want_note.bytes)
        #expect(try wanted.verify(by: [signer.key]).count == 1)
        #expect(try signed.verify(by: [signer.key]).count == 1)
        #if os(Linux)
        // Apple's CryptoKit signs with randomness.
        #expect(signed == wanted)
        #endif
        for vkey in file.bad_vkeys {
            #expect(throws: NoteError.self) { try VerifierKey(vkey) }
        }
        for note in file.malformed_notes {
            #expect(throws: NoteError.self) { try SignedNote(parsing: note.bytes) }
        }
        for note in file.malformed_note_bytes_b64 {
            let bytes = try #require(Vectors.base64(note))
            #expect(throws: NoteError.notText) { try SignedNote(parsing: bytes) }
        }
        let invalid = try SignedNote(parsing: file.invalid_signature.note.bytes)
        #expect(throws: NoteError.invalidSignature("PeterNeumann")) {
            try invalid.verify(by: [VerifierKey(file.invalid_signature.vkey)])
        }
        let ambiguous = try SignedNote(parsing: file.ambiguous_keys.note.bytes)
        #expect(throws: NoteError.ambiguousKey("EnochRoot")) {
            try ambiguous.verify(by: file.ambiguous_keys.vkeys.map { try VerifierKey($0) })
        }
        let unknown = try SignedNote(parsing: file.unknown_only.note.bytes)
        #expect(unknown.signatures.count == 2)
        #expect(throws: NoteError.noTrustedSignature) { try unknown.verify(by: []) }
    }

    // MARK: checkpoint

    struct Checkpoints: Decodable {
        struct Log: Decodable {
            let vkey: String
            let skey: String
            let entries_utf8: [String]
            let checkpoint_by_size: [String]
        }
        struct Sum: Decodable {
            let note: String
            let vkey: String
        }
        struct Body: Decodable {
            let desc: String
            let body: String
        }
        let tessera_log: Log
        let sumdb: Sum
        let c2sp_example_body: String
        let body_reject: [Body]
        let body_reject_by_spec_derived: [Body]
        let body_accept: [Body]
    }

    @Test("checkpoint", .enabled(if: Vectors.exist("checkpoint")))
    func checkpoint() throws {
        let file = try #require(try Vectors.read("checkpoint", Checkpoints.self))
        let key = try VerifierKey(file.tessera_log.vkey)
        let blob = try #require(file.tessera_log.skey.split(separator: "+", maxSplits: 4).last)
        let seed = try #require(Vectors.base64(String(blob))).dropFirst()
        let signer = try NoteSigner(name: key.name, seed: Array(seed))
        #expect(signer.key == key)
        let tree = MerkleTree(entries: file.tessera_log.entries_utf8.map(\.bytes))
        for (size, text) in file.tessera_log.checkpoint_by_size.enumerated() {
            let read = try SignedCheckpoint(parsing: text.bytes)
            #expect(read.checkpoint.size == size)
            #expect(try read.checkpoint.root == tree.root(size: size))
            #expect(try read.note.verify(by: [key]).count == 1)
            let checkpoint = try Checkpoint(
                origin: "example.com/log/testdata",
                size: size,
                root: tree.root(size: size)
            )
            #expect(read.checkpoint == checkpoint)
            #if os(Linux)
            #expect(try signer.sign(checkpoint).bytes == text.bytes)
            #endif
        }
        let sum = try SignedCheckpoint(parsing: file.sumdb.note.bytes)
        #expect(try sum.note.verify(by: [VerifierKey(file.sumdb.vkey)]).count == 1)
        for body in [file.c2sp_example_body] + file.body_accept.map(\.body) {
            #expect(try Checkpoint(parsing: body.bytes).text == body.bytes)
        }
        for vector in file.body_reject + file.body_reject_by_spec_derived {
            #expect(throws: NoteError.self, "\(vector.desc)") {
                try Checkpoint(parsing: vector.body.bytes)
            }
        }
    }

    // MARK: cosignature

    struct Cosignatures: Decodable {
        struct Published: Decodable {
            let note: String
            let vkey: String
            let timestamp: Int
            let key_id_hex: String
            let sig_line_blob_hex: String
        }
        struct KeyID: Decodable {
            let vkey: String
            let pubkey_hex: String
            let key_id_alg1: String
            let key_id_alg4: String
        }
        struct Derived: Decodable {
            let seed_hex: String
            let name: String
            let vkey: String
            let timestamp: Int
            let note: String
        }
        let published_ed25519_v1: [Published]
        let key_ids: [KeyID]
        let derived_with_private_key: Derived
    }

    @Test("cosignature", .enabled(if: Vectors.exist("cosignature")))
    func cosignature() throws {
        let file = try #require(try Vectors.read("cosignature", Cosignatures.self))
        for vector in file.published_ed25519_v1 {
            let key = try VerifierKey(vector.vkey)
            let note = try SignedNote(parsing: vector.note.bytes)
            #expect(
                try note.verify(by: [key]).map(\.time) == [vector.timestamp]
            )
            let line = try #require(note.signatures.first { $0.keyID == key.id })
            #expect(vector.key_id_hex + Hex.encode(line.bytes) == vector.sig_line_blob_hex)
        }
        for vector in file.key_ids {
            let name = try VerifierKey(vector.vkey).name
            let publicKey = try #require(Hex.decode(vector.pubkey_hex))
            for (type, id) in [
                (VerifierKey.SignatureType.ed25519, vector.key_id_alg1),
                (.cosignatureV1, vector.key_id_alg4),
            ] {
                let key = try VerifierKey(name: name, type: type, publicKey: publicKey)
                #expect(key.id == UInt32(id, radix: 16))
            }
        }
        let derived = file.derived_with_private_key
        let seed = try #require(Hex.decode(derived.seed_hex))
        let cosigner = try Cosigner(name: ExactText(derived.name), seed: seed)
        #expect(cosigner.key.vkey == derived.vkey)
        let signed = try SignedCheckpoint(parsing: derived.note.bytes)
        let cosignature = try cosigner.cosign(signed, at: derived.timestamp)
        #if os(Linux)
        #expect(signed.note.signatures.last == cosignature)
        #endif
        var again = signed
        try again.add(signatureLines: cosignature.line, by: [cosigner.key])
        #expect(
            try again.note.verify(by: [cosigner.key]).map(\.time) == [derived.timestamp]
        )
    }

    // MARK: ed25519-edge

    struct Edge: Decodable {
        struct Measured: Decodable {
            let accepted: Int
            let bitmap_sha256: String
        }
        struct Row: Decodable {
            let key: String
            let signature: String
            let message: String

            init(from decoder: any Decoder) throws {
                var columns = try decoder.unkeyedContainer()
                _ = try columns.decode(Int.self)
                key = try columns.decode(String.self)
                signature = try columns.decode(String.self)
                message = try columns.decode(String.self)
            }
        }
        let measured: Measured
        let rows: [Row]
    }

    /// If two auditors' libraries disagreed on a crafted signature, their states would part.
    @Test("ed25519-edge: 914 odd signatures", .enabled(if: Vectors.exist("ed25519-edge")))
    func edge() throws {
        let file = try #require(try Vectors.read("ed25519-edge", Edge.self))
        let bitmap = try file.rows.map { row in
            let key = try Curve25519.Signing.PublicKey(
                rawRepresentation: try #require(Hex.decode(row.key))
            )
            let signature = try #require(Hex.decode(row.signature))
            return key.isValidSignature(signature, for: row.message.bytes) ? "1" : "0"
        }
        #expect(bitmap.count { $0 == "1" } == file.measured.accepted)
        #expect(
            Hex.encode(SHA256.hash(data: bitmap.joined().bytes)) == file.measured.bitmap_sha256
        )
    }
}
