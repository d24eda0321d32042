/// Which tile of a log: its row, its place in the row, and how much of it there is (tlog-tiles).
public struct TileCoordinate: Hashable, Sendable {
    /// What a tile holds.
    public enum Row: Hashable, Sendable {
        /// Hashes of complete subtrees of `256^level` leaves; `level` is 0 … 63.
        case hashes(level: Int)
        /// The entries themselves: an entry bundle.
        case entries
    }

    /// How many hashes or entries a full tile has.
    public static let fullWidth = 256

    /// The length of a full hash tile.
    static let fullBytes = fullWidth * 32

    /// What the tile holds.
    public let row: Row
    /// The tile's place in its row, from 0.
    public let index: Int
    /// How many hashes or entries it has: 1 … 256, where 256 is a full tile.
    public let width: Int

    /// The tile there, or `nil` outside the ranges above.
    public init?(_ row: Row, index: Int, width: Int = fullWidth) {
        if case .hashes(let level) = row, !(0...63).contains(level) { return nil }
        guard index >= 0, (1...Self.fullWidth).contains(width) else { return nil }
        self.init(checked: row, index: index, width: width)
    }

    init(checked row: Row, index: Int, width: Int = fullWidth) {
        self.row = row
        self.index = index
        self.width = width
    }

    /// Whether all 256 places are filled, so that the tile will never change again.
    public var isFull: Bool { width == Self.fullWidth }

    /// The full tile in the same place, which begins with what this one holds.
    public var full: Self { Self(checked: row, index: index) }
}

// MARK: Paths

extension TileCoordinate: CustomStringConvertible {
    /// The path below the log's prefix, such as `tile/0/x001/x234/067.p/89`.
    public var path: String {
        var path = "tile/"
        switch row {
        case .hashes(let level): path += "\(level)/"
        case .entries: path += "entries/"
        }
        path += Self.groups(index)
        if !isFull { path += ".p/\(width)" }
        return path
    }

    public var description: String { path }

    /// The tile with this path; any other spelling of the path is refused.
    public init(path: String) throws(TileError) {
        guard let tile = Self.read(path), tile.path.utf8.elementsEqual(path.utf8) else {
            throw .malformedPath
        }
        self = tile
    }

    /// Groups of three digits, all but the last marked `x`: 1234067 is `x001/x234/067`.
    private static func groups(_ index: Int) -> String {
        let last = threeDigits(index % 1000)
        return index < 1000 ? last : leadingGroups(index / 1000) + last
    }

    private static func leadingGroups(_ index: Int) -> String {
        (index < 1000 ? "" : leadingGroups(index / 1000)) + "x\(threeDigits(index % 1000))/"
    }

    private static func threeDigits(_ number: Int) -> String {
        String(String(1000 + number).dropFirst())
    }

    /// Reads a path leniently; whoever calls compares it with the canonical spelling.
    private static func read(_ path: String) -> Self? {
        guard path.utf8.count <= 64 else { return nil }
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts.removeFirst() == "tile" else { return nil }
        let row = parts.removeFirst()
        var width = fullWidth
        if parts.count >= 2, parts[parts.count - 2].hasSuffix(".p") {
            guard let partial = Decimal.parse(parts.removeLast().utf8) else { return nil }
            guard partial < fullWidth, let group = parts.popLast() else { return nil }
            width = partial
            parts.append(group.dropLast(2))
        }
        var index = 0
        for part in parts {
            let digits = part.hasPrefix("x") ? part.dropFirst() : part
            guard digits.utf8.count == 3, let group = Int(digits) else { return nil }
            let (thousands, overflow) = index.multipliedReportingOverflow(by: 1000)
            guard !overflow, group >= 0, thousands <= Int.max - group else { return nil }
            index = thousands + group
        }
        if row == "entries" { return Self(.entries, index: index, width: width) }
        guard let level = Decimal.parse(row.utf8) else { return nil }
        return Self(.hashes(level: level), index: index, width: width)
    }
}

/// Why a tile path or an entry bundle is refused.
public enum TileError: Error, Hashable, Sendable {
    /// The path isn't the canonical path of a tile.
    case malformedPath
    /// An entry is longer than a bundle can hold (65,535 bytes).
    case entryTooLong(bytes: Int)
    /// A bundle must hold 1 to 256 entries.
    case wrongEntryCount(Int)
    /// The bundle ends within an entry, or goes on after the last one.
    case malformedBundle
}
