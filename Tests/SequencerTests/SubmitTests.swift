import DiaryVenue
import Journal
import Kernel
import KernelTesting
import Sequencer
import Testing
import Units
import Wire

@Suite("Sequencer: calls")
struct SubmitTests {
    let venue: Venue
    let journal = MemoryJournal()
    let sequencer: Sequencer
    var member: Signer { venue.members[0] }

    init() async throws {
        venue = try Venue()
        sequencer = try venue.start(journal)
        try await venue.found(sequencer)
    }

    @Test("A reply is the record as the journal has it, and the state that it leads to")
    func reply() async throws {
        let reply = await sequencer.submit(try member.call(.write(line: "one")))
        guard case .recorded(let record, let bytes, isRepeat: false) = reply else {
            throw Unexpected(reply)
        }
        #expect(try journal.record(at: 3) == bytes)
        #expect(record.wire == bytes)
        #expect(try sequencer.record(3) == bytes)
        #expect(try sequencer.record(4) == nil)
        #expect(try sequencer.records(from: -1, limit: 9).isEmpty)
        #expect(sequencer.state.world[Diary.self].all == ["one"])
        #expect(record.time == venue.clock.now + Span(microseconds: 3))
        #expect(sequencer.finality(of: 3) != nil)
        #expect(sequencer.finality(of: 4) == nil)
        #expect(sequencer.finality(of: -1) == nil)
    }

    @Test("The calls of an envelope follow one another, each with its own reply")
    func envelope() async throws {
        let calls = try (0..<700).map {
            try member.call(.write(line: $0 == 3 ? "" : "line \($0)"))
        }
        let replies = await sequencer.submit(contentsOf: calls)
        #expect(replies.map(\.summary) == (3..<703).map { "\($0)" })
        #expect(sequencer.state.world[Diary.self].all.count == 699)
        #expect(await sequencer.submit(contentsOf: []).isEmpty)
    }

    @Test("What the kernel refuses leaves no record")
    func refused() async throws {
        let reply = await sequencer.submit(try Signer(9).call(.write(line: "who?")))
        #expect(reply.summary == "kernel.unknownKey")
        #expect(try journal.head().next == 3)
    }

    @Test("The same command again has the same answer: in one batch, later, and after a restart")
    func repeats() async throws {
        let call = try member.call(.write(line: "once"))
        var replies = await sequencer.submit(contentsOf: [call, call, call])
        replies.append(await sequencer.submit(call))
        await sequencer.stop()
        let next = try venue.start(journal.restarted())
        replies.append(await next.submit(call))

        let bytes = try journal.record(at: 3)
        for (index, reply) in replies.enumerated() {
            guard case .recorded(_, bytes, let isRepeat) = reply else { throw Unexpected(reply) }
            #expect(isRepeat == (index > 0))
        }
        #expect(next.state.world[Diary.self].all == ["once"])
    }

    @Test("An id belongs to one command of one member")
    func reusedID() async throws {
        let id = CommandID(high: 1, low: 2)
        let other = venue.members[1]
        let replies = await sequencer.submit(
            contentsOf: [
                try member.call(.write(line: "a"), id: id),
                try member.call(.write(line: "b"), id: id),
                try member.call(.multiply(line: "a", times: 1), id: id),
                try other.call(.write(line: "b"), id: id),
            ]
        )
        #expect(replies.map(\.summary) == ["3", "reused 3", "reused 3", "4"])
        let later = await sequencer.submit(try member.call(.write(line: "c"), id: id))
        #expect(later.summary == "reused 3")
    }

    @Test("Exchange time never goes back, and is ahead of the clock by the venue's offset")
    func time() async throws {
        _ = await sequencer.submit(try member.call(.write(line: "a")))
        let first = sequencer.state.world.time
        venue.clock.move(seconds: -3_600)
        _ = await sequencer.submit(try member.call(.write(line: "b")))
        #expect(sequencer.state.world.time == first + Span(microseconds: 1))
        venue.clock.move(seconds: 7_200)
        _ = await sequencer.submit(try member.sign(Form(House.self, .advanceClock(seconds: 60))))
        #expect(sequencer.state.world.time == venue.clock.now)
        _ = await sequencer.submit(try member.call(.write(line: "c")))
        #expect(sequencer.state.world.time == venue.clock.now + .seconds(60))
    }

    @Test("When too many calls wait, an envelope is turned away whole")
    func busy() async throws {
        await sequencer.stop()
        var options = Sequencer.Options.quick
        options.inboxLimit = 3
        let small = try venue.start(journal.restarted(), options: options)
        let calls = try (0..<4).map { try member.call(.write(line: "\($0)")) }
        let busy = ["busy", "busy", "busy", "busy"]
        #expect(await small.submit(contentsOf: calls).map(\.summary) == busy)
        let fitting = await small.submit(contentsOf: Array(calls.dropLast()))
        #expect(fitting.map(\.summary) == ["3", "4", "5"])
        // What was decided made room again.
        #expect(await small.submit(calls[3]).summary == "6")
    }

    @Test("After the stop nothing is taken; all that was taken is stored, published and kept")
    func stop() async throws {
        let calls = try (0..<600).map { try member.call(.write(line: "\($0)")) }
        async let taken = sequencer.submit(contentsOf: calls)
        let replies = await taken
        await sequencer.stop()
        #expect(replies.map(\.summary) == (3..<603).map { "\($0)" })
        #expect(await sequencer.submit(try member.call(.write(line: "late"))).summary == "stopped")
        #expect(try journal.head().next == 603)
        #expect(sequencer.checkpoint?.size == 603)
        #expect(sequencer.finality(of: 602) == .checkpointed)
        #expect(try venue.snapshots.newest().snapshot?.sequence == 603)
        #expect(venue.fatal.all.isEmpty)
        await sequencer.stop()
    }

    @Test(
        "When a batch can't be stored, nobody is told that it was, and everything ends",
        arguments: [true, false]
    )
    func fatal(stores: Bool) async throws {
        await sequencer.stop()
        let fault = MemoryJournal.Fault(call: 2, error: .failed("no sync"), stores: stores)
        let failing = try journal.restarted(faults: [fault])
        let last = try venue.start(failing)
        let call = try member.call(.write(line: "b"))
        #expect(await last.submit(try member.call(.write(line: "a"))).summary == "3")
        #expect(await last.submit(call).summary == "stopped")
        #expect(await last.submit(try member.call(.write(line: "c"))).summary == "stopped")
        #expect(last.state.world[Diary.self].all == ["a"])
        #expect(last.state.world.sequence == 4)
        await last.stop()
        #expect(venue.fatal.all == [.journal(.failed("no sync"))])

        // Whoever asks again with the same id learns what became of it.
        let next = try venue.start(failing.restarted())
        #expect(await next.submit(call).summary == (stores ? "4 again" : "4"))
        #expect(next.state.world[Diary.self].all == ["a", "b"])
    }
}

/// A reply that the test didn't expect.
struct Unexpected: Error {
    let reply: Reply

    init(_ reply: Reply) { self.reply = reply }
}

extension Reply {
    /// The reply in a word or two.
    var summary: String {
        switch self {
        case .recorded(let record, _, let isRepeat): "\(record.sequence)\(isRepeat ? " again" : "")"
        case .refused(let report): report.code
        case .reusedID(let sequence): "reused \(sequence)"
        case .busy: "busy"
        case .stopped: "stopped"
        }
    }
}
