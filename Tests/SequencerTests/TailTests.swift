import DiaryVenue
import Journal
import Kernel
import Sequencer
import Testing

@Suite("Sequencer: followers")
struct TailTests {
    let venue: Venue
    let journal = MemoryJournal()
    let sequencer: Sequencer

    init() async throws {
        venue = try Venue()
        sequencer = try venue.start(journal)
        try await venue.found(sequencer)
    }

    @Test(
        "A follower gets every record once, in order, however late it begins",
        arguments: [-5, -1, 0, 2, 40, 79] as [Int64]
    )
    func order(after: Int64) async throws {
        // Sixteen records are kept in memory; the others come from the journal.
        try await sequencer.write(venue, 0..<40)
        let sequencer = sequencer
        let tail = sequencer.tail(after: after)
        async let followed = {
            var found: [RecordedBytes] = []
            for try await record in tail { found.append(record) }
            return found
        }()
        try await sequencer.write(venue, 40..<77)
        await sequencer.stop()
        let records = try await followed
        let first = max(after + 1, 0)
        #expect(records.map(\.sequence) == Array(first..<80))
        #expect(records.map(\.bytes) == Array(try journal.contents().dropFirst(Int(first))))
    }

    @Test("A follower who waits is woken by the next record")
    func waiting() async throws {
        var iterator = sequencer.tail(after: 2).makeAsyncIterator()
        async let written: Void = sequencer.write(venue, 0..<1)
        #expect(try await iterator.next()?.sequence == 3)
        try await written
    }

    @Test("A follower who is cancelled ends, and one past every number waits for the end")
    func cancelled() async throws {
        let sequencer = sequencer
        let waiting = Task {
            var iterator = sequencer.tail(after: 2).makeAsyncIterator()
            return try await iterator.next()
        }
        let beyond = Task {
            var iterator = sequencer.tail(after: .max).makeAsyncIterator()
            return try await iterator.next()
        }
        waiting.cancel()
        #expect(try await waiting.value == nil)
        await sequencer.stop()
        #expect(try await beyond.value == nil)
    }
}
