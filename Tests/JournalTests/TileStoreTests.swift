import Foundation
import Journal
import Testing

@Suite("The log's public files")
struct TileStoreTests {
    private let directory: TestDirectory
    private let tiles: TileStore

    init() throws {
        directory = try TestDirectory()
        tiles = try TileStore(directory.lock())
    }

    @Test("A tile is stored under its path and read back")
    func roundTrip() throws {
        try tiles.write([1, 2], to: "tile/0/x001/234.p/44")
        try tiles.write([3], to: "tile/entries/000")

        #expect(try tiles.read("tile/0/x001/234.p/44") == [1, 2])
        #expect(try tiles.read("tile/entries/000") == [3])
        let served = try Data(contentsOf: directory.url("log/tile/0/x001/234.p/44"))
        #expect(served == Data([1, 2]))
    }

    @Test(
        "What isn't there reads as nothing",
        arguments: ["tile/0/000", "tile", "tile/0", "tile/0/001/000"]
    )
    func absent(path: String) throws {
        try tiles.write([1], to: "tile/0/001")

        #expect(try tiles.read(path) == nil)
    }

    @Test("A tile never changes")
    func immutable() throws {
        try tiles.write([1, 2], to: "tile/0/000")
        try tiles.write([1, 2], to: "tile/0/000")

        #expect(throws: FileError.otherContent(path: "tile/0/000")) {
            try tiles.write([1, 3], to: "tile/0/000")
        }
        #expect(try tiles.read("tile/0/000") == [1, 2])
    }

    @Test("Partial tiles go when the full one is there, and not before; those of others stay")
    func partials() throws {
        for path in ["tile/0/000.p/1", "tile/0/000.p/255", "tile/0/001.p/1"] {
            try tiles.write([1], to: path)
        }
        #expect(throws: FileError.otherContent(path: "tile/0/000")) {
            try tiles.removePartials(of: "tile/0/000")
        }
        #expect(try tiles.read("tile/0/000.p/255") == [1])

        try tiles.write([1, 2], to: "tile/0/000")
        for _ in 1...2 { try tiles.removePartials(of: "tile/0/000") }

        #expect(try tiles.read("tile/0/000") == [1, 2])
        #expect(!FileManager.default.fileExists(atPath: directory.url("log/tile/0/000.p").path))
        #expect(try tiles.read("tile/0/001.p/1") == [1])
        try tiles.write([1], to: "tile/0/000.p/1")
        #expect(try tiles.read("tile/0/000.p/1") == [1])
    }

    @Test("The checkpoint is replaced")
    func checkpoint() throws {
        #expect(try tiles.checkpoint() == nil)
        try tiles.replaceCheckpoint([1])
        try tiles.replaceCheckpoint([2])

        #expect(try tiles.checkpoint() == [2])
        #expect(try Data(contentsOf: directory.url("log/checkpoint")) == Data([2]))
    }

    @Test(
        "A path that leads elsewhere is refused for writing and reading",
        arguments: [
            "", "/", "/etc/passwd", "tile/", "tile//0", "..", "tile/../../x", ".hidden", "tile/.x",
            "tile/0 1", "tile/数", "tile/\0", "checkpoint", String(repeating: "a/", count: 101),
        ]
    )
    func invalidPath(path: String) throws {
        #expect(throws: FileError.invalidPath(path)) { try tiles.write([1], to: path) }
        #expect(throws: FileError.invalidPath(path)) { try tiles.read(path) }
    }
}
