import Gateway
import Kernel
import Portal
import Sequencer
import Transparency
import Units
import Wire

/// The log as the portal shows it.
struct LedgerView: Sendable {
    let sequencer: Sequencer
    let origin: String
    let logKey: String

    /// The newest signed checkpoint.
    func checkpoint() -> Portal.Checkpoint? {
        guard let (note, size) = sequencer.checkpoint,
            let signed = try? Transparency.SignedCheckpoint(parsing: Array(note.utf8))
        else { return nil }
        let at = (try? time(of: size - 1)) ?? sequencer.state.world.time
        return Portal.Checkpoint(
            origin: origin,
            size: size,
            root: signed.checkpoint.root,
            signedAt: at,
            note: note,
            logKey: logKey,
            witnesses: []
        )
    }

    /// The proof that a record stands in the log, once a checkpoint covers it.
    func proof(of sequence: Int64) throws -> LedgerProof? {
        guard let receipt = try sequencer.receipt(for: sequence),
            let proof = try? LogProof(parsing: Array(receipt.utf8)),
            let record = proof.extra, let checkpoint = try checkpoint(of: proof)
        else { return nil }
        return LedgerProof(
            sequence: sequence,
            leaf: TreeHash.leaf(record),
            path: proof.hashes,
            checkpoint: checkpoint
        )
    }

    /// A proof for anybody: without the record, which is confidential.
    func publicProof(of sequence: Int64) throws -> [UInt8]? {
        guard let receipt = try sequencer.receipt(for: sequence),
            let proof = try? LogProof(parsing: Array(receipt.utf8))
        else { return nil }
        return LogProof(index: proof.index, hashes: proof.hashes, checkpoint: proof.checkpoint)
            .bytes
    }

    private func checkpoint(of proof: LogProof) throws -> Portal.Checkpoint? {
        guard let signed = try? Transparency.SignedCheckpoint(parsing: proof.checkpoint) else {
            return nil
        }
        let size = Int64(signed.checkpoint.size)
        guard let signedAt = try time(of: size - 1) else { return nil }
        return Portal.Checkpoint(
            origin: origin,
            size: size,
            root: signed.checkpoint.root,
            signedAt: signedAt,
            note: String(decoding: proof.checkpoint, as: UTF8.self),
            logKey: logKey,
            witnesses: []
        )
    }

    private func time(of sequence: Int64) throws -> Instant? {
        try sequencer.record(sequence).map { try Record(wire: $0).time }
    }

    /// Records as outsiders see them, newest first.
    func records(before end: Int64, limit: Int64) throws -> [LedgerPage.Record] {
        let start = max(0, end - limit)
        return try sequencer.records(from: start, limit: Int(end - start)).map { bytes in
            let record = try Record(wire: bytes)
            return LedgerPage.Record(
                sequence: record.sequence,
                at: record.time,
                capability: record.path,
                name: Self.name(record.path),
                leaf: TreeHash.leaf(bytes)
            )
        }
        .reversed()
    }

    /// How the tree grew: at most a hundred points, evenly over the records.
    func growth() throws -> [GrowthPoint] {
        let count = sequencer.state.world.sequence
        let step = max(1, count / 100)
        var points: [GrowthPoint] = []
        for sequence in stride(from: 0, to: count, by: Int(step)) {
            guard let at = try time(of: sequence) else { continue }
            points.append(GrowthPoint(at: at, size: sequence + 1))
        }
        if let at = try time(of: count - 1) { points.append(GrowthPoint(at: at, size: count)) }
        return points
    }

    func finality(of sequence: Int64) -> Finality {
        sequencer.finality(of: sequence) ?? .durable
    }

    /// What a function's commands are about, by the path they are posted at.
    private static func name(_ path: String) -> Pair {
        switch path.split(separator: "/").dropFirst().first {
        case "exchange": Pair("交易所", "The venue")
        case "membership": Pair("会员", "Membership")
        case "registry": Pair("登记", "Registration")
        case "products": Pair("产品库", "Product library")
        case "trading": Pair("交易", "Trading")
        case "contracts": Pair("合约", "Contracts")
        case "clearing": Pair("结算", "Clearing")
        default: Pair("其他", "Other")
        }
    }
}
