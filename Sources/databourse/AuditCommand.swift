import ArgumentParser
import Audit
import Client
import Exchange
import Foundation
import Kernel
import Queries
import Transparency
import Units
import Wire

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Replays a journal from its first record and recomputes every decision.",
        discussion: """
            Reads from the exchange (--server or --profile, with an auditor's or supervisor's \
            key), from a stopped venue's folder, or from a file of records. The tree's root is \
            compared with the checkpoint of the exchange or the folder, or with --checkpoint; its \
            signature is checked with --log-key. What couldn't be checked is said.
            """
    )

    @Option(name: .customLong("from"), help: "The exchange's address, as --server.")
    var address: String?

    @Option(help: "A stopped venue's folder.", completion: .directory)
    var folder: String?

    @Option(
        help: "A file with one record a line, as `databourse journal` prints.",
        completion: .file()
    )
    var file: String?

    @Option(help: "A file with the checkpoint to compare with.", completion: .file())
    var checkpoint: String?

    @Option(help: "The log's verifier key: the checkpoint must be signed by it.")
    var logKey: String?

    @OptionGroup var connection: Connection

    private typealias Read = ((_ record: [UInt8]) throws -> Void) async throws -> Void

    func run() async throws {
        do {
            if let folder {
                let origin = try VenueFolder(folder).readGenesis().charter.origin
                let journal = try StoredJournal(folder)
                try await audit(against: try journal.checkpoint(of: origin)) { check in
                    try journal.forEach(from: 0, check)
                }
            } else if let file {
                let data = try content(of: file)
                try await audit(against: nil) { check in
                    for line in data.split(separator: UInt8(ascii: "\n")) { try check(Array(line)) }
                }
            } else {
                var connection = connection
                if let address { connection.server = address }
                let client = try await connection.client()
                try await audit(against: try await client.get("/log/checkpoint")) { check in
                    var lines = LineSplitter()
                    try await client.stream("/v1/journal") { _, chunk in
                        for line in lines.add(chunk) { try check(line) }
                    }
                }
            }
        } catch let error as ClientError {
            throw error.exit(json: connection.json)
        }
    }

    private func content(of file: String) throws -> [UInt8] {
        guard let data = try? Data(contentsOf: URL(filePath: file)) else {
            throw fail("\(file) can't be read")
        }
        return Array(data)
    }

    /// Audits what `read` hands over, and says what was found and what wasn't checked.
    private func audit(against stored: [UInt8]?, _ read: Read) async throws {
        let note = try checkpoint.map(content) ?? stored
        let logKey = try logKey ?? connection.chosen()?.logKey
        let trusted = try trusted(note, logKey)
        var auditor = Auditor(machine: makeExchange(), keys: publicKey, checkpoint: trusted)
        let report: AuditReport
        do {
            try await read { record in try auditor.check(record) }
            report = try auditor.finish()
        } catch let finding as AuditFinding {
            if connection.json { output(FoundFault(finding).wire) }
            throw fail("the journal is wrong: \(finding)", Exit.notVerified)
        }
        var unchecked: [String] = []
        if let size = report.checkpoint {
            if logKey == nil { unchecked.append("the checkpoint's signature: no --log-key") }
            if size < report.count {
                unchecked.append("whether records from \(size) on were signed: the checkpoint ends")
            }
        } else {
            unchecked.append(
                "whether records were cut off or all changed: there is no checkpoint to compare"
            )
        }
        if connection.json {
            output(AuditSummary(report, notChecked: unchecked).wire)
        } else {
            print(report)
            for item in unchecked { print("not checked   \(item)") }
        }
    }

    /// What the checkpoint says, once its signature is checked, if there is a key for that.
    private func trusted(_ note: [UInt8]?, _ logKey: String?) throws -> Checkpoint? {
        guard let note else {
            guard logKey == nil else {
                let sentence = Sentence(
                    "there is no checkpoint that --log-key could be checked with: name one with"
                        + " --checkpoint",
                    "没有可供--log-key核验的检查点，请用--checkpoint指定"
                )
                throw fail("\(sentence)", Exit.notVerified)
            }
            return nil
        }
        guard let signed = try? SignedCheckpoint(parsing: note) else {
            throw fail("\(Sentence("the checkpoint can't be read", "检查点无法读取"))", Exit.notVerified)
        }
        guard let logKey else { return signed.checkpoint }
        do {
            let policy = try TrustPolicy(parsing: Array("log \(logKey)\nquorum none\n".utf8))
            return try policy.trust(signed).checkpoint
        } catch let error as any Explained {
            throw fail("the checkpoint", error)
        }
    }
}

/// What an audit has found, for programs.
@Wire
struct AuditSummary: Equatable {
    /// How many digests of its state the exchange stated.
    let attestations: Int64
    /// The size of the checkpoint whose root was compared.
    let checkpoint: Int64?
    /// What couldn't be checked, and why.
    let notChecked: [String]
    let records: Int64
    let root: Units.Digest
    let state: Units.Digest
}

extension AuditSummary {
    init(_ report: AuditReport, notChecked: [String]) {
        self.init(
            attestations: report.attestations,
            checkpoint: report.checkpoint,
            notChecked: notChecked,
            records: report.count,
            root: report.root,
            state: report.state
        )
    }
}

/// The first record that isn't as it must be, for programs.
@Wire
struct FoundFault: Equatable {
    let problem: String
    let sequence: Int64
}

extension FoundFault {
    init(_ finding: AuditFinding) {
        self.init(problem: finding.problem.description, sequence: finding.sequence)
    }
}
