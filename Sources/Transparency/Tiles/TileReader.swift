public import Units

/// A tree read from its published hash tiles alone.
///
/// The source isn't trusted for the contents: compare `root(size:)` with a signed checkpoint, and
/// verify each proof against the checkpoint's root. A tampered tile makes them fail.
public struct TileReader: TreeNodes {
    /// How many leaves the log has.
    public let size: Int

    private let source: (TileCoordinate) -> [UInt8]?

    /// Reads the log of `size` leaves from `source`, which gives the bytes of a tile it has.
    ///
    /// The reader asks for the tiles of exactly this size, and for a full tile where a partial
    /// one is gone. It keeps nothing, so a slow source should cache. A negative size reads as an
    /// empty log.
    public init(size: Int, source: @escaping (TileCoordinate) -> [UInt8]?) {
        self.size = max(0, size)
        self.source = source
    }

    public func node(level: Int, index: Int) throws(TreeError) -> Digest {
        // On the row below, 2^rise neighbouring hashes make up the node.
        guard (0..<Int.bitWidth).contains(level), index >= 0, index < size >> level else {
            throw .outOfRange(size: size)
        }
        let rise = level % 8
        let first = index << rise
        let row = TileCoordinate.Row.hashes(level: level / 8)
        guard let tile = TileLayout.tile(row, holding: first, of: size >> (level / 8 * 8)) else {
            throw .outOfRange(size: size)
        }
        let hashes = try bytes(of: tile)
        let start = first % TileCoordinate.fullWidth * 32
        var nodes = Array(hashes[start..<start + 32 << rise])
        for _ in 0..<rise {
            var parents: [UInt8] = []
            parents.reserveCapacity(nodes.count / 2)
            for pair in stride(from: 0, to: nodes.count, by: 64) {
                parents.append(nodes.hashOfPair(at: pair))
            }
            nodes = parents
        }
        guard let node = nodes.hash(at: 0) else { throw .outOfRange(size: size) }
        return node
    }

    private func bytes(of tile: TileCoordinate) throws(TreeError) -> ArraySlice<UInt8> {
        let partial = source(tile)
        guard let bytes = partial ?? source(tile.full) else { throw .missingTile(tile) }
        let expected = partial == nil ? TileCoordinate.fullWidth : tile.width
        guard bytes.count == expected * 32 else {
            throw .malformedTile(tile, bytes: bytes.count)
        }
        return bytes[..<(tile.width * 32)]
    }
}
