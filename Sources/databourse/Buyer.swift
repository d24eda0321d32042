import ArgumentParser
import Client
import Contracts
import Crypto
import DataNode
import Foundation
import Kernel
import Signatures
import Transparency
import Units
import Wire

/// The buyer's side of a delivery: it keeps its own chain of receipts, and signs only for what it
/// has seen.
///
/// What it keeps is named by when the entitlement was issued, to the microsecond: a venue that is
/// opened anew under the same name begins its numbers again.
struct Buyer {
    private let entitlement: Entitlement
    private let node: ExchangeClient
    private let key: PrivateKey
    private let state: URL
    /// What the node knows of the entitlement's use.
    private let usage: UsageFile

    /// Shows the node the receipt of the record that issued the entitlement: the one in `file`, or
    /// the exchange's.
    init(_ text: String, _ file: String?, _ connection: Connection) async throws {
        guard ID<AccessEntitlement>(text: text) != nil else {
            throw ValidationError("an entitlement is AE- and a number: \(text)")
        }
        guard let key = try connection.privateKey() else { throw ClientError.noKey }
        let receipt =
            if let file { try Self.read(file) } else { try await Self.ask(text, connection) }
        guard let proof = try? LogProof(parsing: receipt), let bytes = proof.extra,
            let entitlement = (try? Record(wire: bytes))?.issuedEntitlement,
            entitlement.id.description == text,
            let log = try? SignedCheckpoint(parsing: proof.checkpoint).checkpoint,
            let origin = ExchangeName(text: log.origin.description)
        else {
            let sentence = Sentence(
                "the receipt isn't that of the record that issued \(text)",
                "收据不是签发\(text)的记录的收据"
            )
            throw fail("\(sentence)", Exit.notVerified)
        }
        node = ExchangeClient(address: entitlement.delivery.address, origin: origin, key: key)
        let presented = PresentedReceipt(receipt: String(decoding: receipt, as: UTF8.self))
        let answer = try await node.post("/v1/entitlements", presented)
        guard let usage = try? UsageFile(wire: answer) else {
            throw ClientError.malformed("the node states no usage")
        }
        self.usage = usage
        self.entitlement = entitlement
        self.key = key
        let home = ProcessInfo.processInfo.environment["HOME"] ?? "."
        let folder = URL(filePath: home).appending(path: ".local/state/databourse")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let issued = entitlement.issued.microseconds
        let name = "\(origin.text.filter { $0 != "/" })-\(text)-\(issued)"
        state = folder.appending(path: "\(name).json")
    }

    private static func read(_ file: String) throws -> [UInt8] {
        guard let data = try? Data(contentsOf: URL(filePath: file)) else {
            throw fail("\(file) can't be read")
        }
        return Array(data)
    }

    private static func ask(_ text: String, _ connection: Connection) async throws -> [UInt8] {
        let exchange = try await connection.client()
        let answer = try await exchange.get("/v1/entitlements/\(text)")
        guard let entitlement = try? Entitlement(wire: answer) else {
            throw ClientError.malformed("no entitlement")
        }
        return try await exchange.get("/v1/records/\(entitlement.record)/receipt")
    }

    private var path: String { "/v1/entitlements/\(entitlement.id)" }

    // MARK: Files

    /// Downloads what is missing of the file, checks it, and signs for it.
    func download(to part: URL) async throws -> Units.Digest {
        if !FileManager.default.fileExists(atPath: part.path) {
            _ = FileManager.default.createFile(atPath: part.path, contents: nil)
        }
        if let digest = try received(part) { return digest }
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
        try await sign(try statement(answer, call(digest), after: nil))
        return digest
    }

    /// The digest of a part that is the whole file, signed for before this run.
    private func received(_ part: URL) throws -> Units.Digest? {
        guard let statement = usage.statement, usage.acknowledged == 1 else { return nil }
        let digest = try digest(of: part)
        let head = UsageChain.link(UsageChain.start(entitlement.id), call(digest))
        return statement.chain == head ? digest : nil
    }

    private func call(_ file: Units.Digest) -> UsedCall {
        UsedCall(count: 1, entitlement: entitlement.id, request: "file", response: file)
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

    /// Makes one call and signs for it, after what an earlier run has left unsigned.
    func rows(
        _ parameters: [(name: String, value: String)]
    ) async throws -> (RowPage, UsageStatement) {
        let last = try await resume()
        return try await call(node.target("\(path)/rows", parameters), after: last)
    }

    /// The last statement, signed for; a run that ended before it had signed is ended here.
    private func resume() async throws -> UsageStatement? {
        let kept = try? UsageStatement(wire: Data(contentsOf: state))
        guard let statement = usage.statement else { return kept }
        guard usage.acknowledged < statement.count else {
            return isOwn(usage.buyerSignature, statement) ? statement : kept
        }
        if statement == kept {
            try await sign(statement)
            return statement
        }
        // The answer never arrived: the node gives it again, and doesn't count it again.
        guard let request = usage.request, request.hasPrefix("\(path)/rows") else { return kept }
        return try await call(request, after: kept).1
    }

    /// Whether this very key has signed for a statement: then it is the last, whoever keeps it.
    private func isOwn(_ text: SignatureText?, _ statement: UsageStatement) -> Bool {
        guard let text, let signature = Signature(hex: text.text) else { return false }
        return Attestation(keyID: key.publicKey.keyID, signature: signature)
            .verify(statement.wire, for: .usage, by: key.publicKey)
    }

    private func call(
        _ target: String,
        after last: UsageStatement?
    ) async throws -> (RowPage, UsageStatement) {
        var answer: Answer?
        var body: [UInt8] = []
        try await node.stream(target) { head, chunk in
            answer = head
            body += chunk
        }
        guard let answer, let page = try? RowPage(wire: body) else {
            throw ClientError.malformed("no rows")
        }
        let call = UsedCall(
            count: (last?.count ?? 0) + 1,
            entitlement: entitlement.id,
            request: target,
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
