import ArgumentParser
import Client
import Contracts
import DataNode
import Foundation
import Kernel
import Units
import Wire

struct FetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetches the file that an entitlement gives, checks it and signs for it.",
        discussion: "Interrupted, it goes on where it was: run it again."
    )

    @Argument(help: "The entitlement's number, such as AE-1.")
    var entitlement: String

    @Option(name: .shortAndLong, help: "The file to write.", completion: .file())
    var output: String

    @Option(
        help: "The entitlement's receipt in a file: the exchange isn't asked.",
        completion: .file()
    )
    var receipt: String?

    @OptionGroup var connection: Connection

    func run() async throws {
        do {
            let buyer = try await Buyer(entitlement, receipt, connection)
            let part = URL(filePath: output + ".part")
            let digest = try await buyer.download(to: part)
            try? FileManager.default.removeItem(at: URL(filePath: output))
            try FileManager.default.moveItem(at: part, to: URL(filePath: output))
            note("\(output): SHA-256 \(digest), as the supplier's node has signed")
        } catch let error as ClientError {
            throw error.exit(json: connection.json)
        }
    }
}

struct RowsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rows",
        abstract: "Calls the API that an entitlement gives: rows, filtered and a page at a time.",
        discussion: "databourse rows AE-2 --select year,month,PM2.5 --where 'PM2.5>=300' --limit 20"
    )

    @Argument(help: "The entitlement's number, such as AE-2.")
    var entitlement: String

    @Option(help: "Columns, separated by commas; all when absent.")
    var select: String?

    @Option(name: .customLong("where"), help: "A condition, such as PM2.5>=300; may be repeated.")
    var conditions: [String] = []

    @Option(help: "The first row; `next` of the page before.")
    var from: Int64 = 1

    @Option(help: "How many rows at most.")
    var limit: Int64 = 100

    @Option(
        help: "The entitlement's receipt in a file: the exchange isn't asked.",
        completion: .file()
    )
    var receipt: String?

    @OptionGroup var connection: Connection

    func run() async throws {
        var parameters = conditions.map { (name: "where", value: $0) }
        if let select { parameters.append(("select", select)) }
        parameters += [("from", "\(from)"), ("limit", "\(limit)")]
        do {
            let buyer = try await Buyer(entitlement, receipt, connection)
            let (page, statement) = try await buyer.rows(parameters)
            if connection.json {
                databourse.output(page.wire)
            } else {
                print(page.columns.joined(separator: "\t"))
                for row in page.rows { print(row.fields.joined(separator: "\t")) }
            }
            note(
                "call \(statement.count) signed for"
                    + (page.next.map { "; next: --from \($0)" } ?? "")
            )
        } catch let error as ClientError {
            throw error.exit(json: connection.json)
        }
    }
}

/// A line that says how far a download has come, on a terminal only.
struct Progress {
    var total: Int64?
    private var done: Int64
    private var shown: Int64 = -1
    private let isVisible = isatty(2) == 1

    init(done: Int64) { self.done = done }

    mutating func add(_ bytes: Int) {
        done += Int64(bytes)
        guard isVisible, let total, total > 0 else { return }
        let percent = done * 100 / total
        guard percent != shown else { return }
        shown = percent
        FileHandle.standardError.write(Data("\r\(percent) %  \(done) of \(total) bytes".utf8))
    }

    func end() {
        if isVisible, shown >= 0 { note("") }
    }
}
