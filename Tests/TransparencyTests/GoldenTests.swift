import Crypto
import Foundation
import Testing
import Transparency
import Units

/// Files of one small log, kept under `Golden`, that must never come out differently.
///
/// `Golden/check.py`, which shares no code with the library, checks the same files. With the
/// environment variable `WRITE_GOLDEN` set the tests write the files instead.
@Suite("Golden files")
struct GoldenTests {
    static let size = 300
    static let entries = (0..<size).map { "entry \($0)".bytes }
    static let tree = MerkleTree(entries: entries)

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Golden")

    static func check(_ name: String, _ bytes: [UInt8]) throws {
        let file = folder.appending(path: name)
        if ProcessInfo.processInfo.environment["WRITE_GOLDEN"] != nil {
            try Data(bytes).write(to: file)
        }
        #expect(try Array(Data(contentsOf: file)) == bytes, "\(name)")
    }

    static func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    static func cosigned(size: Int) throws -> SignedCheckpoint {
        let cosigners = try (1...3).map(Party.witness) + (1...2).map(Party.auditor)
        return try Party.checkpoint(of: tree, size: size, cosigners: cosigners)
    }

    static let someSizes = Array(0...20) + [255, 256, 257, 299, 300]

    @Test("Roots")
    func roots() throws {
        let lines = try Self.someSizes.map { "\($0) \(try Self.tree.root(size: $0))\n" }
        try Self.check("roots.txt", lines.joined().bytes)
    }

    @Test("Proofs")
    func proofs() throws {
        var text = ""
        for new in [1, 2, 3, 6, 7, 8, 255, 256, 257, 300] {
            for index in Set([0, 1, 2, 5, 6, 7, 254, 256, 299]).sorted() where index < new {
                let proof = try Self.tree.inclusionProof(index: index, size: new)
                text += "inclusion \(index) \(new)\(Self.list(proof.hashes))\n"
                let older = try Self.tree.consistencyProof(from: index + 1, to: new)
                text += "consistency \(index + 1) \(new)\(Self.list(older.hashes))\n"
            }
        }
        try Self.check("proofs.txt", text.bytes)
    }

    static func list(_ hashes: [Units.Digest]) -> String { hashes.map { " \($0)" }.joined() }

    @Test("Tiles and entry bundles")
    func tiles() throws {
        var text = ""
        for tile in TileLayout.hashTiles(to: Self.size) {
            let bytes = try #require(Self.tree.tile(tile))
            text += "\(tile.path) \(Hex.encode(SHA256.hash(data: bytes)))\n"
        }
        for tile in TileLayout.entryBundles(to: Self.size) {
            let start = tile.index * TileCoordinate.fullWidth
            let bundle = try EntryBundle.encode(Self.entries[start..<start + tile.width])
            text += "\(tile.path) \(Hex.encode(SHA256.hash(data: bundle)))\n"
        }
        try Self.check("tiles.txt", text.bytes)
    }

    @Test("Policy")
    func policy() throws {
        try Self.check("policy.txt", Party.policyText().bytes)
    }

    // Apple's CryptoKit signs with randomness, so there the bytes differ each time.
    #if os(Linux)
    @Test("Checkpoint, receipt and witness request, byte for byte")
    func signed() throws {
        let signed = try Self.cosigned(size: Self.size)
        try Self.check("checkpoint.txt", signed.bytes)
        let receipt = LogProof(
            extra: "what the proof doesn't vouch for".bytes,
            index: 7,
            hashes: try Self.tree.inclusionProof(index: 7, size: Self.size).hashes,
            checkpoint: signed.bytes
        )
        try Self.check("receipt.tlog-proof", receipt.bytes)
        let request = AddCheckpointRequest(
            oldSize: 256,
            proof: try Self.tree.consistencyProof(from: 256, to: Self.size).hashes,
            checkpoint: try Party.checkpoint(of: Self.tree, size: Self.size)
        )
        try Self.check("add-checkpoint.txt", request.bytes)
        let answer = try WitnessTests.witness().answer(
            request,
            recorded: try Checkpoint(
                origin: Party.origin,
                size: 256,
                root: Self.tree.root(size: 256)
            ),
            at: 1_800_000_000
        )
        try Self.check("add-checkpoint-answer.txt", answer.response)
    }
    #endif

    @Test("The receipt proves its entry under the policy, and no other entry")
    func receipt() throws {
        let policy = try TrustPolicy(parsing: Self.read("policy.txt"))
        let receipt = try LogProof(parsing: Self.read("receipt.tlog-proof"))
        let trusted = try receipt.verify(leafHash: TreeHash.leaf(Self.entries[7]), policy: policy)
        #expect(trusted.checkpoint.root == Self.tree.root)
        #expect(throws: LogProofError.notIncluded(.rootMismatch)) {
            try receipt.verify(leafHash: TreeHash.leaf(Self.entries[8]), policy: policy)
        }
    }
}
