import DiaryVenue
import Journal
import Kernel
import Sequencer
import Testing
import Units
import Wire

@Suite("Sequencer: alarms")
struct AlarmTests {
    let venue: Venue
    let journal = MemoryJournal()
    let sequencer: Sequencer
    var member: Signer { venue.members[0] }

    init() async throws {
        venue = try Venue()
        sequencer = try venue.start(journal)
        try await venue.found(sequencer)
    }

    private func remind(
        _ line: String,
        _ number: Int64,
        after seconds: Int64,
        times: Int64 = 1
    ) async throws {
        let command = Diary.Command.remind(
            line: line,
            number: number,
            seconds: seconds,
            times: times
        )
        let reply = await sequencer.submit(try member.call(command))
        guard case .recorded = reply else { throw Unexpected(reply) }
    }

    @Test("Alarms ring by themselves when nobody calls, in the order of their times")
    func idle() async throws {
        try await remind("third", 1, after: 30)
        try await remind("first", 2, after: 10)
        try await remind("second", 3, after: 20)
        venue.clock.move(seconds: 9)
        _ = await sequencer.submit(try member.call(.write(line: "before")))
        #expect(sequencer.state.world[Diary.self].all == ["before"])
        venue.clock.move(seconds: 60)
        try await eventually { sequencer.state.world[Diary.self].all.count == 4 }
        #expect(sequencer.state.world[Diary.self].all == ["before", "first", "second", "third"])
        #expect(sequencer.state.world.nextDue == nil)
    }

    @Test("What is due comes before the calls of a batch, and what falls due within it in between")
    func before() async throws {
        try await remind("due", 1, after: 10)
        venue.clock.move(seconds: 11)
        // The first call sets an alarm for its own time; no later record comes before it.
        _ = await sequencer.submit(
            contentsOf: [
                try member.call(.remind(line: "at once", number: 2, seconds: 0, times: 1)),
                try member.call(.write(line: "after")),
            ]
        )
        #expect(sequencer.state.world[Diary.self].all == ["due", "at once", "after"])
    }

    @Test("More alarms than a batch holds all ring")
    func flood() async throws {
        let calls = try (0..<1_200).map { number in
            try member.call(.remind(line: "\(number)", number: number, seconds: 5, times: 1))
        }
        _ = await sequencer.submit(contentsOf: calls)
        venue.clock.move(seconds: 3_600)
        try await eventually { sequencer.state.world[Diary.self].all.count == 1_200 }
    }

    @Test("An alarm rings once, however often the exchange starts anew")
    func restart() async throws {
        try await remind("early", 1, after: 10)
        try await remind("late", 2, after: 20)
        venue.clock.move(seconds: 15)
        try await eventually { sequencer.state.world[Diary.self].all == ["early"] }
        await sequencer.stop()
        venue.clock.move(seconds: 15)
        var found = journal
        for _ in 0..<3 {
            found = try found.restarted()
            let next = try venue.start(found)
            try await eventually { next.state.world[Diary.self].all.contains("late") }
            #expect(next.state.world[Diary.self].all == ["early", "late"])
            await next.stop()
        }
    }

    @Test("An alarm whose record would be too large is over, and holds up nothing")
    func tooLarge() async throws {
        let line = String(repeating: "x", count: 20_000)
        let large = Diary.Command.multiply(line: line, times: 4)
        #expect(await sequencer.submit(try member.call(large)).summary == "kernel.recordTooLarge")
        try await remind(line, 1, after: 1, times: 4)
        try await remind("next", 2, after: 2)
        venue.clock.move(seconds: 3)
        try await eventually { sequencer.state.world[Diary.self].all == ["next"] }
        let record = try Record(wire: journal.record(at: 5))
        #expect(record.due?.subject == 1)
        #expect(record.outcome.rejection == "kernel.recordTooLarge")
    }
}

extension Outcome {
    fileprivate var rejection: String? {
        if case .rejected(let report) = self { report.code } else { nil }
    }
}
