import Journal
import Transparency

extension TileStore {
    /// The tree over the first `size` records, read from its stored tiles.
    ///
    /// A tile is read from the disk once. One that can't be read is a missing one.
    func tree(size: Int) -> TileReader {
        let cache = TileCache()
        return TileReader(size: size) { tile in
            cache.bytes(of: tile) { try? self.read(tile.path) }
        }
    }
}

/// The tiles that one reading of a tree has met.
private final class TileCache {
    private var tiles: [TileCoordinate: [UInt8]] = [:]

    func bytes(of tile: TileCoordinate, read: () -> [UInt8]?) -> [UInt8]? {
        if let known = tiles[tile] { return known }
        tiles[tile] = read()
        return tiles[tile]
    }
}
