import Journal
import Testing

@Suite("The journal in memory and its planned faults")
struct MemoryJournalTests {
    @Test(
        "A planned failure ends the journal's use; the batch is stored or not, as planned",
        arguments: [(stores: false, found: 2), (stores: true, found: 3)] as [(Bool, Int64)]
    )
    func plannedFailure(stores: Bool, found: Int64) throws {
        let fault = MemoryJournal.Fault(call: 3, error: .failed("planned"), stores: stores)
        let journal = MemoryJournal(faults: [fault])
        try journal.fill(0..<2, batch: 1)

        #expect(throws: JournalError.failed("planned")) { try journal.fill(2..<3) }
        #expect(throws: JournalError.failed("planned")) { try journal.head() }
        #expect(throws: JournalError.failed("planned")) { try journal.read(from: 0, limit: 1) }

        let restarted = try journal.restarted()
        #expect(try restarted.contents() == batch(0..<found))
        try restarted.fill(found..<found + 3, batch: 1)
        try restarted.verify()
    }

    @Test("A lost tail leaves a whole journal that ends earlier")
    func lostTail() throws {
        let journal = MemoryJournal()
        try journal.fill(0..<10)

        let restarted = try journal.restarted(losing: 4)

        #expect(try restarted.contents() == batch(0..<6))
        try restarted.verify()
        #expect(try journal.restarted(losing: 99).head() == .genesis)
    }

    @Test("A lost tail that a checkpoint was signed over is found at the start")
    func lostSignedTail() throws {
        let journal = MemoryJournal()
        try journal.fill(0..<10)
        let signed = SignedCheckpoint(origin: "o", size: 8, note: [1])
        try journal.swapCheckpoint(expected: nil, new: signed)

        #expect(try journal.restarted(losing: 2).head().next == 8)
        #expect(throws: JournalError.tailLost(next: 7, signed: 8)) {
            try journal.restarted(losing: 3)
        }
    }
}
