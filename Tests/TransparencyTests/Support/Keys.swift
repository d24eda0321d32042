import Transparency
import Units

/// The parties of a test log, with keys from fixed seeds.
enum Party {
    static let origin: ExactText = "exchange.example/2027"

    static func log() throws -> NoteSigner { try NoteSigner(name: origin, seed: seed(1)) }

    static func witness(_ number: Int) throws -> Cosigner {
        try Cosigner(name: ExactText("witness.example/\(number)"), seed: seed(UInt8(16 + number)))
    }

    static func auditor(_ number: Int) throws -> Cosigner {
        try Cosigner(name: ExactText("auditor.example/\(number)"), seed: seed(UInt8(32 + number)))
    }

    static func seed(_ number: UInt8) -> [UInt8] { [UInt8](repeating: number, count: 32) }

    /// The log's checkpoint at the size of `tree`, or at an earlier one.
    static func checkpoint(
        of tree: MerkleTree,
        size: Int,
        cosigners: [Cosigner] = [],
        time: Int = 1_800_000_000
    ) throws -> SignedCheckpoint {
        let root = try tree.root(size: size)
        var signed = try log().sign(Checkpoint(origin: origin, size: size, root: root))
        for cosigner in cosigners {
            let line = try cosigner.cosign(signed, at: time).line
            try signed.add(signatureLines: line, by: [cosigner.key])
        }
        return signed
    }

    /// A policy for this log: three of four witnesses and two of three auditors.
    static func policyText() throws -> String {
        var lines = ["# who must have seen a checkpoint", "log \(try log().key)", ""]
        for number in 1...4 {
            lines.append(
                "witness W\(number) \(try witness(number).key) https://w.example/\(number)"
            )
        }
        for number in 1...3 { lines.append("witness A\(number) \(try auditor(number).key)") }
        lines += ["group witnesses 3 W1 W2 W3 W4", "group auditors 2 A1 A2 A3"]
        lines += ["group both all witnesses auditors", "quorum both"]
        return lines.joined(separator: "\n") + "\n"
    }

    static func policy() throws -> TrustPolicy {
        try TrustPolicy(parsing: Array(policyText().utf8))
    }
}

extension String {
    var bytes: [UInt8] { Array(utf8) }
}
