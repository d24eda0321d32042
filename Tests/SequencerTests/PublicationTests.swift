import DiaryVenue
import Foundation
import Journal
import Kernel
import Sequencer
import Testing
import Transparency
import Units

@Suite("Sequencer: publication")
struct PublicationTests {
    let venue: Venue
    let journal = MemoryJournal()
    static let origin = "exchange.example/log"

    init() throws {
        venue = try Venue()
    }

    /// The tree over all records, computed the plain way.
    private func tree() throws -> MerkleTree {
        MerkleTree(entries: try journal.contents())
    }

    @Test("Every tile, bundle and root that is served is that of the records", arguments: [3, 520])
    func served(count: Int) async throws {
        let sequencer = try venue.start(journal)
        try await venue.found(sequencer)
        try await sequencer.write(venue, 3..<count)
        await sequencer.stop()

        let tree = try tree()
        let note = try #require(try venue.tiles.checkpoint())
        #expect(sequencer.checkpoint?.note == String(decoding: note, as: UTF8.self))
        let signed = try Transparency.SignedCheckpoint(parsing: note)
        let trusted = try venue.policy.trust(signed).checkpoint
        let expected = try Checkpoint(
            origin: ExactText(Self.origin),
            size: count,
            root: tree.root
        )
        #expect(trusted == expected)
        for tile in TileLayout.hashTiles(to: count) {
            #expect(try venue.tiles.read(tile.path) == tree.tile(tile))
        }
        let records = try journal.contents()
        for bundle in TileLayout.entryBundles(to: count) {
            let first = bundle.index * 256
            let bytes = try EntryBundle.encode(records[first..<first + bundle.width])
            #expect(try venue.tiles.read(bundle.path) == bytes)
        }
    }

    @Test("A receipt is there as soon as a checkpoint covers the record, and holds offline")
    func receipt() async throws {
        let sequencer = try venue.start(journal)
        #expect(try sequencer.receipt(for: 0) == nil)
        try await venue.found(sequencer)
        try await sequencer.write(venue, 0..<300)
        try await eventually { sequencer.checkpoint?.size == 303 }
        for sequence in [0, 255, 256, 302] as [Int64] {
            let receipt = try #require(try sequencer.receipt(for: sequence))
            let proof = try LogProof(parsing: Array(receipt.utf8))
            let record = try #require(try sequencer.record(sequence))
            #expect(proof.extra == record)
            #expect(proof.index == Int(sequence))
            let trusted = try proof.verify(leafHash: TreeHash.leaf(record), policy: venue.policy)
            #expect(trusted.checkpoint.size == 303)
            #expect(sequencer.finality(of: sequence) == .checkpointed)
        }
        #expect(try sequencer.receipt(for: 303) == nil)
        #expect(try sequencer.receipt(for: -1) == nil)
    }

    @Test("What was appended and not published before a crash is published after it")
    func crashBeforePublication() async throws {
        do {
            let sequencer = try venue.start(journal, options: .unpublished)
            try await venue.found(sequencer)
            try await sequencer.write(venue, 0..<10)
            #expect(sequencer.checkpoint == nil)
            #expect(sequencer.finality(of: 5) == .durable)
        }
        let found = try journal.restarted()
        let next = try venue.start(found)
        try await eventually { next.checkpoint?.size == 13 }
        #expect(try found.checkpoint(of: Self.origin)?.size == 13)
        await next.stop()
        #expect(venue.fatal.all.isEmpty)
    }

    @Test("A checkpoint that was signed and not served before a crash is served after it")
    func crashBeforeServing() async throws {
        let sequencer = try venue.start(journal)
        try await venue.found(sequencer)
        await sequencer.stop()
        let signed = try #require(try journal.checkpoint(of: Self.origin))
        try venue.tiles.replaceCheckpoint(Array("an older one".utf8))
        let next = try venue.start(journal.restarted(), options: .unpublished)
        try await eventually { try venue.tiles.checkpoint() == signed.note }
        #expect(next.checkpoint?.size == 3)
    }

    @Test("The tree grows on after every restart, at every size")
    func restarts() async throws {
        var journal = journal
        var size = 3
        for step in [1, 252, 1, 1, 255, 7] {
            let sequencer = try venue.start(journal)
            if size == 3 { try await venue.found(sequencer) }
            try await sequencer.write(venue, size..<size + step)
            size += step
            await sequencer.stop()
            #expect(sequencer.checkpoint?.size == Int64(size))
            journal = try journal.restarted()
        }
        let signed = try #require(try journal.checkpoint(of: Self.origin))
        let root = try Transparency.SignedCheckpoint(parsing: signed.note).checkpoint.root
        #expect(root == MerkleTree(entries: try journal.contents()).root)
        #expect(venue.fatal.all.isEmpty)
    }

    /// The directories of partial tiles that are on the disk, in order.
    private func partials() -> [String] {
        let log = "\(venue.directory.path)/log"
        let paths = FileManager.default.enumerator(atPath: log)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".p") }.sorted()
    }

    @Test(
        "A full tile takes the place of its partial ones, cut off or not",
        arguments: [false, true]
    )
    func partialTiles(isCutOff: Bool) async throws {
        let sequencer = try venue.start(journal)
        try await venue.found(sequencer)
        try await sequencer.write(venue, 3..<200)
        await sequencer.stop()
        #expect(partials() == ["tile/0/000.p", "tile/entries/000.p"])
        let first = try #require(sequencer.checkpoint)

        let found = try journal.restarted()
        let next = try venue.start(found, options: .unpublished)
        try await next.write(venue, 200..<300)
        let receipt = try next.receipt(for: 7)
        if isCutOff {
            // As whoever ended between writing the full tile and removing the partial ones.
            let tile = try #require(TileCoordinate(.hashes(level: 0), index: 0))
            let bytes = MerkleTree(entries: try found.contents()).tile(tile)
            try venue.tiles.write(try #require(bytes), to: tile.path)
        }
        await next.stop()
        #expect(partials() == ["tile/0/001.p", "tile/1/000.p", "tile/entries/001.p"])
        #expect(next.checkpoint?.size == 300 && first.size == 200)

        // The tree of the older checkpoint is still there for whoever asks for it.
        #expect(receipt != nil)
        let older = TileReader(size: 200) { try? venue.tiles.read($0.path) }
        let root = MerkleTree(entries: Array(try found.contents()[..<200])).root
        #expect(try older.root(size: 200) == root)
        #expect(venue.fatal.all.isEmpty)
    }

    @Test("Tiles that were lost are written again, and nothing is signed twice")
    func lostTiles() async throws {
        let sequencer = try venue.start(journal)
        try await venue.found(sequencer)
        try await sequencer.write(venue, 0..<300)
        await sequencer.stop()
        let signed = try #require(try journal.checkpoint(of: Self.origin))
        try FileManager.default.removeItem(atPath: "\(venue.directory.path)/log")

        let other = try Venue()
        let found = try journal.restarted()
        let next = try other.start(found)
        try await eventually { try other.tiles.read("tile/0/000") != nil }
        await next.stop()
        #expect(try found.checkpoint(of: Self.origin) == signed)
        #expect(try other.tiles.checkpoint() == signed.note)
        #expect(try next.receipt(for: 299) != nil)
        #expect(other.fatal.all.isEmpty)
    }

    @Test("A checkpoint that another signer has stored meanwhile ends the process, unserved")
    func conflict() async throws {
        let sequencer = try venue.start(journal, options: .unpublished)
        try await venue.found(sequencer)
        let foreign = StoredCheckpoint(origin: Self.origin, size: 2, note: Array("other".utf8))
        try journal.swapCheckpoint(expected: nil, new: foreign)
        await sequencer.stop()
        #expect(venue.fatal.all == [.journal(.checkpointMoved(actual: foreign))])
        #expect(sequencer.checkpoint == nil)
        #expect(try venue.tiles.checkpoint() == nil)
        #expect(try journal.checkpoint(of: Self.origin) == foreign)
    }

    @Test("A tile that is there with other content ends the process before anything is signed")
    func foreignTile() async throws {
        try venue.tiles.write([1, 2, 3], to: "tile/0/000.p/3")
        let sequencer = try venue.start(journal, options: .unpublished)
        try await venue.found(sequencer)
        await sequencer.stop()
        #expect(venue.fatal.all == [.files(.otherContent(path: "tile/0/000.p/3"))])
        #expect(try journal.checkpoint(of: Self.origin) == nil)
        #expect(try venue.tiles.checkpoint() == nil)
    }

    @Test("Records that change in the journal after they were appended are never signed")
    func changedBeforeSigning() async throws {
        let sequencer = try venue.start(journal, options: .unpublished)
        try await venue.found(sequencer)
        journal.flipBit(inRecord: 1)
        await sequencer.stop()
        #expect(venue.fatal.all == [.journal(.corrupt(1))])
        #expect(try venue.tiles.checkpoint() == nil)
    }
}
