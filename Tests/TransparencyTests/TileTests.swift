import Testing
import Transparency
import Units

@Suite("Tiles")
struct TileTests {
    static let tree = MerkleTree(entries: numberedEntries(70_000))

    /// What a log of `size` leaves publishes, and nothing else.
    static func published(_ size: Int) -> [TileCoordinate: [UInt8]] {
        var tiles: [TileCoordinate: [UInt8]] = [:]
        for tile in TileLayout.hashTiles(to: size) { tiles[tile] = tree.tile(tile) }
        return tiles
    }

    @Test("A tree read from its tiles gives the roots and proofs of the tree, size by size")
    func smallSizes() throws {
        for size in 0...600 { try checkReader(size: size, tiles: Self.published(size)) }
    }

    @Test(
        "Tiles and tree agree where levels begin",
        arguments: [65_535, 65_536, 65_537, 70_000]
    )
    func largeSizes(size: Int) throws {
        try checkReader(size: size, tiles: Self.published(size))
    }

    func checkReader(size: Int, tiles: [TileCoordinate: [UInt8]]) throws {
        let reader = TileReader(size: size) { tiles[$0] }
        #expect(try reader.root(size: size) == Self.tree.root(size: size))
        guard size > 0 else { return }
        for index in Set([0, size / 2, size - 1]) {
            let proof = try reader.inclusionProof(index: index, size: size)
            #expect(try proof == Self.tree.inclusionProof(index: index, size: size))
        }
        for old in Set([1, size / 3 + 1, size]) {
            let proof = try reader.consistencyProof(from: old, to: size)
            #expect(try proof == Self.tree.consistencyProof(from: old, to: size))
        }
    }

    @Test("Publishing only what is new at each size leaves no size without its tiles")
    func incremental() {
        var tiles: Set<TileCoordinate> = []
        let sizes = Array(stride(from: 0, through: 1_400, by: 37)) + [65_535, 65_536, 66_000]
        for (old, new) in zip(sizes, sizes.dropFirst()) {
            let added = Array(TileLayout.hashTiles(from: old, to: new))
            #expect(Set(added).count == added.count)
            #expect(tiles.isDisjoint(with: added))
            tiles.formUnion(added)
            #expect(tiles.isSuperset(of: TileLayout.hashTiles(to: new)))
        }
        #expect(Array(TileLayout.hashTiles(from: 300, to: 300)).isEmpty)
        #expect(Array(TileLayout.hashTiles(from: 301, to: 300)).isEmpty)
        #expect(Array(TileLayout.hashTiles(to: -1)).isEmpty)
    }

    @Test("The layout at a size is that of the specification's example")
    func layout() {
        let tiles = Array(TileLayout.hashTiles(to: 70_000))
        #expect(tiles.count == 273 + 1 + 1 + 1 + 1)
        #expect(
            tiles.filter { !$0.isFull }.map(\.path)
                == ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]
        )
        #expect(
            TileLayout.hashTiles(from: 256, to: 300).map(\.path) == ["tile/0/001.p/44"]
        )
        #expect(
            TileLayout.entryBundles(from: 255, to: 300).map(\.path)
                == ["tile/entries/000", "tile/entries/001.p/44"]
        )
        #expect(TileLayout.tile(.entries, holding: 256, of: 257)?.path == "tile/entries/001.p/1")
        #expect(TileLayout.tile(.entries, holding: 257, of: 257) == nil)
    }

    @Test("A full tile stands in for a partial one that is gone")
    func fallback() throws {
        let partial = try TileCoordinate(path: "tile/0/001.p/44")
        var tiles = Self.published(300)
        tiles[partial] = nil
        let gone = TileReader(size: 300) { [tiles] in tiles[$0] }
        #expect(throws: TreeError.missingTile(partial)) { try gone.root(size: 300) }
        tiles[partial.full] = Self.tree.tile(partial.full)
        let reader = TileReader(size: 300) { [tiles] in tiles[$0] }
        #expect(try reader.root(size: 300) == Self.tree.root(size: 300))
    }

    @Test("A tile of the wrong length is refused by name, a tampered one by the root")
    func tampered() throws {
        let tiles = Self.published(300)
        let root = try Self.tree.root(size: 300)
        for (tile, bytes) in tiles {
            let short = TileReader(size: 300) { $0 == tile ? Array(bytes.dropLast()) : tiles[$0] }
            #expect(throws: TreeError.malformedTile(tile, bytes: bytes.count - 1)) {
                for index in [0, 299] { _ = try short.inclusionProof(index: index, size: 300) }
            }
            var changed = bytes
            changed[0] ^= 1
            let reader = TileReader(size: 300) { [changed] in $0 == tile ? changed : tiles[$0] }
            let proof = try reader.inclusionProof(index: 256, size: 300)
            let leaf = try reader.node(level: 0, index: 256)
            let refusal = failure(ProofError.self) {
                try proof.verify(leafHash: leaf, root: root)
            }
            // The proof of entry 256 reads the partial tiles only.
            #expect((refusal != nil) == (tile.path != "tile/0/000"))
        }
    }

    @Test("A tree gives the tiles that it fills, and no others")
    func treeTiles() throws {
        let tree = MerkleTree(entries: numberedEntries(300))
        func bytes(_ path: String) throws -> Int? {
            tree.tile(try TileCoordinate(path: path))?.count
        }
        #expect(try bytes("tile/0/000") == 8_192)
        #expect(try bytes("tile/0/001.p/44") == 44 * 32)
        #expect(try bytes("tile/0/001.p/45") == nil)
        #expect(try bytes("tile/0/002.p/1") == nil)
        #expect(try bytes("tile/0/x999/x999/x999/x999/x999/999") == nil)
        #expect(try bytes("tile/1/000.p/1") == 32)
        #expect(try bytes("tile/2/000.p/1") == nil)
        #expect(try bytes("tile/63/000.p/1") == nil)
        #expect(try bytes("tile/entries/000") == nil)
    }

    @Test(
        "A path is read back from each tile",
        arguments: [
            (TileCoordinate.Row.hashes(level: 0), 0, 256, "tile/0/000"),
            (.hashes(level: 0), 999, 1, "tile/0/999.p/1"),
            (.hashes(level: 7), 1_000, 255, "tile/7/x001/000.p/255"),
            (.hashes(level: 63), 1_234_067, 256, "tile/63/x001/x234/067"),
            (.entries, Int.max, 256, "tile/entries/x009/x223/x372/x036/x854/x775/807"),
        ]
    )
    func paths(row: TileCoordinate.Row, index: Int, width: Int, path: String) throws {
        let tile = try #require(TileCoordinate(row, index: index, width: width))
        #expect(tile.path == path)
        #expect(try TileCoordinate(path: path) == tile)
    }

    @Test(
        "Any other spelling of a path is refused",
        arguments: [
            "", "/", "tile", "tile/0", "tile/0/", "tile/0/1", "tile/0/0001", "tile/0/x000/001",
            "tile/0/000/", "tile//000", "tile/00/000", "tile/+1/000", "tile/64/000", "tile/-1/000",
            "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/", "tile/0/-01",
            "tile/0/000.p", "tile/0/000.P/1", "tile/0/X001/002", "tile/0/x001", "tile/0/001/002",
            "Tile/0/000", "tile/data/000", "tile/0/000 ", "tile/0/٠٠٠", "tile/0/.p/1",
            "tile/0/x009/x223/x372/x036/x854/x775/808", "tile/0/000.p/1.p/1", "tile/0/xx01",
        ]
    )
    func badPaths(path: String) {
        #expect(throws: TileError.malformedPath) { try TileCoordinate(path: path) }
    }

    @Test("A coordinate outside the format doesn't exist")
    func badCoordinates() {
        #expect(TileCoordinate(.hashes(level: 64), index: 0) == nil)
        #expect(TileCoordinate(.hashes(level: -1), index: 0) == nil)
        #expect(TileCoordinate(.entries, index: -1) == nil)
        #expect(TileCoordinate(.entries, index: 0, width: 0) == nil)
        #expect(TileCoordinate(.entries, index: 0, width: 257) == nil)
    }

    @Test("A bundle is each entry after its length, and is read back")
    func bundle() throws {
        let entries = ["one", "two"].map { Array($0.utf8) }
        let bundle = try EntryBundle.encode(entries)
        #expect(Hex.encode(bundle) == "00036f6e65000374776f")
        #expect(try EntryBundle.decode(bundle, count: 2) == entries)

        let longest = [[UInt8](repeating: 7, count: 65_535), []]
        #expect(try EntryBundle.decode(EntryBundle.encode(longest), count: 2) == longest)
    }

    @Test("A bundle that can't be, or isn't exactly its entries, is refused")
    func badBundles() throws {
        let bundle = try EntryBundle.encode([[1], [2, 3]])
        func refused(_ bundle: [UInt8], _ count: Int = 2) -> TileError? {
            failure(TileError.self) { try EntryBundle.decode(bundle, count: count) }
        }
        #expect(refused(bundle) == nil)
        for length in bundle.indices {
            #expect(refused(Array(bundle[..<length])) == .malformedBundle)
        }
        #expect(refused(bundle + [0]) == .malformedBundle)
        #expect(refused(bundle, 1) == .malformedBundle)
        #expect(refused(bundle, 3) == .malformedBundle)
        #expect(refused([], 0) == .wrongEntryCount(0))
        #expect(refused([], 257) == .wrongEntryCount(257))
        #expect(throws: TileError.entryTooLong(bytes: 65_536)) {
            try EntryBundle.encode([[UInt8](repeating: 0, count: 65_536)])
        }
        #expect(throws: TileError.wrongEntryCount(0)) { try EntryBundle.encode([]) }
    }
}
