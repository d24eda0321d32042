import struct Crypto.SHA256
public import Units
import Wire

/// The exchange's state at one point of the journal, as bytes that only its codec understands.
public struct Snapshot: Hashable, Sendable {
    /// The version of the body's encoding.
    public let format: Int64
    /// The number of records the state comes from: the first that is to be replayed onto it.
    public let sequence: Int64
    /// The encoded state.
    public let body: [UInt8]

    /// A state in an encoding, after so many records.
    public init(format: Int64, sequence: Int64, body: [UInt8]) {
        self.format = format
        self.sequence = sequence
        self.body = body
    }

    /// SHA-256 of the body, to be compared with the one the journal and its auditors vouch for.
    public var digest: Digest {
        guard let digest = Digest(bytes: Array(SHA256.hash(data: body))) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        return digest
    }
}

/// Snapshots of the state, so that a start needs only replay what came after the newest.
///
/// A snapshot is one file: a line of canonical JSON (RFC 8785) with `digest`, `format` and
/// `sequence`, then the body. One that was cut off or has changed is passed over for the one
/// before; losing all of them costs time, never data.
public struct SnapshotStore: Sendable {
    /// What a search for the newest snapshot found.
    public struct Search: Hashable, Sendable {
        /// The newest snapshot that is whole, if there's any.
        public let snapshot: Snapshot?
        /// The names of newer files that aren't whole snapshots, newest first, for the log.
        public let skipped: [String]

        /// What was found, and what was passed over.
        public init(snapshot: Snapshot?, skipped: [String]) {
            self.snapshot = snapshot
            self.skipped = skipped
        }
    }

    /// How many whole snapshots are kept.
    private static let kept = 2
    private static let suffix = ".snapshot"
    private static let lineFeed = UInt8(ascii: "\n")

    private let directory: Directory

    /// Opens the directory `snapshots` in `directory`, creating it if it's absent.
    public init(_ directory: DataDirectory) throws(FileError) {
        self.directory = try directory.directory.subdirectory("snapshots")
    }

    /// Stores `snapshot` durably, and removes all but the two newest that are whole.
    public func write(_ snapshot: Snapshot) throws(FileError) {
        let header = SnapshotHeader(snapshot).wire + [Self.lineFeed]
        try directory.replace(Self.name(snapshot.sequence), with: [header, snapshot.body])
        var whole = 0
        for name in try newestFirst() {
            if whole == Self.kept {
                try directory.remove(name)
            } else if try read(name) != nil {
                whole += 1
            }
        }
    }

    /// Finds the newest snapshot that is whole.
    public func newest() throws(FileError) -> Search {
        var skipped: [String] = []
        for name in try newestFirst() {
            if let snapshot = try read(name) {
                return Search(snapshot: snapshot, skipped: skipped)
            }
            skipped.append(name)
        }
        return Search(snapshot: nil, skipped: skipped)
    }

    private func newestFirst() throws(FileError) -> [String] {
        try directory.names().filter { $0.hasSuffix(Self.suffix) }.reversed()
    }

    /// The snapshot in the file `name`, or `nil` when it isn't a whole one of that name.
    private func read(_ name: String) throws(FileError) -> Snapshot? {
        guard let content = try directory.read(name),
            let end = content.firstIndex(of: Self.lineFeed),
            let header = try? SnapshotHeader(wire: content[..<end])
        else { return nil }
        let snapshot = Snapshot(
            format: header.format,
            sequence: header.sequence,
            body: Array(content[(end + 1)...])
        )
        guard Self.name(snapshot.sequence) == name, SnapshotHeader(snapshot) == header else {
            return nil
        }
        return snapshot
    }

    /// Names that sort as their numbers do.
    private static func name(_ sequence: Int64) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: 20 - digits.count) + digits + suffix
    }
}

/// The first line of a snapshot's file.
@Wire
struct SnapshotHeader: Hashable {
    /// SHA-256 of the rest of the file.
    let digest: Digest
    let format: Int64
    let sequence: Int64

    init(_ snapshot: Snapshot) {
        self.init(digest: snapshot.digest, format: snapshot.format, sequence: snapshot.sequence)
    }
}
