import Foundation
import Journal
import Testing

/// A small disk in memory, mounted for one test.
private final class SmallDisk {
    let path: String
    private let directory: TestDirectory

    /// Whether this process may mount one.
    static let isAvailable = (try? SmallDisk(kibibytes: 64)) != nil

    init(kibibytes: Int) throws {
        directory = try TestDirectory()
        path = directory.path
        try run("mount", "-t", "tmpfs", "-o", "size=\(kibibytes)k", "tmpfs", path)
    }

    deinit {
        try? run("umount", path)
    }

    func resize(kibibytes: Int) throws {
        try run("mount", "-o", "remount,size=\(kibibytes)k", path)
    }
}

@Suite("A full disk", .enabled(if: SmallDisk.isAvailable, "mounting a small disk needs root"))
struct FullDiskTests {
    @Test("The journal says so, refuses further use, and loses nothing acknowledged")
    func journal() throws {
        let disk = try SmallDisk(kibibytes: 1_024)
        var acknowledged: Int64 = 0
        do {
            let journal = try SQLiteJournal(DataDirectory(disk.path))
            let error = #expect(throws: JournalError.self) {
                while acknowledged < 100_000 {
                    let next = batch(acknowledged..<acknowledged + 10)
                    acknowledged = try journal.append(next, after: journal.head()).next
                }
            }
            #expect(error == .diskFull)
            #expect(throws: JournalError.diskFull) { try journal.head() }
            #expect(throws: JournalError.diskFull) { try journal.append([[1]], after: .genesis) }
        }
        #expect(acknowledged > 100)

        try disk.resize(kibibytes: 4_096)
        let journal = try SQLiteJournal(DataDirectory(disk.path))
        #expect(try journal.head().next == acknowledged)
        #expect(try journal.contents() == batch(0..<acknowledged))
        try journal.fill(acknowledged..<acknowledged + 10)
        try journal.verify()
    }

    @Test("Snapshots and tiles say so, and what was there stays")
    func files() throws {
        let disk = try SmallDisk(kibibytes: 256)
        let directory = try DataDirectory(disk.path)
        let snapshots = try SnapshotStore(directory)
        let tiles = try TileStore(directory)
        let small = Snapshot(format: 1, sequence: 1, body: [1, 2, 3])
        try snapshots.write(small)
        try tiles.write([1], to: "tile/0/000")
        let long = [UInt8](repeating: 1, count: 1_000_000)

        let full = FileError.diskFull(
            path: "\(disk.path)/snapshots/.00000000000000000002.snapshot"
        )
        #expect(throws: full) {
            try snapshots.write(Snapshot(format: 1, sequence: 2, body: long))
        }
        #expect(throws: FileError.diskFull(path: "\(disk.path)/log/tile/0/.001")) {
            try tiles.write(long, to: "tile/0/001")
        }
        #expect(try snapshots.newest() == .init(snapshot: small, skipped: []))
        #expect(try tiles.read("tile/0/000") == [1])
        #expect(try tiles.read("tile/0/001") == nil)
        #expect(try directory.freeBytes() < 100_000)
    }
}
