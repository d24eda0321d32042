import Audit
import DataNode
import SampleMarket
import Signatures
import Transparency
import Units
import Wire

extension Decoder {
    /// What logs, witnesses and clients send each other.
    static let log: [Decoder] = [
        Decoder(
            "note",
            seeds: { [Sample.early.bytes] },
            exactly: { try SignedNote(parsing: $0) },
            \.bytes,
            then: { note in _ = try? note.verify(by: [Sample.logSigner.key, Sample.cosigner.key]) }
        ),
        Decoder(
            "checkpoint",
            seeds: { [0, 5].map { Sample.checkpoint($0).bytes } },
            exactly: { try SignedCheckpoint(parsing: $0) },
            \.bytes,
            then: { signed in
                precondition(signed.checkpoint.text == signed.note.text, "another text was read")
                _ = try? policy.trust(signed)
            }
        ),
        Decoder("cosignature", seeds: { [cosignature] }) { bytes in
            let note = Sample.early
            var cosigned = note
            guard (try? cosigned.add(signatureLines: bytes, by: [Sample.cosigner.key])) != nil
            else { return }
            precondition(cosigned.checkpoint == note.checkpoint, "a signature changed the tree")
            precondition((try? policy.trust(cosigned)) != nil, "what was added doesn't verify")
        },
        Decoder(
            "verifier-key",
            texts: { [Sample.logSigner.key.vkey, Sample.cosigner.key.vkey] },
            exactly: { try VerifierKey($0) },
            \.vkey
        ),
        Decoder("policy", seeds: { [Array(Sample.policy.utf8)] }) { bytes in
            guard let policy = try? TrustPolicy(parsing: bytes) else { return }
            _ = try? policy.trust(Sample.early)
        },
        Decoder(
            "log-proof",
            seeds: { [Sample.receipt(0).bytes, Sample.receipt(7).bytes] },
            exactly: { try LogProof(parsing: $0) },
            \.bytes,
            then: { proof in
                _ = try? proof.verify(leafHash: TreeHash.leaf(proof.extra ?? []), policy: policy)
            }
        ),
        Decoder("receipt", seeds: { [Sample.receipt(3).bytes] }, show),
        Decoder(
            "witness-request",
            seeds: { [request.bytes] },
            exactly: { try AddCheckpointRequest(parsing: $0) },
            \.bytes,
            then: { request in
                let recorded = request.oldSize == 0 ? nil : Sample.early.checkpoint
                _ = try? witness.answer(request, recorded: recorded, at: 1_774_000_000)
            }
        ),
        Decoder(
            "tile-path",
            texts: { ["tile/0/x001/x234/067.p/89", "tile/entries/000", "tile/63/999"] },
            exactly: { try TileCoordinate(path: $0) },
            \.path
        ),
        Decoder("tile", seeds: { [tile] }) { bytes in
            guard let size = bytes.first.map(Int.init) else { return }
            let bytes = Array(bytes.dropFirst())
            let reader = TileReader(size: size) { $0.row == .hashes(level: 0) ? bytes : nil }
            _ = try? reader.root(size: size)
            for index in 0..<min(size, 3) {
                _ = try? reader.inclusionProof(index: index, size: size)
            }
        },
        Decoder("bundle", seeds: { [bundle] }) { bytes in
            guard let count = bytes.first.map({ Int($0) + 1 }) else { return }
            let bundle = Array(bytes.dropFirst())
            guard let entries = try? EntryBundle.decode(bundle, count: count) else { return }
            precondition(entries.count == count, "another count was read")
            precondition((try? EntryBundle.encode(entries)) == bundle, "another form was accepted")
        },
    ]

    private static let policy = Sample.made(
        try? TrustPolicy(parsing: Array(Sample.policy.utf8))
    )

    private static let witness = Witness(
        cosigner: Sample.cosigner,
        logs: [.init(origin: Sample.logSigner.key.name, keys: [Sample.logSigner.key])]
    )

    private static var cosignature: [UInt8] {
        Sample.made(try? Sample.cosigner.cosign(Sample.early, at: 1_774_000_001)).line
    }

    private static var request: AddCheckpointRequest {
        let size = Sample.tree.size
        let proof = Sample.made(try? Sample.tree.consistencyProof(from: 5, to: size))
        return AddCheckpointRequest(
            oldSize: 5,
            proof: proof.hashes,
            checkpoint: Sample.checkpoint(size)
        )
    }

    /// How many leaves, then the tile that holds their hashes.
    private static var tile: [UInt8] {
        let size = Sample.tree.size
        let place = Sample.made(TileCoordinate(.hashes(level: 0), index: 0, width: size))
        return [UInt8(size)] + Sample.made(Sample.tree.tile(place))
    }

    /// How many entries less one, then the bundle.
    private static var bundle: [UInt8] {
        let entries = market.records.prefix(2)
        return [UInt8(entries.count - 1)] + Sample.made(try? EntryBundle.encode(entries))
    }

    /// A receipt as its owner checks it, and as a node does.
    @Sendable
    private static func show(_ receipt: [UInt8]) {
        let keys = Sample.keys.map(\.publicKey)
        if let verified = try? ReceiptVerifier(policy: policy, keys: keys).verify(receipt) {
            precondition(verified.record.wire == verified.bytes, "another record was read")
            precondition(market.records.contains(verified.bytes), "a forged record was accepted")
            _ = verified.description
        }
        let desk = try? EntitlementDesk(
            logKeys: [Sample.logSigner.key.vkey],
            nodeKey: keys[0],
            datasets: ["guanyuan-2017"]
        )
        _ = try? Sample.made(desk).entitlement(in: receipt)
    }
}
