import Contracts
import DataNode
import DataQuality
import Foundation
import Kernel
import Signatures
import Testing
import Transparency
import Units
import Wire

/// A folder that goes when nobody needs it any more.
final class Folder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "node-\(UUID())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and returns its path.
    func write(_ name: String, _ content: some Sequence<UInt8>) throws -> String {
        let file = "\(path)/\(name)"
        try Data(content).write(to: URL(filePath: file))
        return file
    }
}

/// What is the same in every test of the node.
enum Sample {
    static let node = PrivateKey.generate()
    static let buyer = PrivateKey.generate()
    static let other = PrivateKey.generate()
    static let log = signer(1)
    static let origin = "exchange.example/2027"
    static let csv = """
        city,hour,value
        北京,1,10.5
        天津,2,
        "上,海",3,12.0
        北京,4,13.25

        """

    static func signer(_ seed: UInt8) -> NoteSigner? {
        try? NoteSigner(name: ExactText(origin), seed: Array(repeating: seed, count: 32))
    }

    static func logKey(_ signer: NoteSigner? = log) throws -> String {
        try #require(signer).key.vkey
    }

    static func text(_ key: PrivateKey) throws -> PublicKeyText {
        try #require(PublicKeyText(text: key.publicKey.text))
    }

    static func dataset(_ file: String) throws -> DataSet {
        let key = try #require(DataSetKey(bytes: Array(repeating: 3, count: 32)))
        return try DataSet(name: "air", file: file, key: key)
    }

    static func entitlement(
        _ number: Int64 = 1,
        _ mode: Delivery.Mode = .api,
        quota: Int64 = 3,
        dataset: String = "air",
        key: PrivateKey = node
    ) throws -> Entitlement {
        Entitlement(
            id: ID(number),
            contract: ID(number),
            buyer: ID(6),
            supplier: ID(5),
            accessKey: try text(buyer),
            product: ID(1),
            version: 1,
            delivery: Delivery(
                mode: mode,
                address: "http://node.example",
                dataset: dataset,
                key: try text(key)
            ),
            scenario: "能耗预测",
            quota: quota,
            issued: Instant(microseconds: 1_000_000),
            record: 2,
            expires: expiry
        )
    }

    /// When entitlements end.
    static let expiry = Instant(microseconds: 2_000_000_000_000_000)

    /// The record that issues an entitlement, or says something else.
    static func record(
        _ entitlement: Entitlement,
        sequence: Int64 = 2,
        at time: Instant = Instant(microseconds: 1_000_000),
        isAccepted: Bool = true,
        capability: String = Contract.name
    ) -> Record {
        let issued = Contract.Event.funded(entitlement)
        let named = Contract.Event.rekeyed(entitlement)
        let event = RecordedEvent(
            capability: capability,
            event: RawJSON(entitlement.accessKey.text == buyer.publicKey.text ? issued : named)
        )
        let effects = Effects(due: [], events: [event], rights: [], transfers: [])
        let report = RejectionReport(code: "kernel.unknownKey", facts: [], kind: .forbidden)
        return Record(
            actor: .system,
            body: RawJSON(canonical: Array("{}".utf8)),
            format: Record.format,
            outcome: isAccepted ? .accepted(effects) : .rejected(report),
            path: "/v1/contracts/fund",
            rules: 1,
            salt: Salt(high: 0, low: 0),
            sequence: sequence,
            time: time
        )
    }

    /// The receipt of a record as the only one that matters among five; `shown` is what the receipt
    /// says that the record is.
    static func receipt(
        _ record: Record,
        by signer: NoteSigner? = log,
        shown: [UInt8]? = nil
    ) throws -> [UInt8] {
        var entries = (0..<5).map { Array("\($0)".utf8) }
        entries[2] = record.wire
        let tree = MerkleTree(entries: entries)
        let checkpoint = try #require(signer).sign(
            Checkpoint(origin: ExactText(origin), size: 5, root: tree.root)
        )
        return LogProof(
            extra: shown ?? record.wire,
            index: 2,
            hashes: try tree.inclusionProof(index: 2, size: 5).hashes,
            checkpoint: checkpoint.bytes
        )
        .bytes
    }

    /// The buyer's signature under a statement.
    static func signature(
        _ statement: UsageStatement?,
        by key: PrivateKey = buyer
    ) throws -> String {
        let statement = try #require(statement)
        return try Attestation(signing: statement.wire, for: .usage, with: key).signature.hex
    }
}
