import ArgumentParser
import Client
import Foundation
import Journal
import Kernel
import Transparency
import Wire

struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Prints the journal's records, one canonical JSON object a line."
    )

    @OptionGroup var connection: Connection

    @Option(
        help: "Read a stopped venue's folder instead of asking a server.",
        completion: .directory
    )
    var folder: String?

    @Option(help: "The first sequence number.")
    var from: Int64 = 0

    @Option(help: "Only records by this actor, such as M-3 or system.")
    var actor: String?

    @Option(help: "Only records of paths that contain this.")
    var path: String?

    @Flag(help: "Only rejections.")
    var rejected = false

    @Flag(name: .shortAndLong, help: "Go on with new records as they come.")
    var follow = false

    func run() async throws {
        if let folder {
            try StoredJournal(folder).forEach(from: from) { try show($0) }
            return
        }
        let client = try await connection.client()
        var next = from
        repeat {
            var lines = LineSplitter()
            do {
                try await client.stream("/v1/journal", [("from", "\(next)")]) { _, chunk in
                    for line in lines.add(chunk) {
                        next = try show(line)
                    }
                }
            } catch let error as ClientError {
                throw error.exit(json: connection.json)
            }
            if follow { try await Task.sleep(for: .seconds(1)) }
        } while follow
    }

    /// Prints a record that is wanted; returns the sequence number after it.
    @discardableResult
    private func show(_ bytes: [UInt8]) throws -> Int64 {
        let record: Record
        do throws(WireError) {
            record = try Record(wire: bytes)
        } catch {
            throw fail("a record can't be read: \(error)")
        }
        var isWanted = true
        if let actor { isWanted = isWanted && record.actor.text == actor }
        if let path { isWanted = isWanted && record.path.contains(path) }
        if rejected, case .accepted = record.outcome { isWanted = false }
        if isWanted { output(bytes) }
        return record.sequence + 1
    }
}

/// The journal of a venue that isn't running.
struct StoredJournal {
    private let journal: SQLiteJournal
    private let tiles: TileStore

    init(_ folder: String) throws {
        do {
            let directory = try DataDirectory(VenueFolder(folder).data.path)
            journal = try SQLiteJournal(directory)
            tiles = try TileStore(directory)
        } catch let error as any Explained {
            throw fail(folder, error)
        }
    }

    /// The largest checkpoint that was signed for `origin`: the journal's, or the one that is
    /// served.
    func checkpoint(of origin: String) throws -> [UInt8]? {
        do {
            let notes = [try journal.checkpoint(of: origin)?.note, try tiles.checkpoint()]
            return notes.compactMap(\.self).max { size(of: $0) < size(of: $1) }
        } catch let error as any Explained {
            throw fail("the checkpoint", error)
        }
    }

    private func size(of note: [UInt8]) -> Int {
        (try? Transparency.SignedCheckpoint(parsing: note).checkpoint.size) ?? -1
    }

    /// Hands over all records from a number on, read a slice at a time.
    func forEach(from first: Int64, _ consume: ([UInt8]) throws -> Void) throws {
        var next = max(first, 0)
        while true {
            let slice: [[UInt8]]
            do throws(JournalError) {
                slice = try journal.read(from: next, limit: 1_000)
            } catch {
                throw fail("the journal", error)
            }
            guard !slice.isEmpty else { return }
            for record in slice { try consume(record) }
            next += Int64(slice.count)
        }
    }
}

/// Cuts a stream of bytes into lines.
struct LineSplitter {
    private var rest: [UInt8] = []

    /// The lines that a chunk completes, without their line feeds.
    mutating func add(_ chunk: [UInt8]) -> [[UInt8]] {
        rest += chunk
        var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        rest = lines.popLast().map(Array.init) ?? []
        return lines.map(Array.init)
    }
}

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Follows the records that concern you, as they come."
    )

    @Option(help: "Begin after this record; new ones only when absent.")
    var after: Int64?

    @OptionGroup var connection: Connection

    func run() async throws {
        let client = try await connection.client()
        var lines = LineSplitter()
        do {
            let parameters = after.map { [(name: "after", value: "\($0)")] } ?? []
            try await client.stream("/v1/events", parameters) { _, chunk in
                for line in lines.add(chunk) where line.starts(with: "data: ".utf8) {
                    output(Array(line.dropFirst(6)))
                }
            }
        } catch let error as ClientError {
            throw error.exit(json: connection.json)
        }
    }
}
