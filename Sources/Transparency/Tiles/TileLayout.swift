/// Which tiles a log publishes at a size.
///
/// On row `level` a tree of `size` leaves has `size / 256^level` hashes; tiles hold 256 of them,
/// and the rest go into one partial tile. A tile is published as soon as a checkpoint needs it.
public enum TileLayout {
    /// The hash tiles that a log of `new` leaves has and one of `old` leaves hadn't, level by
    /// level, each level from left to right; none if the log didn't grow.
    ///
    /// They are computed as they are asked for. With `old` zero they are all the log's tiles.
    public static func hashTiles(from old: Int = 0, to new: Int) -> some Sequence<TileCoordinate> {
        (0..<8).lazy.flatMap { level in
            tiles(.hashes(level: level), from: old >> (8 * level), to: new >> (8 * level))
        }
    }

    /// The entry bundles that a log of `new` entries has and one of `old` entries hadn't.
    public static func entryBundles(
        from old: Int = 0,
        to new: Int
    ) -> some Sequence<TileCoordinate> {
        tiles(.entries, from: old, to: new)
    }

    /// The tile of `row` that holds item `index` when the row has `count` items; `nil` if it
    /// has no such item.
    ///
    /// On row `.hashes(level:)` a log of `size` leaves has `size / 256^level` items.
    public static func tile(
        _ row: TileCoordinate.Row,
        holding index: Int,
        of count: Int
    ) -> TileCoordinate? {
        guard index >= 0, index < count else { return nil }
        let tile = index / TileCoordinate.fullWidth
        let width = min(count - tile * TileCoordinate.fullWidth, TileCoordinate.fullWidth)
        return TileCoordinate(row, index: tile, width: width)
    }

    private static func tiles(
        _ row: TileCoordinate.Row,
        from old: Int,
        to new: Int
    ) -> some Sequence<TileCoordinate> {
        let last = max(old, 0) < new ? (new - 1) / TileCoordinate.fullWidth : -1
        let first = max(old, 0) / TileCoordinate.fullWidth
        return (first..<max(first, last + 1)).lazy.map { index in
            let width = min(new - index * TileCoordinate.fullWidth, TileCoordinate.fullWidth)
            return TileCoordinate(checked: row, index: index, width: width)
        }
    }
}
