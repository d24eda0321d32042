import Audit
import DiaryVenue
import Journal
import Kernel
import KernelTesting
import Sequencer
import Signatures
import Testing
import Units
import Wire

/// What an exchange could write into its journal if it wanted to: everything here is decided and
/// encoded by a real state machine, so only what a member signed can tell.
@Suite("Auditor: a dishonest exchange")
struct ForgeryTests {
    let members = [Signer(1), Signer(2)]
    private var machine = Venue.machine
    private var records: [[UInt8]] = []

    init() throws {
        give(try Form(House.self, .open(.example)).own)
        for signer in members {
            let role: Role = signer.member.number == 1 ? .venueOperator : .dataProvider
            let enrol = Roster.Command.enrol(
                key: signer.keyID,
                member: signer.member,
                roles: [role],
                isActive: true
            )
            give(try Form(Roster.self, enrol).own)
        }
    }

    /// Writes a record for a call, whoever gave it.
    private mutating func give(_ call: Call, after seconds: Int64 = 0) {
        let time = machine.world.time + .seconds(seconds)
        let salt = Salt(high: 1, low: UInt64(machine.world.sequence))
        if case .recorded(_, let bytes) = machine.apply(call, now: time, salt: salt) {
            records.append(bytes)
        }
    }

    private func finding() -> AuditFinding? {
        let known = members.map { ($0.keyID, $0.key.publicKey.text) }
        var auditor = Auditor(
            machine: Venue.machine,
            keys: { id, _, _ in
                known.first { $0.0 == id }.flatMap { PublicKeyText(text: $0.1) }
            },
            attestationStep: 4
        )
        do throws(AuditFinding) {
            for bytes in records { try auditor.check(bytes) }
            _ = try auditor.finish()
            return nil
        } catch {
            return error
        }
    }

    private func found(_ sequence: Int64, _ problem: AuditFinding.Problem) -> AuditFinding {
        AuditFinding(sequence: sequence, problem: problem)
    }

    @Test("What the members gave is found to be so")
    mutating func honest() throws {
        give(try members[0].call(.write(line: "a")))
        give(try members[1].call(.remind(line: "b", number: 1, seconds: 60, times: 1)))
        give(try #require(machine.dueCall(at: machine.world.time + .seconds(60))), after: 60)
        let digest = Digest(hashing: [])
        give(try Form(House.self, .attest(sequence: 99, digest: digest)).own)
        #expect(records.count == 7)
        #expect(finding() == nil)
    }

    @Test("A member's command without the member's signature")
    mutating func unsigned() throws {
        give(try members[0].call(.write(line: "a")))
        give(try Form(Diary.self, .write(line: "invented")).own)
        #expect(finding() == found(4, .signature(.missingSignature)))
    }

    @Test("A founding command after the venue was founded")
    mutating func lateFounding() throws {
        give(try members[0].call(.write(line: "a")))
        let enrol = Roster.Command.enrol(
            key: Signer(3).keyID,
            member: ID(3),
            roles: [],
            isActive: true
        )
        give(try Form(Roster.self, enrol).own)
        #expect(finding() == found(4, .signature(.missingSignature)))
    }

    @Test("The same signed command a second time")
    mutating func replayed() throws {
        let call = try members[0].call(.write(line: "pay once"))
        give(call)
        give(try members[1].call(.write(line: "between")))
        give(call)
        #expect(finding() == found(5, .repeatedCommand(first: 3)))
    }

    @Test("A signed command under another id than was signed")
    mutating func renamed() throws {
        let call = try members[0].call(.write(line: "pay once"))
        let other = CommandID(high: 1, low: 1)
        give(
            try Venue.machine.call(call.path, body: call.body, id: other, signature: call.signature)
        )
        #expect(finding() == found(3, .signature(.malformedParameter)))
    }

    @Test("A command signed with a key that nobody can show")
    mutating func unknownKey() throws {
        let stranger = Signer(1)
        let enrol = Roster.Command.enrol(
            key: stranger.keyID,
            member: ID(1),
            roles: [],
            isActive: true
        )
        give(try Form(Roster.self, enrol).own)
        give(try stranger.call(.write(line: "me too")))
        #expect(finding() == found(4, .signature(.unknownKey)))
    }

    @Test("A line for which somebody is said to vouch who didn't")
    mutating func falseAttestation() throws {
        let genuine = try Diary.Command.vouched(line: "true", by: members[0])
        guard case .vouched(_, let key, let signature) = genuine else { return }
        give(try members[1].call(.vouched(line: "false", key: key, signature: signature)))
        #expect(finding() == found(3, .falseAttestation(purpose: "line")))
    }

    @Test("An alarm that was held back, and one that rang before its time")
    mutating func alarms() throws {
        give(try members[0].call(.remind(line: "b", number: 1, seconds: 60, times: 1)))
        let due = try #require(machine.world.nextDue)
        let ring = try #require(machine.dueCall(at: due))
        var early = self
        early.give(ring, after: 59)
        #expect(early.finding() == found(4, .wrongAlarm(due: nil)))
        give(try members[1].call(.write(line: "quickly, before it rings")), after: 61)
        #expect(finding() == found(4, .wrongAlarm(due: ring.due)))
    }

    @Test("An alarm with another command than was set")
    mutating func otherAlarm() throws {
        give(try members[0].call(.remind(line: "b", number: 1, seconds: 60, times: 1)))
        let ring = try #require(machine.dueCall(at: machine.world.time + .seconds(60)))
        let body = RawJSON(canonical: Array(#"{"line":"c","times":1}"#.utf8))
        give(try Venue.machine.call(ring.path, body: body, due: ring.due), after: 60)
        #expect(finding() == found(4, .wrongAlarm(due: ring.due)))
    }

    @Test("A digest that isn't the state's, and one of a state that nobody kept")
    mutating func digests() throws {
        give(try members[0].call(.write(line: "a")))
        let state = Digest(hashing: machine.snapshot)
        give(try members[0].call(.write(line: "b")))
        var right = self
        right.give(try Form(House.self, .attest(sequence: 3, digest: state)).own)
        #expect(right.finding() == nil)

        var odd = self
        odd.give(try Form(House.self, .attest(sequence: 2, digest: state)).own)
        #expect(odd.finding() == found(5, .attestationOutOfReach(attested: 2)))

        let other = Digest(hashing: [])
        give(try Form(House.self, .attest(sequence: 3, digest: other)).own)
        let problem = AuditFinding.Problem.stateDiffers(attested: 3, stated: other, computed: state)
        #expect(finding() == found(5, problem))
    }
}
