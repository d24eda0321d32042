import DiaryVenue
import Journal
import Kernel
import KernelTesting
import Sequencer
import Testing
import Transparency
import Units
import Wire

@Suite("Sequencer: recovery")
struct RecoveryTests {
    let venue: Venue
    let journal = MemoryJournal()

    init() throws {
        venue = try Venue()
    }

    /// Lives of random calls by two members, alarms among them.
    private func live(
        _ sequencer: Sequencer,
        _ random: inout SplitMix64,
        calls: Int64
    ) async throws {
        for number in 0..<calls {
            let member = venue.members[random.oneIn(2) ? 0 : 1]
            let few = random.number(in: 0...5)
            let command: Diary.Command =
                switch random.number(in: 0...3) {
                case 0: .remind(line: "数", number: number, seconds: few, times: few % 3)
                case 1: .multiply(line: "\"\\\n", times: few)
                default: .write(line: few == 0 ? "" : "line \(number)")
                }
            _ = await sequencer.submit(try member.call(command))
            venue.clock.move(seconds: random.number(in: -1...3))
        }
    }

    @Test(
        "Whatever happened, every start finds the same state, with snapshots or without",
        arguments: [1, 2, 3, 4, 5] as [UInt64]
    )
    func histories(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        var journal = journal
        for life in 0..<4 {
            // The first life ends in a crash: nothing is kept, and nothing published.
            let isCrash = life == 0
            let sequencer = try venue.start(
                journal,
                options: isCrash ? .unpublished : .attesting(every: 16)
            )
            if isCrash { try await venue.found(sequencer) }
            try await live(sequencer, &random, calls: random.number(in: 10...60))
            // No alarm is left that might ring meanwhile.
            try await eventually {
                sequencer.state.world.nextDue.map { $0 > venue.clock.now } ?? true
            }
            if !isCrash { await sequencer.stop() }
            let state = sequencer.state.snapshot
            journal = try journal.restarted()

            var replayed = Venue.machine
            for bytes in try journal.contents() { try replayed.replay(Record(wire: bytes)) }
            #expect(replayed.snapshot == state)
            let found = try venue.start(journal, options: .unpublished)
            #expect(found.state.snapshot == state)
            await found.stop()
            journal = try journal.restarted()
        }
    }

    @Test("A snapshot and the records after it give what all the records give")
    func snapshotAndTail() async throws {
        let sequencer = try venue.start(journal)
        try await venue.found(sequencer)
        try await sequencer.write(venue, 0..<20)
        await sequencer.stop()
        let second = try venue.start(journal, options: .unpublished)
        try await second.write(venue, 20..<40)
        let state = second.state
        // No snapshot of this one: it isn't stopped.
        let third = try venue.start(journal.restarted())
        #expect(try venue.snapshots.newest().snapshot?.sequence == 23)
        #expect(third.state.snapshot == state.snapshot)
        #expect(third.state.world[Diary.self].all == (0..<40).map { "line \($0)" })
    }

    @Test("A start refuses a journal with a damaged record, and names it")
    func damaged() async throws {
        let sequencer = try venue.start(journal)
        try await venue.found(sequencer)
        try await sequencer.write(venue, 0..<20)
        let found = try journal.restarted()
        found.flipBit(inRecord: 7)
        #expect(throws: SequencerError.journal(.corrupt(7))) { try venue.start(found) }
    }

    @Test("A start refuses what isn't a record, is another record, or isn't later")
    func foreignRecords() async throws {
        let sequencer = try venue.start(journal)
        try await venue.found(sequencer)
        await sequencer.stop()
        let records = try journal.contents()
        let tails: [([UInt8], SequencerError)] = [
            (
                Array("{}".utf8),
                .malformed(sequence: 3, WireError(.missingMember("actor"), at: 1))
            ),
            (
                records[2],
                .timeNotLater(sequence: 3)
            ),
            (
                records[2].replacing("\"sequence\":2", "\"sequence\":4")
                    .replacing("0002}", "0009}"),
                .notReplayable(ReplayError(sequence: 4, problem: .gap(expected: 3)))
            ),
        ]
        for (bytes, error) in tails {
            let other = try Venue()
            let forged = MemoryJournal()
            try forged.append(records + [bytes], after: forged.head())
            #expect(throws: error) { try other.start(forged) }
        }
    }

    @Test("A start refuses a journal that is shorter than a snapshot of it")
    func shorter() async throws {
        let sequencer = try venue.start(journal, options: .unpublished)
        try await venue.found(sequencer)
        try await sequencer.write(venue, 0..<5)
        let body = sequencer.state.snapshot
        try venue.snapshots.write(Snapshot(format: 1, sequence: 8, body: body))
        let short = try journal.restarted(losing: 2)
        #expect(throws: SequencerError.snapshotAhead(snapshot: 8, journal: 6)) {
            try venue.start(short)
        }
    }

    @Test("A start refuses another log's key for a venue that is open")
    func origin() async throws {
        let sequencer = try venue.start(journal)
        try await venue.found(sequencer)
        await sequencer.stop()
        let other = try NoteSigner(name: "other.example", seed: Array(repeating: 1, count: 32))
        let venueOrigin = "exchange.example/log"
        let error = SequencerError.originMismatch(venue: venueOrigin, log: "other.example")
        #expect(throws: error) { try venue.start(journal.restarted(), log: other) }
    }

    @Test("A start refuses another key of the same name, once a checkpoint is signed")
    func otherKey() async throws {
        let other = try NoteSigner(
            name: ExactText("exchange.example/log"),
            seed: Array(repeating: 1, count: 32)
        )
        let first = try venue.start(journal, options: .unpublished)
        try await venue.found(first)
        // Nothing is signed yet: any key may begin.
        let begun = try Venue()
        try await begun.start(journal.restarted(), log: other).stop()
        await first.stop()
        let error = SequencerError.foreignCheckpoint(size: 3, key: other.key.vkey)
        #expect(throws: error) { try venue.start(journal.restarted(), log: other) }
        try await venue.start(journal.restarted()).stop()
    }

    @Test("A start refuses an older journal than the log that was served")
    func olderJournal() async throws {
        let sequencer = try venue.start(journal)
        try await venue.found(sequencer)
        await sequencer.stop()
        let old = try journal.restarted()
        let next = try venue.start(journal)
        try await next.write(venue, 0..<5)
        await next.stop()
        // Without its snapshots, which would tell it too.
        let copy = try Venue()
        try copy.tiles.replaceCheckpoint(try #require(try venue.tiles.checkpoint()))
        let error = SequencerError.logAhead(served: 8, journal: 3)
        #expect(throws: error) { try copy.start(old) }
        #expect(throws: SequencerError.logAhead(served: 8, journal: 0)) {
            try copy.start(MemoryJournal())
        }
    }

    @Test("A start refuses records under a checkpoint that was signed over others")
    func otherHistory() async throws {
        let sequencer = try venue.start(journal)
        try await venue.found(sequencer)
        try await sequencer.write(venue, 0..<5)
        await sequencer.stop()
        let records = try journal.contents()
        let forged = MemoryJournal()
        try forged.append(
            records.dropLast() + [records[7].replacing("line 4", "line 5")],
            after: forged.head()
        )
        let origin = "exchange.example/log"
        let signed = try #require(try journal.checkpoint(of: origin))
        try forged.swapCheckpoint(expected: nil, new: signed)
        #expect(throws: SequencerError.rootMismatch(size: 8)) { try Venue().start(forged) }
    }
}

extension Sequencer.Options {
    /// Publishes once an hour.
    static let unpublished: Self = {
        var options = quick
        options.publishInterval = .seconds(3_600)
        return options
    }()
}

extension Sequencer {
    /// Writes lines of these numbers in the diary.
    func write(_ venue: Venue, _ numbers: Range<Int>) async throws {
        for number in numbers {
            let call = try venue.members[number % 2].call(.write(line: "line \(number)"))
            let reply = await submit(call)
            guard case .recorded = reply else { throw Unexpected(reply) }
        }
    }
}

extension Journal {
    /// Every record, in order.
    func contents() throws -> [[UInt8]] {
        var records: [[UInt8]] = []
        var cursor = self.records(in: 0..<(try head().next))
        while let (_, bytes) = try cursor.next() { records.append(bytes) }
        return records
    }
}

extension [UInt8] {
    /// The text with `old` replaced; it must be there.
    func replacing(_ old: String, _ new: String) -> [UInt8] {
        let text = String(decoding: self, as: UTF8.self)
        precondition(text.contains(old), "\(old) isn't in \(text)")
        return Array(text.replacing(old, with: new).utf8)
    }
}
