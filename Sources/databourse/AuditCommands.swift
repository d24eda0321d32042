import ArgumentParser
import Audit
import Client
import Exchange
import Foundation
import Queries
import Signatures
import Transparency

struct ReceiptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Fetches the receipt of a record: its bytes and the proof that the log has it."
    )

    @Argument(help: "The record's sequence number.")
    var sequence: Int64

    @Option(name: .shortAndLong, help: "The file to write; standard output otherwise.")
    var output: String?

    @OptionGroup var connection: Connection

    func run() async throws {
        let client = try await connection.client()
        do {
            let receipt = try await client.get("/v1/records/\(sequence)/receipt")
            if let output {
                let file = URL(filePath: output)
                guard (try? Data(receipt).write(to: file, options: .atomic)) != nil else {
                    throw fail("\(output) can't be written")
                }
                note("receipt of record \(sequence) in \(output)")
            } else {
                FileHandle.standardOutput.write(Data(receipt))
            }
        } catch let error as ClientError {
            throw error.exit(json: connection.json)
        }
    }
}

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verifies a receipt offline: record, inclusion, checkpoint, member's signature."
    )

    @Argument(help: "The receipt's file.", completion: .file())
    var receipt: String

    @Option(help: "The log's verifier key, from somebody you trust.")
    var logKey: String?

    @Option(help: "A policy file (C2SP tlog-policy) instead of a log key.", completion: .file())
    var policy: String?

    @Option(help: "A member's public key, as `databourse key show` prints it; may be repeated.")
    var memberKey: [String] = []

    func run() throws {
        let text = try policyText()
        guard let bytes = try? Data(contentsOf: URL(filePath: receipt)) else {
            throw fail("\(receipt) can't be read")
        }
        let trusted: TrustPolicy
        do throws(PolicyError) {
            trusted = try TrustPolicy(parsing: text)
        } catch {
            throw fail("the policy isn't one: \(error)")
        }
        var keys: [PublicKey] = []
        for text in memberKey {
            do throws(KeyFailure) {
                keys.append(try PublicKey(text: text))
            } catch {
                throw fail("\(text): \(error)")
            }
        }
        do throws(ReceiptProblem) {
            let verified = try ReceiptVerifier(policy: trusted, keys: keys).verify(Array(bytes))
            print(verified)
        } catch {
            throw fail("not verified: \(error)", Exit.notVerified)
        }
    }

    private func policyText() throws -> [UInt8] {
        if let policy {
            guard let data = try? Data(contentsOf: URL(filePath: policy)) else {
                throw fail("\(policy) can't be read")
            }
            return Array(data)
        }
        guard let logKey else {
            throw ValidationError("say whom to trust: --log-key or --policy")
        }
        return Array("log \(logKey)\nquorum none\n".utf8)
    }
}

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Replays a journal from its first record and recomputes every decision.",
        discussion: """
            Reads from the exchange (--server or --profile, with an auditor's or supervisor's \
            key), from a stopped venue's folder, or from a file of records.
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

    @Option(help: "The log's verifier key: the tree's root is compared with its checkpoint.")
    var logKey: String?

    @OptionGroup var connection: Connection

    func run() async throws {
        if let folder {
            try finish(
                try await audit(nil) { check in
                    try StoredJournal(folder).forEach(from: 0, check)
                }
            )
        } else if let file {
            guard let data = try? Data(contentsOf: URL(filePath: file)) else {
                throw fail("\(file) can't be read")
            }
            try finish(
                try await audit(nil) { check in
                    for line in data.split(separator: UInt8(ascii: "\n")) { try check(Array(line)) }
                }
            )
        } else {
            try await auditServer()
        }
    }

    private func auditServer() async throws {
        var connection = connection
        if let address { connection.server = address }
        let client = try await connection.client()
        do {
            let note = try await client.get("/log/checkpoint")
            let checkpoint = try trusted(note)
            try finish(
                try await audit(checkpoint) { check in
                    var lines = LineSplitter()
                    try await client.stream("/v1/journal") { _, chunk in
                        for line in lines.add(chunk) { try check(line) }
                    }
                }
            )
        } catch let error as ClientError {
            throw error.exit(json: connection.json)
        }
    }

    /// The checkpoint, when its signature is good; `nil` when no log key was given.
    private func trusted(_ note: [UInt8]) throws -> Checkpoint? {
        guard let logKey = try logKey ?? connection.chosen()?.logKey else { return nil }
        do {
            let policy = try TrustPolicy(parsing: Array("log \(logKey)\nquorum none\n".utf8))
            return try policy.trust(SignedCheckpoint(parsing: note)).checkpoint
        } catch {
            throw fail("the checkpoint isn't the log's: \(error)", Exit.notVerified)
        }
    }

    private func audit(
        _ checkpoint: Checkpoint?,
        _ read: ((_ record: [UInt8]) throws -> Void) async throws -> Void
    ) async throws -> AuditReport {
        var auditor = Auditor(machine: makeExchange(), keys: publicKey, checkpoint: checkpoint)
        do {
            try await read { record in try auditor.check(record) }
            return try auditor.finish()
        } catch let finding as AuditFinding {
            throw fail("the journal is wrong: \(finding)", Exit.notVerified)
        }
    }

    private func finish(_ report: AuditReport) throws {
        print(report)
    }
}
