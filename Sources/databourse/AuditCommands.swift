import ArgumentParser
import Audit
import Client
import Foundation
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
            throw fail("the policy", error)
        }
        var keys: [PublicKey] = []
        for text in memberKey {
            do throws(KeyFailure) {
                keys.append(try PublicKey(text: text))
            } catch {
                throw fail(text, error)
            }
        }
        do throws(ReceiptProblem) {
            let verified = try ReceiptVerifier(policy: trusted, keys: keys).verify(Array(bytes))
            print(verified)
        } catch {
            throw fail("not verified", error)
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
