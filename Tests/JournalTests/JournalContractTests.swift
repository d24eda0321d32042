import Foundation
import Journal
import Testing
import Units

/// The kinds of journal that must all behave alike.
enum Kind: CaseIterable {
    case sqlite, memory
}

/// A journal of some kind that can be closed and opened again.
final class Subject {
    private let directory: TestDirectory
    private var open: (any Journal)?
    private let kind: Kind

    init(_ kind: Kind) throws {
        self.kind = kind
        directory = try TestDirectory()
        open = kind == .memory ? MemoryJournal() : try SQLiteJournal(directory.lock())
    }

    var journal: any Journal {
        get throws { try #require(open) }
    }

    /// The journal as the next process finds it.
    func reopened() throws -> any Journal {
        if let memory = open as? MemoryJournal {
            open = try memory.restarted()
        } else {
            open = nil
            open = try SQLiteJournal(directory.lock())
        }
        return try journal
    }

    /// Flips a bit in the stored bytes of record `sequence`.
    func flipBit(inRecord sequence: Int64) throws {
        if let memory = open as? MemoryJournal { return memory.flipBit(inRecord: sequence) }
        open = nil
        let file = directory.url(SQLiteJournal.fileName)
        var content = try Data(contentsOf: file)
        let place = try #require(content.range(of: Data(record(sequence))))
        content[place.lowerBound] ^= 1
        try content.write(to: file)
        open = try SQLiteJournal(directory.lock())
    }
}

@Suite("What every journal promises")
struct JournalContractTests {
    @Test("A new journal is empty and its first record has number 0", arguments: Kind.allCases)
    func empty(kind: Kind) throws {
        let journal = try Subject(kind).journal

        #expect(try journal.head() == .genesis)
        #expect(try journal.head().next == 0)
        #expect(try journal.read(from: 0, limit: 10) == [])
        try journal.verify()
    }

    @Test(
        "What was appended is read back, in order, also after a restart",
        arguments: Kind.allCases
    )
    func roundTrip(kind: Kind) throws {
        let subject = try Subject(kind)
        try subject.journal.fill(0..<1_500, batch: 7)
        let head = try subject.journal.head()

        let journal = try subject.reopened()

        #expect(try journal.head() == head)
        #expect(head.next == 1_500)
        #expect(try journal.contents() == batch(0..<1_500))
        #expect(try journal.record(at: 700) == record(700))
        try journal.verify()
    }

    @Test("The head is the number of records and the chain over them", arguments: Kind.allCases)
    func chain(kind: Kind) throws {
        let journal = try Subject(kind).journal
        let head = try journal.append([Array("a".utf8), Array("b".utf8)], after: .genesis)

        // SHA-256(SHA-256(32 zero bytes, "a"), "b"), computed with Python's hashlib.
        #expect(head.next == 2)
        #expect(
            head.chain.hex == "abccbe9b24d2bbd3aa1360d605147a841dd051130131c6929d6004e1ae4796e8"
        )
        #expect(head == .genesis.appending(Array("a".utf8)).appending(Array("b".utf8)))
    }

    @Test("A batch after any other head is refused and changes nothing", arguments: Kind.allCases)
    func gap(kind: Kind) throws {
        let journal = try Subject(kind).journal
        let first = try journal.append([record(0)], after: .genesis)
        let head = try journal.append([record(1)], after: first)
        let fork = JournalHead.genesis.appending(record(0)).appending(record(7))
        let ahead = head.appending(record(2))

        for wrong in [.genesis, first, fork, ahead] {
            #expect(throws: JournalError.headMoved(actual: head)) {
                try journal.append([record(2)], after: wrong)
            }
        }
        #expect(try journal.contents() == batch(0..<2))
        #expect(try journal.append([record(2)], after: head) == ahead)
    }

    @Test("A batch beyond the limits is refused whole", arguments: Kind.allCases)
    func limits(kind: Kind) throws {
        let journal = try Subject(kind).journal
        let longest = [UInt8](repeating: 7, count: JournalLimit.record)
        let many = [[UInt8]](repeating: [1], count: JournalLimit.batch + 1)

        #expect(throws: JournalError.recordLength(0)) {
            try journal.append([record(0), []], after: .genesis)
        }
        #expect(throws: JournalError.recordLength(JournalLimit.record + 1)) {
            try journal.append([record(0), longest + [7]], after: .genesis)
        }
        #expect(throws: JournalError.batchLength(JournalLimit.batch + 1)) {
            try journal.append(many, after: .genesis)
        }
        #expect(try journal.head() == .genesis)
        let head = try journal.append([longest], after: .genesis)
        #expect(try journal.append(Array(many.dropLast()), after: head).next == 16_385)
        #expect(try journal.record(at: 0) == longest)
    }

    @Test("An empty batch is acknowledged and stores nothing", arguments: Kind.allCases)
    func emptyBatch(kind: Kind) throws {
        let journal = try Subject(kind).journal

        #expect(try journal.append([], after: .genesis) == .genesis)
        #expect(try journal.head() == .genesis)
    }

    @Test(
        "A read gives what there is, no more than asked and no more than a slice",
        arguments: Kind.allCases
    )
    func slices(kind: Kind) throws {
        let journal = try Subject(kind).journal
        try journal.fill(0..<600)

        #expect(try journal.read(from: 0, limit: 3) == batch(0..<3))
        #expect(try journal.read(from: 598, limit: 3) == batch(598..<600))
        #expect(try journal.read(from: 0, limit: .max).count == JournalLimit.slice)
        #expect(try journal.read(from: 600, limit: 3) == [])
        #expect(try journal.read(from: -1, limit: 3) == [])
        #expect(try journal.read(from: .max, limit: 3) == [])
        #expect(try journal.read(from: 0, limit: 0) == [])
        #expect(try journal.read(from: 0, limit: -1) == [])
        #expect(throws: JournalError.noRecord(600)) { try journal.record(at: 600) }
    }

    @Test(
        "A cursor walks a range across slices and stops loudly at a missing end",
        arguments: Kind.allCases
    )
    func cursor(kind: Kind) throws {
        let journal = try Subject(kind).journal
        try journal.fill(0..<1_100)

        var seen: [Int64] = []
        var cursor = journal.records(in: 5..<1_099)
        while let (sequence, bytes) = try cursor.next() {
            #expect(bytes == record(sequence))
            seen.append(sequence)
        }
        #expect(seen == Array(5..<1_099))

        var beyond = journal.records(in: 1_099..<1_101)
        #expect(try beyond.next()?.sequence == 1_099)
        #expect(throws: JournalError.noRecord(1_100)) { try beyond.next() }
        var before = journal.records(in: .min ..< .max)
        #expect(throws: JournalError.noRecord(.min)) { try before.next() }
    }

    @Test(
        "A flipped bit is found when read, and verification names the record",
        arguments: Kind.allCases,
        [0, 1, 127, 600] as [Int64]
    )
    func bitFlip(kind: Kind, sequence: Int64) throws {
        let subject = try Subject(kind)
        try subject.journal.fill(0..<1_200)
        try subject.journal.verify()

        try subject.flipBit(inRecord: sequence)

        let journal = try subject.journal
        #expect(throws: JournalError.corrupt(sequence)) { try journal.verify() }
        #expect(throws: JournalError.corrupt(sequence)) { try journal.record(at: sequence) }
        #expect(try journal.record(at: sequence + 1) == record(sequence + 1))
    }

    @Test("A signed checkpoint is swapped only for the one expected", arguments: Kind.allCases)
    func checkpoints(kind: Kind) throws {
        let journal = try Subject(kind).journal
        try journal.fill(0..<10)

        #expect(try journal.checkpoint(of: "exchange.example/2027") == nil)
        try journal.swapCheckpoint(expected: nil, new: checkpoint(4))
        #expect(throws: JournalError.checkpointMoved(actual: checkpoint(4))) {
            try journal.swapCheckpoint(expected: nil, new: checkpoint(5))
        }
        #expect(throws: JournalError.checkpointMoved(actual: checkpoint(4))) {
            try journal.swapCheckpoint(expected: checkpoint(4, "other"), new: checkpoint(5))
        }
        for size: Int64 in [-1, 3, 4, 11, .max] {
            #expect(throws: JournalError.checkpointSize(size)) {
                try journal.swapCheckpoint(expected: checkpoint(4), new: checkpoint(size, "new"))
            }
        }
        let longest = String(repeating: "n", count: JournalLimit.note)
        #expect(throws: JournalError.noteLength(JournalLimit.note)) {
            try journal.swapCheckpoint(expected: checkpoint(4), new: checkpoint(10, longest))
        }
        try journal.swapCheckpoint(expected: checkpoint(4), new: checkpoint(10))
        #expect(try journal.checkpoint(of: "exchange.example/2027") == checkpoint(10))
    }

    @Test(
        "Each origin has a signed checkpoint of its own, also after a restart",
        arguments: Kind.allCases
    )
    func origins(kind: Kind) throws {
        let subject = try Subject(kind)
        let checkpoints = ["o", "o\0", "数/2027"].map {
            SignedCheckpoint(origin: $0, size: 3, note: Array("signed by \($0)".utf8))
        }
        try subject.journal.fill(0..<10)
        for checkpoint in checkpoints {
            try subject.journal.swapCheckpoint(expected: nil, new: checkpoint)
        }

        let journal = try subject.reopened()

        for checkpoint in checkpoints {
            #expect(try journal.checkpoint(of: checkpoint.origin) == checkpoint)
        }
        #expect(try journal.checkpoint(of: "") == nil)
    }

    private func checkpoint(_ size: Int64, _ note: String = "note") -> SignedCheckpoint {
        SignedCheckpoint(origin: "exchange.example/2027", size: size, note: Array(note.utf8))
    }

    @Test("Readers see whole batches while the writer appends", arguments: Kind.allCases)
    func concurrentReads(kind: Kind) async throws {
        let journal = try Subject(kind).journal
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try journal.fill(0..<2_000, batch: 10) }
            for _ in 0..<2 {
                group.addTask {
                    while true {
                        let next = try journal.head().next
                        #expect(next.isMultiple(of: 10))
                        #expect(try journal.contents().count >= next)
                        if next == 2_000 { return }
                    }
                }
            }
        }
        try journal.verify()
    }
}
