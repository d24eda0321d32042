import Foundation
import Synchronization

/// The log's public files as they are served: tiles and bundles that never change, and the
/// checkpoint that does (c2sp.org/tlog-tiles).
///
/// Write the tiles of a checkpoint, then `sync`, then the checkpoint, so that none is ever shown
/// whose tiles can't be read.
public final class TileStore: Sendable {
    private let root: Directory
    /// The directories that were made durable since the start.
    private let durable = Mutex<Set<String>>([])

    /// Directories with names that aren't durable yet, held open since: one opened later might not
    /// report that an earlier write failed.
    private let unsynced = Mutex<[String: Directory]>([:])

    private static let checkpointName = "checkpoint"
    private static let pathLimit = 200

    /// Opens the directory `log` in `directory`, creating it if it's absent.
    public init(_ directory: DataDirectory) throws(FileError) {
        root = try directory.directory.subdirectory("log")
    }

    /// Stores `bytes` at `path` for good, durably after the next `sync`.
    ///
    /// Storing the same bytes again changes nothing, so a publisher that was cut off starts over.
    ///
    /// - Parameters:
    ///   - bytes: the whole content.
    ///   - path: relative, such as `tile/0/x001/234`, of ASCII letters, digits, `-`, `_` and inner
    ///     `.`.
    /// - Throws: `otherContent` when the file exists with other bytes; `invalidPath`, `diskFull`,
    ///   `failed`.
    public func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        var names = try Self.names(path)
        let name = names.removeLast()
        let directory = try directory(names)
        unsynced.withLock { $0[directory.path] = $0[directory.path] ?? directory }
        guard let stored = try directory.read(name) else {
            return try directory.replace(name, with: [bytes], durably: false)
        }
        guard stored == bytes else { throw .otherContent(path: path) }
        // Whoever wrote it may have been cut off before it was durable.
        try directory.sync(name)
    }

    /// Makes all that was written durable, a directory at a time instead of a file.
    public func sync() throws(FileError) {
        let directories = unsynced.withLock { unsynced in
            defer { unsynced = [:] }
            return unsynced.values.sorted { $0.path < $1.path }
        }
        for directory in directories { try directory.sync() }
    }

    /// Removes the partial tiles that the full one at `path` replaces: a reader who finds none asks
    /// for the full one (c2sp.org/tlog-tiles, "Partial Tiles").
    ///
    /// - Throws: `otherContent` when they are there and the full tile isn't; `invalidPath`,
    ///   `failed`.
    public func removePartials(of path: String) throws(FileError) {
        var names = try Self.names(path + ".p")
        guard FileManager.default.fileExists(atPath: "\(root.path)/\(path).p") else { return }
        guard try read(path) != nil else { throw .otherContent(path: path) }
        let name = names.removeLast()
        let directory = try directory(names)
        try directory.removeDirectory(name)
        durable.withLock { _ = $0.remove("\(directory.path)/\(name)") }
    }

    private func directory(_ names: [String]) throws(FileError) -> Directory {
        var directory = root
        for name in names {
            let path = "\(directory.path)/\(name)"
            let known = durable.withLock { $0.contains(path) }
            directory = try directory.subdirectory(name, durable: known)
            durable.withLock { _ = $0.insert(path) }
        }
        return directory
    }

    /// The bytes at `path`, or `nil` when there are none.
    public func read(_ path: String) throws(FileError) -> [UInt8]? {
        _ = try Self.names(path)
        return try root.read(path)
    }

    /// Makes `note` the checkpoint that is served.
    public func replaceCheckpoint(_ note: [UInt8]) throws(FileError) {
        try root.replace(Self.checkpointName, with: [note])
    }

    /// The checkpoint that is served, or `nil` before the first.
    public func checkpoint() throws(FileError) -> [UInt8]? {
        try root.read(Self.checkpointName)
    }

    /// The names along `path`, none of which is hidden, leads upwards or is the checkpoint's.
    private static func names(_ path: String) throws(FileError) -> [String] {
        let names = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let sound = names.allSatisfy { name in
            !name.isEmpty && !name.hasPrefix(".") && name.utf8.allSatisfy(isAllowed)
        }
        guard sound, path.utf8.count <= pathLimit, path != checkpointName else {
            throw .invalidPath(path)
        }
        return names
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            true
        default:
            false
        }
    }
}
