import DiaryVenue
import Journal
import Kernel
import Sequencer
import Testing
import Units
import Wire

@Suite("Sequencer: attestations")
struct AttestationTests {
    let venue: Venue
    let journal = MemoryJournal()

    init() throws {
        venue = try Venue()
    }

    @Test("After each interval the exchange states the digest of its state, and keeps it")
    func interval() async throws {
        let sequencer = try venue.start(journal, options: .attesting(every: 10))
        try await venue.found(sequencer)
        for round in 1...3 as ClosedRange<Int64> {
            while sequencer.state.world.sequence < round * 10 {
                try await sequencer.write(venue, 0..<1)
            }
            try await eventually {
                sequencer.state.world[House.self].lastAttestation?.sequence == round * 10 - 1
            }
        }
        #expect(try venue.snapshots.newest().snapshot?.sequence == 30)

        var replayed = Venue.machine
        for bytes in try journal.contents() {
            try replayed.replay(Record(wire: bytes))
            guard replayed.world.sequence == 30 else { continue }
            let digest = Digest(hashing: replayed.snapshot)
            #expect(sequencer.state.world[House.self].lastAttestation?.digest == digest)
        }
    }

    @Test("A snapshot whose digest isn't the stated one is refused")
    func otherDigest() async throws {
        let sequencer = try venue.start(journal, options: .attesting(every: 10))
        try await venue.found(sequencer)
        try await sequencer.write(venue, 0..<8)
        try await eventually { sequencer.state.world[House.self].lastAttestation != nil }
        let whole = try #require(try venue.snapshots.newest().snapshot)
        #expect(whole.sequence == 10)
        let forged = whole.body.replacing("line 3", "line 7")
        try venue.snapshots.write(Snapshot(format: whole.format, sequence: 10, body: forged))
        let error = SequencerError.snapshotNotAttested(sequence: 9)
        #expect(throws: error) { try venue.start(journal.restarted()) }
    }

    @Test("A snapshot of another format or body is passed over", arguments: [1, 2] as [Int64])
    func unreadable(format: Int64) async throws {
        let sequencer = try venue.start(journal, options: .unpublished)
        try await venue.found(sequencer)
        let state = sequencer.state
        try venue.snapshots.write(Snapshot(format: format, sequence: 2, body: Array("{}".utf8)))
        let next = try venue.start(journal.restarted())
        #expect(next.state.snapshot == state.snapshot)
    }

    @Test("A venue that isn't open states nothing")
    func notOpen() async throws {
        let sequencer = try venue.start(journal, options: .attesting(every: 2))
        // Each is a record: rejected, as the venue isn't open.
        let attest = Form(House.self, .attest(sequence: 0, digest: Digest(hashing: [])))
        for _ in 0..<4 { _ = await sequencer.submit(try attest.own) }
        await sequencer.stop()
        #expect(sequencer.state.world.sequence == 4)
        #expect(try venue.snapshots.newest().snapshot?.sequence == 4)
    }
}
