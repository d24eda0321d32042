import Testing
import Transparency
import Units

@Suite("Tile vectors")
struct TileVectorTests {
    struct Tiles: Decodable {
        struct Path: Decodable {
            let path: String
            let level: Int
            let index: Int
            let partial: Int
        }
        struct EntriesPath: Decodable {
            let index: Int
            let log_size: Int
            let path: String
        }
        struct Level: Decodable, Equatable {
            let level: Int
            let full_tiles: Int
            let partial_width: Int
        }
        let tessera_log_resources_hex: [String: String]
        let tile_paths: [Path]
        let entries_path: [EntriesPath]
        let reject_published: [String]
        let reject_derived_from_spec: [String]
        let layout_by_size: [String: [Level]]
    }

    @Test("tlog-tiles: paths", .enabled(if: Vectors.exist("tlog-tiles")))
    func paths() throws {
        let file = try #require(try Vectors.read("tlog-tiles", Tiles.self))
        for vector in file.tile_paths {
            let width = vector.partial == 0 ? 256 : vector.partial
            let tile = try #require(
                TileCoordinate(.hashes(level: vector.level), index: vector.index, width: width)
            )
            #expect(tile.path == vector.path)
            #expect(try TileCoordinate(path: vector.path) == tile)
        }
        for vector in file.entries_path {
            let tile = TileLayout.tile(.entries, holding: vector.index, of: vector.log_size)
            #expect(tile?.path == vector.path)
        }
        for path in file.reject_published + file.reject_derived_from_spec {
            #expect(throws: TileError.malformedPath, "\(path)") { try TileCoordinate(path: path) }
        }
    }

    @Test("tlog-tiles: which tiles a size has", .enabled(if: Vectors.exist("tlog-tiles")))
    func layout() throws {
        let file = try #require(try Vectors.read("tlog-tiles", Tiles.self))
        for (size, levels) in file.layout_by_size {
            let tiles = Array(TileLayout.hashTiles(to: try #require(Int(size))))
            let found = (0..<levels.count).map { level in
                let row = tiles.filter { $0.row == .hashes(level: level) }
                return Tiles.Level(
                    level: level,
                    full_tiles: row.count(where: \.isFull),
                    partial_width: row.first { !$0.isFull }?.width ?? 0
                )
            }
            #expect(found == levels)
            #expect(tiles.allSatisfy { $0.row != .hashes(level: levels.count) })
        }
    }

    @Test("tlog-tiles: the bytes of every tile", .enabled(if: Vectors.exist("tlog-tiles")))
    func bytes() throws {
        let file = try #require(try Vectors.read("tlog-tiles", Tiles.self))
        let bundle = try #require(file.tessera_log_resources_hex["tile/entries/000.p/15"])
        let entries = try EntryBundle.decode(try #require(Hex.decode(bundle)), count: 15)
        let tree = MerkleTree(entries: entries)
        for (path, hex) in file.tessera_log_resources_hex {
            let tile = try TileCoordinate(path: path)
            let bytes =
                tile.row == .entries
                ? try EntryBundle.encode(entries.prefix(tile.width)) : tree.tile(tile)
            #expect(bytes.map(Hex.encode) == hex)
        }
    }

    struct Mirrored: Decodable {
        let checkpoint: String
        let mirror_vkey: String
        let tiles_b64: [String: String]
    }

    @Test(
        "tlog-tiles-300: tiles lead to the root that a mirror cosigned",
        .enabled(if: Vectors.exist("tlog-tiles-300"))
    )
    func mirrored() throws {
        let file = try #require(try Vectors.read("tlog-tiles-300", Mirrored.self))
        let signed = try SignedCheckpoint(parsing: file.checkpoint.bytes)
        #expect(try signed.note.verify(by: [VerifierKey(file.mirror_vkey)]).count == 1)
        let reader = TileReader(size: 300) { file.tiles_b64[$0.path].flatMap(Vectors.base64) }
        #expect(try reader.root(size: 300) == signed.checkpoint.root)
        #expect(
            Set(file.tiles_b64.keys) == Set(TileLayout.hashTiles(to: 300).map(\.path))
        )
        for index in [0, 255, 256, 299] {
            let leaf = try reader.node(level: 0, index: index)
            try reader.inclusionProof(index: index, size: 300)
                .verify(leafHash: leaf, root: signed.checkpoint.root)
        }
    }
}
