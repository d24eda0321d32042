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

/// A journal with every kind of record, and what its log has signed.
struct History: Sendable {
    let records: [[UInt8]]
    let checkpoint: Checkpoint
    let keys: Auditor.KeyLookup
    let state: [UInt8]
    let signers: [Signer]

    /// Twenty-eight records: the founding, lines, rejections, reminders, a line that another key
    /// vouches for, and an attestation.
    static func make() async throws -> History {
        let venue = try Venue()
        let journal = MemoryJournal()
        let sequencer = try venue.start(journal, options: .attesting(every: 20))
        try await venue.found(sequencer)
        let (first, second) = (venue.members[0], venue.members[1])
        var commands: [(Signer, Diary.Command)] = [
            (first, .write(line: "one")),
            (second, .write(line: "")),
            (first, .remind(line: "ring", number: 1, seconds: 5, times: 1)),
            (second, .remind(line: "rang", number: 2, seconds: 5, times: 1)),
            (second, try .vouched(line: "true", by: first)),
        ]
        commands += (0..<10).map { ($0.isMultiple(of: 2) ? first : second, .write(line: "\($0)")) }
        for (signer, command) in commands {
            _ = await sequencer.submit(try signer.call(command))
        }
        venue.clock.move(seconds: 5)
        for number in 0..<5 {
            _ = await sequencer.submit(try first.call(.write(line: "late \(number)")))
        }
        try await eventually {
            sequencer.state.world[House.self].lastAttestation != nil
        }
        while sequencer.state.world.sequence < 28 {
            _ = await sequencer.submit(try first.call(.write(line: "last")))
        }
        await sequencer.stop()
        let note = try #require(sequencer.checkpoint?.note)
        let signed = try Transparency.SignedCheckpoint(parsing: Array(note.utf8))
        let known = Dictionary(
            uniqueKeysWithValues: venue.members.map { ($0.keyID, $0.key.publicKey.text) }
        )
        return History(
            records: try (0..<28).map { try journal.record(at: $0) },
            checkpoint: try venue.policy.trust(signed).checkpoint,
            keys: { id, _, _ in known[id].flatMap(PublicKeyText.init(text:)) },
            state: sequencer.state.snapshot,
            signers: venue.members
        )
    }

    func auditor(checkpoint: Checkpoint? = nil) -> Auditor {
        Auditor(
            machine: Venue.machine,
            keys: keys,
            checkpoint: checkpoint ?? self.checkpoint,
            attestationStep: 10
        )
    }

    /// The first finding in these records, or `nil`.
    func finding(in records: [[UInt8]]) -> AuditFinding? {
        do throws(AuditFinding) {
            var auditor = auditor()
            for bytes in records { try auditor.check(bytes) }
            _ = try auditor.finish()
            return nil
        } catch {
            return error
        }
    }

    /// The records with one changed.
    func changing(_ index: Int, _ change: (String) -> String) -> [[UInt8]] {
        var records = records
        records[index] = Array(change(String(decoding: records[index], as: UTF8.self)).utf8)
        precondition(records[index] != self.records[index], "nothing changed")
        return records
    }

    /// The first record whose text has this in it.
    func index(of text: String) throws -> Int {
        try #require(records.firstIndex { String(decoding: $0, as: UTF8.self).contains(text) })
    }
}

@Suite("Auditor")
struct AuditorTests {
    let history: History

    init() async throws {
        history = try await History.make()
    }

    @Test("An honest journal gives the exchange's own root, state and attestations")
    func honest() throws {
        var auditor = history.auditor()
        for bytes in history.records { try auditor.check(bytes) }
        let report = try auditor.finish()
        let expected = AuditReport(
            count: 28,
            root: history.checkpoint.root,
            state: Digest(hashing: history.state),
            attestations: 1,
            checkpoint: 28
        )
        #expect(report == expected)
        #expect(report.description.contains("agrees with the checkpoint of size 28"))
    }

    @Test("A changed command isn't what its member signed")
    func command() throws {
        let index = try history.index(of: #"{"line":"one"}"#)
        let forged = history.changing(index) { $0.replacing(#":"one""#, with: #":"two""#) }
        let finding = AuditFinding(sequence: 3, problem: .signature(.badSignature))
        #expect(history.finding(in: forged) == finding)
        #expect(finding.description == "record 3: isn't signed as it must be: badSignature")
    }

    @Test(
        "A change of what the exchange adds to a command is found, and named",
        arguments: [
            (#""line":"one"}}}]"#, #""line":"won"}}}]"#, "outcome"),
            (#""actor":"M-1""#, #""actor":"M-2""#, "actor"),
            (#""format":1"#, #""format":2"#, "format"),
            (#""rules":1"#, #""rules":2"#, "rules"),
        ]
    )
    func outcome(old: String, new: String, member: String) throws {
        let index = try history.index(of: #"{"line":"one"}"#)
        let forged = history.changing(index) { $0.replacing(old, with: new) }
        let finding = try #require(history.finding(in: forged))
        #expect(finding.sequence == 3)
        #expect(finding.description == "record 3: deciding it again gives other \(member)")
    }

    @Test("A rejection that was turned into an acceptance is found")
    func rejection() throws {
        let forged = history.changing(4) {
            $0.replacing(
                #"{"rejected":{"code":"diary.lines.empty","facts":[],"kind":"invalid"}}"#,
                with: #"{"accepted":{"due":[],"events":[],"rights":[],"transfers":[]}}"#
            )
        }
        let finding = try #require(history.finding(in: forged))
        #expect(finding.description == "record 4: deciding it again gives other outcome")
    }

    @Test("A record is later than the one before, and no record's time can be moved")
    func time() throws {
        let times = try history.records.map { try Record(wire: $0).time.microseconds }
        let notLater = { AuditFinding(sequence: $0, problem: .timeNotLater) }
        let later = history.changing(4) { $0.replacing("\(times[4])", with: "\(times[5])") }
        #expect(history.finding(in: later) == notLater(5))
        let earlier = history.changing(4) { $0.replacing("\(times[4])", with: "\(times[3])") }
        #expect(history.finding(in: earlier) == notLater(4))
        let moved = history.changing(27) { $0.replacing("\(times[27])", with: "\(times[27] + 1)") }
        #expect(history.finding(in: moved)?.sequence == 27)
    }

    @Test("A changed salt changes nothing but the root, and that is signed")
    func salt() throws {
        let forged = history.changing(5) {
            $0.replacing(#"000006","sequence""#, with: #"0000f6","sequence""#)
        }
        let finding = try #require(history.finding(in: forged))
        #expect(finding.sequence == 27)
        guard case .rootDiffers(let signed, _) = finding.problem else { throw finding }
        #expect(signed == history.checkpoint.root)
    }

    @Test("Two records that changed places, a missing one and a doubled one are found at once")
    func order() throws {
        var swapped = history.records
        swapped.swapAt(7, 8)
        let outOfSequence = { AuditFinding(sequence: $0, problem: .outOfSequence(found: $1)) }
        #expect(history.finding(in: swapped) == outOfSequence(7, 8))
        var missing = history.records
        missing.remove(at: 7)
        #expect(history.finding(in: missing) == outOfSequence(7, 8))
        var doubled = history.records
        doubled.insert(doubled[7], at: 8)
        #expect(history.finding(in: doubled) == outOfSequence(8, 7))
    }

    @Test("A journal that ends before the signed size is found to be cut off")
    func truncated() throws {
        let finding = history.finding(in: history.records.dropLast())
        #expect(finding == AuditFinding(sequence: 27, problem: .truncated(signed: 28)))
        #expect(history.finding(in: [])?.sequence == 0)
    }

    @Test("Any changed byte of any record is found there, or at the end by the root")
    func everyByte() throws {
        let last = AuditFinding(sequence: 27, problem: .timeNotLater).sequence
        for index in [0, 3, 7, 18] {
            for position in stride(from: 0, to: history.records[index].count, by: 17) {
                var records = history.records
                records[index][position] ^= 1
                let finding = try #require(history.finding(in: records))
                #expect([Int64(index), Int64(index) + 1, last].contains(finding.sequence))
            }
        }
    }

    @Test("Bytes that aren't a record are found, and so are commands that don't exist")
    func malformed() throws {
        let garbage = history.changing(3) { _ in "{}" }
        let missing = WireError(.missingMember("actor"), at: 1)
        #expect(
            history.finding(in: garbage)
                == AuditFinding(sequence: 3, problem: .malformed(missing))
        )
        let spaced = history.changing(3) { $0 + " " }
        #expect(history.finding(in: spaced)?.sequence == 3)
        let elsewhere = history.changing(3) { $0.replacing("diary/write", with: "diary/wrote") }
        let unknown = CallError.unknownPath("/v1/diary/wrote")
        #expect(
            history.finding(in: elsewhere)
                == AuditFinding(sequence: 3, problem: .notACommand(unknown))
        )
    }
}

extension Diary.Command {
    /// A line that a member vouches for.
    static func vouched(line: String, by signer: Signer) throws -> Self {
        let attestation = try Attestation(
            signing: Array(line.utf8),
            for: "line",
            with: signer.key
        )
        return .vouched(
            line: line,
            key: try #require(PublicKeyText(text: signer.key.publicKey.text)),
            signature: try #require(SignatureText(text: attestation.signature.hex))
        )
    }
}
