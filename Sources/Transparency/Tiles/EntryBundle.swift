/// Up to 256 log entries in one file: for each its length in two bytes, big-endian, then its
/// bytes (tlog-tiles, "Log entries").
public enum EntryBundle {
    /// The longest entry; a larger payload is kept elsewhere and logged by its digest.
    public static let maximumEntryBytes = 65_535

    /// The bundle of these entries, 1 to 256 of them.
    public static func encode(_ entries: some Collection<[UInt8]>) throws(TileError) -> [UInt8] {
        guard (1...TileCoordinate.fullWidth).contains(entries.count) else {
            throw .wrongEntryCount(entries.count)
        }
        var bundle: [UInt8] = []
        for entry in entries {
            guard let length = UInt16(exactly: entry.count) else {
                throw .entryTooLong(bytes: entry.count)
            }
            bundle += [UInt8(length >> 8), UInt8(length & 0xff)]
            bundle += entry
        }
        return bundle
    }

    /// The entries of a bundle, of which there must be `count`, the width of its tile.
    public static func decode(_ bundle: [UInt8], count: Int) throws(TileError) -> [[UInt8]] {
        guard (1...TileCoordinate.fullWidth).contains(count) else { throw .wrongEntryCount(count) }
        var entries: [[UInt8]] = []
        var rest = bundle[...]
        while entries.count < count {
            guard let high = rest.popFirst(), let low = rest.popFirst() else {
                throw .malformedBundle
            }
            let length = Int(high) << 8 | Int(low)
            guard length <= rest.count else { throw .malformedBundle }
            entries.append(Array(rest.prefix(length)))
            rest.removeFirst(length)
        }
        guard rest.isEmpty else { throw .malformedBundle }
        return entries
    }
}
