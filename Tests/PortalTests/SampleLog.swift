import Crypto
import Foundation
import Portal
import Units

/// Not the protocol of the same name in Crypto.
typealias Digest = Units.Digest

/// A small transparency log made by the obvious code: the tests' second opinion on trees and notes,
/// and real proofs for the sample pages.
struct SampleLog {
    let records: [[UInt8]]
    let leaves: [Digest]
    let checkpoint: Checkpoint

    /// 2026-11-18 19:06:40 in Beijing.
    static let start = Instant(microseconds: 1_795_000_000_000_000)

    init(records count: Int) {
        records = (0..<count).map { Self.record($0) }
        leaves = records.map { Self.leaf($0) }
        let root = Self.root(leaves[...])
        let log = Signer(name: "databourse.example/log", type: 1, seed: 1)
        let cosigners = [
            Signer(name: "witness.example/regulator", type: 4, seed: 2),
            Signer(name: "witness.example/university", type: 4, seed: 3),
            Signer(name: "witness.example/association", type: 4, seed: 4),
        ]
        let origin = "databourse.example/log"
        let text = "\(origin)\n\(count)\n\(Data(root.bytes).base64EncodedString())\n"
        let seconds = Self.start.microseconds / 1_000_000
        var note = text + "\n" + log.line(for: text)
        for cosigner in cosigners.prefix(2) { note += cosigner.line(for: text, at: seconds) }
        checkpoint = Checkpoint(
            origin: origin,
            size: Int64(count),
            root: root,
            signedAt: Self.start,
            note: note,
            logKey: log.key,
            witnesses: cosigners.enumerated().map { index, cosigner in
                .init(
                    name: cosigner.name,
                    key: cosigner.key,
                    cosignedAt: index < 2 ? Self.start : nil
                )
            }
        )
    }

    static func record(_ sequence: Int) -> [UInt8] {
        Array(#"{"path":"/v1/products/list","salt":"9f2c71d0","sequence":\#(sequence)}"#.utf8)
    }

    func proof(_ sequence: Int) -> LedgerProof {
        LedgerProof(
            sequence: Int64(sequence),
            leaf: leaves[sequence],
            path: Self.path(sequence, leaves[...]),
            checkpoint: checkpoint
        )
    }

    /// The proof of a record as a file (C2SP tlog-proof): a receipt when it brings the record.
    func proof(_ sequence: Int, withRecord: Bool) -> String {
        let record = Data(records[sequence]).base64EncodedString()
        let extra = withRecord ? "extra \(record)\n" : ""
        let path = Self.path(sequence, leaves[...])
            .map { Data($0.bytes).base64EncodedString() + "\n" }.joined()
        return "c2sp.org/tlog-proof@v1\n\(extra)index \(sequence)\n\(path)\n\(checkpoint.note)"
    }

    /// The last tile of leaf hashes, not yet full, and its path (C2SP tlog-tiles).
    var lastTile: (path: String, bytes: [UInt8]) {
        let (tile, width) = leaves.count.quotientAndRemainder(dividingBy: 256)
        return ("tile/0/00\(tile).p/\(width)", leaves.suffix(width).flatMap(\.bytes))
    }

    // MARK: Tree, by the definitions of RFC 6962 §2.1

    static func leaf(_ record: [UInt8]) -> Digest { sha256([0] + record) }

    static func root(_ leaves: ArraySlice<Digest>) -> Digest {
        guard leaves.count > 1 else {
            return leaves.first ?? sha256([])
        }
        let middle = leaves.startIndex + split(leaves.count)
        return sha256([1] + root(leaves[..<middle]).bytes + root(leaves[middle...]).bytes)
    }

    static func path(_ index: Int, _ leaves: ArraySlice<Digest>) -> [Digest] {
        guard leaves.count > 1 else { return [] }
        let half = split(leaves.count)
        let middle = leaves.startIndex + half
        return index < half
            ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
            : path(index - half, leaves[middle...]) + [root(leaves[..<middle])]
    }

    /// The largest power of two below `count`.
    private static func split(_ count: Int) -> Int {
        var half = 1
        while half * 2 < count { half *= 2 }
        return half
    }

    static func sha256(_ bytes: [UInt8]) -> Digest {
        guard let digest = Digest(bytes: Array(SHA256.hash(data: bytes))) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        return digest
    }
}

/// An Ed25519 key of a log (type 1) or a witness (type 4), by C2SP signed-note.
struct Signer {
    let name: String
    let type: UInt8
    let seed: UInt8

    private var signing: Curve25519.Signing.PrivateKey? {
        try? Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: seed, count: 32))
    }
    private var blob: [UInt8] { [type] + Array(signing?.publicKey.rawRepresentation ?? Data()) }
    private var id: [UInt8] {
        Array(SampleLog.sha256(Array(name.utf8) + [0x0A] + blob).bytes.prefix(4))
    }

    var key: String { "\(name)+\(Hex.encode(id))+\(Data(blob).base64EncodedString())" }

    func line(for text: String, at seconds: Int64? = nil) -> String {
        let message = seconds.map { "cosignature/v1\ntime \($0)\n\(text)" } ?? text
        let stamp = seconds.map { at in
            (0..<8).map { UInt8(truncatingIfNeeded: at >> (56 - 8 * $0)) }
        }
        let signature = (try? signing?.signature(for: Data(message.utf8))) ?? Data()
        let bytes = id + (stamp ?? []) + signature
        return "— \(name) \(Data(bytes).base64EncodedString())\n"
    }
}
