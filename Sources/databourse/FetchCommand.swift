import Kernel
import ArgumentParser
import Client
import Contracts
import Crypto
import DataNode
import Foundation
import Signatures
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

    @OptionGroup var connection: Connection

    func run() async throws {
        do {
            let buyer = try await Buyer(entitlement, connection)
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

    @OptionGroup var connection: Connection

    func run() async throws {
        var parameters = conditions.map { (name: "where", value: $0) }
        if let select { parameters.append(("select", select)) }
        parameters += [("from", "\(from)"), ("limit", "\(limit)")]
        do {
            let buyer = try await Buyer(entitlement, connection)
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

/// The buyer's side of a delivery: it keeps its own chain of receipts, and signs only for what it
/// has seen.
private struct Buyer {
    private let entitlement: Entitlement
    private let node: ExchangeClient
    private let key: PrivateKey
    private let state: URL

    /// Shows the node the receipt of the record that issued the entitlement.
    init(_ text: String, _ connection: Connection) async throws {
        guard ID<AccessEntitlement>(text: text) != nil else {
            throw ValidationError("an entitlement is AE- and a number: \(text)")
        }
        let exchange = try await connection.client()
        guard let key = exchange.key else { throw ClientError.noKey }
        let answer = try await exchange.get("/v1/entitlements/\(text)")
        guard let entitlement = try? Entitlement(wire: answer) else {
            throw ClientError.malformed("no entitlement")
        }
        let receipt = try await exchange.get("/v1/records/\(entitlement.record)/receipt")
        let node = ExchangeClient(
            address: entitlement.delivery.address,
            origin: exchange.origin,
            key: key
        )
        let presented = PresentedReceipt(receipt: String(decoding: receipt, as: UTF8.self))
        _ = try await node.post("/v1/entitlements", presented)
        self.entitlement = entitlement
        self.node = node
        self.key = key
        let home = ProcessInfo.processInfo.environment["HOME"] ?? "."
        let folder = URL(filePath: home).appending(path: ".local/state/databourse")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        state = folder.appending(path: "\(exchange.origin.text.filter { $0 != "/" })-\(text).json")
    }

    private var path: String { "/v1/entitlements/\(entitlement.id)" }

    // MARK: Files

    /// Downloads what is missing of the file, checks it, and signs for it.
    func download(to part: URL) async throws -> Units.Digest {
        if !FileManager.default.fileExists(atPath: part.path) {
            _ = FileManager.default.createFile(atPath: part.path, contents: nil)
        }
        let handle = try FileHandle(forUpdating: part)
        defer { try? handle.close() }
        // The last byte is asked for again, so that a part that is complete has something to fetch.
        let start = max(try handle.seekToEnd(), 1) - 1
        try handle.seek(toOffset: start)
        var answer: Answer?
        let range = start > 0 ? [(name: "range", value: "bytes=\(start)-")] : []
        var progress = Progress(done: Int64(start))
        try await node.stream("\(path)/file", headers: range) { head, chunk in
            if answer == nil {
                answer = head
                progress.total = head.header("content-length").flatMap(Int64.init)
                    .map { $0.addingReportingOverflow(Int64(start)) }
                    .flatMap { $0.overflow ? nil : $0.partialValue }
            }
            try handle.write(contentsOf: Data(chunk))
            progress.add(chunk.count)
        }
        progress.end()
        guard let answer else { throw ClientError.malformed("an empty file") }
        let digest = try digest(of: part)
        guard answer.header("etag") == "\"\(digest)\"" else {
            try? FileManager.default.removeItem(at: part)
            throw ClientError.malformed("the file's checksum is wrong; it was removed")
        }
        let call = UsedCall(
            count: 1,
            entitlement: entitlement.id,
            request: "file",
            response: digest
        )
        try await sign(try statement(answer, call, after: nil))
        return digest
    }

    private func digest(of file: URL) throws -> Units.Digest {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        var hash = SHA256()
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
            hash.update(data: piece)
        }
        guard let digest = Units.Digest(bytes: Array(hash.finalize())) else {
            throw ClientError.malformed("no digest")
        }
        return digest
    }

    // MARK: Calls

    /// Makes one call and signs for it.
    func rows(
        _ parameters: [(name: String, value: String)]
    ) async throws -> (RowPage, UsageStatement) {
        let last = try? UsageStatement(wire: Data(contentsOf: state))
        var answer: Answer?
        var body: [UInt8] = []
        try await node.stream("\(path)/rows", parameters) { head, chunk in
            answer = head
            body += chunk
        }
        guard let answer, let page = try? RowPage(wire: body) else {
            throw ClientError.malformed("no rows")
        }
        let call = UsedCall(
            count: (last?.count ?? 0) + 1,
            entitlement: entitlement.id,
            request: node.target("\(path)/rows", parameters),
            response: Units.Digest(hashing: body)
        )
        let statement = try statement(answer, call, after: last)
        try await sign(statement)
        return (page, statement)
    }

    // MARK: Receipts

    /// The node's statement, when it is what the buyer itself comes to.
    private func statement(
        _ answer: Answer,
        _ call: UsedCall,
        after last: UsageStatement?
    ) throws -> UsageStatement {
        guard let text = answer.header("usage-statement"),
            let statement = try? UsageStatement(wire: text.utf8)
        else { throw ClientError.malformed("the node states no usage") }
        let head = last?.chain ?? UsageChain.start(entitlement.id)
        guard statement.entitlement == entitlement.id, statement.count == call.count,
            statement.chain == UsageChain.link(head, call)
        else {
            throw ClientError.malformed(
                "the node's count differs from one's own at call \(call.count): it says "
                    + "\(statement.count); nothing was signed"
            )
        }
        guard let hex = answer.header("usage-signature"), let signature = Signature(hex: hex),
            let nodeKey = try? PublicKey(text: entitlement.delivery.key.text),
            Attestation(keyID: nodeKey.keyID, signature: signature)
                .verify(statement.wire, for: .usage, by: nodeKey)
        else { throw ClientError.malformed("the node's signature isn't good") }
        return statement
    }

    private func sign(_ statement: UsageStatement) async throws {
        let signed = try Attestation(signing: statement.wire, for: .usage, with: key)
        guard let text = SignatureText(text: signed.signature.hex) else {
            throw ClientError.malformed("no signature")
        }
        try Data(statement.wire).write(to: state, options: .atomic)
        _ = try await node.post("\(path)/acknowledgement", UsageAcknowledgement(signature: text))
    }
}

/// A line that says how far a download has come, on a terminal only.
private struct Progress {
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
