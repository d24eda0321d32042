import Testing
import Transparency
import Units

@Suite("Signed notes")
struct SignedNoteTests {
    static let text = "First line.\n\nLast line: 数据.\n".bytes

    @Test("A note is its text, an empty line and the signature, and is read back")
    func roundTrip() throws {
        let signer = try Party.log()
        let note = try signer.sign(Self.text)
        let line = try #require(note.signatures.first).line
        #expect(note.bytes == Self.text + [10] + line)
        #expect(line.starts(with: "\u{2014} exchange.example/2027 ".bytes))

        let read = try SignedNote(parsing: note.bytes)
        #expect(read == note)
        #expect(try read.verify(by: [signer.key]).map(\.key) == [signer.key])
        #expect(try read.verify(by: [signer.key]).map(\.time) == [nil])
    }

    @Test("A changed text, signature or key ID is refused, whichever bit it is")
    func flippedBits() throws {
        let signer = try Party.log()
        let note = try signer.sign("x\n".bytes).bytes
        for position in note.indices {
            for bit in 0..<8 {
                var changed = note
                changed[position] ^= 1 << bit
                guard let read = try? SignedNote(parsing: changed) else { continue }
                #expect(throws: NoteError.self) { try read.verify(by: [signer.key]) }
            }
        }
    }

    static let line = "\u{2014} a.example AAAAAAA=\n"

    @Test(
        "What isn't a signed note is refused, and the reason named",
        arguments: [
            ("", .noSignatures),
            ("x\n", .noSignatures),
            ("x\n\n", .noSignatures),
            ("x\n\(line)", .noSignatures),
            ("x\n\n\(line.dropLast())", .noSignatures),
            ("x\u{1}\n\n\(line)", .notText),
            ("x\r\n\n\(line)", .notText),
            ("x\t\n\n\(line)", .notText),
            ("x\n\n\(line)\(line.dropFirst())", .malformedSignature(line: 2)),
            ("x\n\n- a.example AAAAAAA=\n", .malformedSignature(line: 1)),
            ("x\n\n\u{2014} a.example  AAAAAAA=\n", .malformedSignature(line: 1)),
            ("x\n\n\u{2014} a.example AAAAAAA= \n", .malformedSignature(line: 1)),
            ("x\n\n\u{2014} a.example AAAAAA==\n", .malformedSignature(line: 1)),
            ("x\n\n\u{2014} a.example AAAAAAA\n", .malformedSignature(line: 1)),
            ("x\n\n\u{2014} a.example _AAAAAA=\n", .malformedSignature(line: 1)),
            ("x\n\n\u{2014} a+b AAAAAAA=\n", .malformedSignature(line: 1)),
            ("x\n\n\u{2014} a\u{3000}b AAAAAAA=\n", .malformedSignature(line: 1)),
            ("x\n\n\u{2014}  AAAAAAA=\n", .malformedSignature(line: 1)),
            ("x\n\n" + String(repeating: line, count: 101), .tooManySignatures),
            ("x\n\n" + String(repeating: line, count: 100), nil),
            ("\n\n\(line)", nil),
            ("x\n\n\n\(line)", nil),
        ] as [(String, NoteError?)]
    )
    func malformed(note: String, error: NoteError?) {
        #expect(failure(NoteError.self) { try SignedNote(parsing: note.bytes) } == error)
    }

    @Test("A note over 1,000,000 bytes, or with bytes that aren't UTF-8, is refused")
    func limits() {
        let large = [UInt8](repeating: 10, count: 1_000_001)
        #expect(throws: NoteError.tooLarge(bytes: 1_000_001)) { try SignedNote(parsing: large) }
        for bytes in [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]] {
            let note = bytes.map { UInt8($0) } + "\n\n\(Self.line)".bytes
            #expect(throws: NoteError.notText) { try SignedNote(parsing: note) }
        }
    }

    @Test("Unknown signers are ignored; a known one's bad signature refuses the whole note")
    func trust() throws {
        let (log, other) = (try Party.log(), try NoteSigner(name: "b", seed: Party.seed(9)))
        let signed = try log.sign(Self.text)
        let forged = try other.sign("other\n".bytes).signatures.flatMap(\.line)
        let note = try SignedNote(parsing: signed.bytes + forged)
        #expect(try note.verify(by: [log.key]).map(\.key) == [log.key])
        #expect(throws: NoteError.invalidSignature("b")) {
            try note.verify(by: [log.key, other.key])
        }
        #expect(throws: NoteError.noTrustedSignature) { try note.verify(by: []) }
        #expect(throws: NoteError.ambiguousKey(log.key.name)) {
            try note.verify(by: [log.key, log.key])
        }
        let sameName = try VerifierKey(
            name: log.key.name,
            type: .ed25519,
            publicKey: other.key.publicKey
        )
        #expect(throws: NoteError.noTrustedSignature) { try note.verify(by: [sameName]) }
    }

    @Test("A signature in any but canonical base64 is kept as it is, and doesn't verify")
    func canonical() throws {
        let log = try Party.log()
        var bytes = try log.sign(Self.text).bytes
        // 68 bytes end in "=": the last two bits before it carry nothing.
        let last = bytes.count - 3
        #expect([UInt8](bytes.suffix(2)) == "=\n".bytes)
        bytes[last] += 1
        let note = try SignedNote(parsing: bytes)
        #expect(note.bytes == bytes)
        #expect(throws: NoteError.invalidSignature(log.key.name)) {
            try note.verify(by: [log.key])
        }
    }

    @Test("A repeated signature counts once")
    func repeated() throws {
        let log = try Party.log()
        let signed = try log.sign(Self.text)
        let note = try SignedNote(parsing: signed.bytes + signed.signatures.flatMap(\.line))
        #expect(try note.verify(by: [log.key]).count == 1)
    }

    @Test("A vkey is read back, and any other byte in it is refused")
    func vkeys() throws {
        for key in [try Party.log().key, try Party.witness(1).key] {
            let vkey = key.vkey.bytes
            #expect(try VerifierKey(vkey: vkey) == key)
            for position in vkey.indices {
                var changed = vkey
                changed[position] &+= 1
                #expect(throws: NoteError.self) { try VerifierKey(vkey: changed) }
                #expect(throws: NoteError.self) { try VerifierKey(vkey: vkey[..<position]) }
                #expect(throws: NoteError.self) {
                    try VerifierKey(vkey: vkey[(position + 1)...])
                }
            }
        }
        #expect(throws: NoteError.unsupportedKeyType(0x65)) {
            try VerifierKey("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        }
    }

    @Test(
        "A name with a space, a plus or nothing in it isn't a key's",
        arguments: ["", "a b", "+"]
    )
    func names(name: String) {
        #expect(throws: NoteError.malformedKey) {
            try NoteSigner(name: ExactText(name), seed: Party.seed(1))
        }
    }

    @Test("Names are compared as bytes: the composed and decomposed form are two names")
    func exactText() {
        #expect("caf\u{e9}" == "cafe\u{301}")
        #expect(ExactText("caf\u{e9}") != ExactText("cafe\u{301}"))
        #expect(ExactText("a") < ExactText("b"))
        #expect("\(ExactText("数"))" == "数")
    }

    @Test("A seed of another length isn't a key", arguments: [0, 31, 33, 64])
    func seeds(length: Int) {
        let seed = [UInt8](repeating: 1, count: length)
        #expect(throws: NoteError.malformedSeed) { try NoteSigner(name: "a", seed: seed) }
        #expect(throws: NoteError.malformedSeed) { try Cosigner(name: "a", seed: seed) }
    }

    @Test("Printing, debugging, dumping or reflecting a signer shows its public key only")
    func secrecy() throws {
        let (log, witness) = (try Party.log(), try Party.witness(1))
        #expect("\(log)" == log.key.vkey)
        #expect(String(reflecting: witness) == witness.key.vkey)
        #expect(Mirror(reflecting: log).children.map(\.label) == ["key"])
        #expect(Mirror(reflecting: witness).children.map(\.label) == ["key"])
        var dumped = ""
        dump(log, to: &dumped)
        dump(witness, to: &dumped)
        #expect(!dumped.contains("privateKey") && !dumped.contains("Curve25519"))
    }

    @Test("Only note text that ends in a line feed is signed", arguments: ["", "x", "\u{7}\n"])
    func unsignable(text: String) throws {
        let log = try Party.log()
        #expect(throws: NoteError.notText) { try log.sign(text.bytes) }
    }
}
