import Testing
import Transparency
import Units

@Suite("Checkpoints")
struct CheckpointTests {
    static let tree = MerkleTree(entries: numberedEntries(20))
    static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

    @Test("A checkpoint's text is origin, size and root, and is read back")
    func roundTrip() throws {
        let checkpoint = try Checkpoint(origin: Party.origin, size: 20, root: Self.tree.root)
        #expect(try Checkpoint(parsing: checkpoint.text) == checkpoint)
        let example = "example.com/behind-the-sofa\n20852163\n\(Self.root)\nan extension\n"
        let read = try Checkpoint(parsing: example.bytes)
        #expect(read.size == 20_852_163)
        #expect(read.extensions == ["an extension"])
        #expect(read.text == example.bytes)
    }

    @Test(
        "Any other text is refused, and the reason named",
        arguments: [
            ("", .malformedOrigin),
            ("\n1\n\(root)\n", .malformedOrigin),
            ("a\n", .malformedSize),
            ("a\n\n\(root)\n", .malformedSize),
            ("a\n01\n\(root)\n", .malformedSize),
            ("a\n+1\n\(root)\n", .malformedSize),
            ("a\n-1\n\(root)\n", .malformedSize),
            ("a\n1 \n\(root)\n", .malformedSize),
            ("a\n٣\n\(root)\n", .malformedSize),
            ("a\n9223372036854775808\n\(root)\n", .malformedSize),
            ("a\n9223372036854775807\n\(root)\n", nil),
            ("a\n0\n\(root)\n", nil),
            ("a b\n0\n\(root)\n", nil),
            ("a\n1\n", .malformedRoot),
            ("a\n1\n\(root)", .malformedRoot),
            ("a\n1\n\(root)=\n", .malformedRoot),
            ("a\n1\n\(root.dropLast())\n", .malformedRoot),
            ("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n", .malformedRoot),
            ("a\n1\nAAAA\n", .malformedRoot),
            ("a\n1\n\(root)\n\n", .malformedExtension),
            ("a\n1\n\(root)\nx", .malformedExtension),
            ("a\r\n1\n\(root)\n", .notText),
        ] as [(String, NoteError?)]
    )
    func malformed(text: String, error: NoteError?) {
        #expect(failure(NoteError.self) { try Checkpoint(parsing: text.bytes) } == error)
    }

    @Test("A log can't make a checkpoint that it couldn't read")
    func unprintable() {
        let root = Self.tree.root
        for origin in ["", "a\nb", "a\u{1}"] {
            #expect(throws: NoteError.malformedOrigin) {
                try Checkpoint(origin: ExactText(origin), size: 0, root: root)
            }
        }
        #expect(throws: NoteError.malformedSize) {
            try Checkpoint(origin: "a", size: -1, root: root)
        }
    }

    @Test("A cosignature vouches for the whole text at its time")
    func cosignature() throws {
        let witness = try Party.witness(1)
        let signed = try Party.checkpoint(of: Self.tree, size: 20, cosigners: [witness], time: 7)
        let read = try SignedCheckpoint(parsing: signed.bytes)
        #expect(read == signed)
        let verified = try read.note.verify(by: [Party.log().key, witness.key])
        #expect(verified.map(\.time) == [nil, 7])

        // The time is the first 8 bytes of the signature: one bit later is another statement.
        var line = try #require(read.note.signatures.last)
        #expect(line.bytes.prefix(8) == [0, 0, 0, 0, 0, 0, 0, 7])
        line = try witness.cosign(signed, at: 8)
        #expect(line.bytes.prefix(8) == [0, 0, 0, 0, 0, 0, 0, 8])
        #expect(throws: NoteError.timeOutOfRange) { try witness.cosign(signed, at: -1) }
    }

    @Test("A plain signature by a cosigner's key is no cosignature, nor the other way round")
    func typesApart() throws {
        let seed = Party.seed(50)
        let (signer, cosigner) = (
            try NoteSigner(name: "a", seed: seed), try Cosigner(name: "a", seed: seed)
        )
        #expect(signer.key.publicKey == cosigner.key.publicKey)
        #expect(signer.key.id != cosigner.key.id)
        let plain = try signer.sign(Checkpoint(origin: "a", size: 0, root: TreeHash.empty))
        #expect(throws: NoteError.noTrustedSignature) { try plain.note.verify(by: [cosigner.key]) }
    }

    @Test("Answered lines are added once verified; a newer line of one key replaces the older")
    func adding() throws {
        let (one, two) = (try Party.witness(1), try Party.witness(2))
        var signed = try Party.checkpoint(of: Self.tree, size: 20, cosigners: [one], time: 1)
        let both = try one.cosign(signed, at: 2).line + two.cosign(signed, at: 3).line
        try signed.add(signatureLines: both, by: [one.key])
        #expect(signed.note.signatures.count == 2)
        let keys = [try Party.log().key, one.key, two.key]
        #expect(try signed.note.verify(by: keys).map(\.time) == [nil, 2])

        let before = signed
        let other = try Party.checkpoint(of: Self.tree, size: 19)
        let wrong = try two.cosign(other, at: 4).line
        #expect(throws: NoteError.invalidSignature(two.key.name)) {
            try signed.add(signatureLines: wrong, by: [two.key])
        }
        #expect(throws: NoteError.noTrustedSignature) {
            try signed.add(signatureLines: wrong, by: [one.key])
        }
        #expect(throws: NoteError.noSignatures) {
            try signed.add(signatureLines: [], by: [one.key])
        }
        #expect(throws: NoteError.malformedSignature(line: 1)) {
            try signed.add(signatureLines: "hello\n".bytes, by: [one.key])
        }
        #expect(signed == before)
    }
}
