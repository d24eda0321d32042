public import Units

/// The head of the journal's tree: its size and root, signed by the exchange and cosigned.
///
/// The wire format is a C2SP checkpoint in a signed note (tlog-checkpoint, signed-note v1.0.0).
public struct Checkpoint: Sendable {
    /// The name of the log, on the note's first line.
    public let origin: String
    /// How many records it covers.
    public let size: Int64
    /// The root of the tree over them.
    public let root: Digest
    /// When it was signed.
    public let signedAt: Instant
    /// The whole note with its signatures, as published at `/checkpoint`.
    public let note: String
    /// The log's public key, written as a C2SP verifier key (`name+id+key`).
    public let logKey: String
    /// Those who cosign, in the order of the policy.
    public let witnesses: [Witness]

    /// A checkpoint with its note and the keys to check it by.
    public init(
        origin: String,
        size: Int64,
        root: Digest,
        signedAt: Instant,
        note: String,
        logKey: String,
        witnesses: [Witness]
    ) {
        self.origin = origin
        self.size = size
        self.root = root
        self.signedAt = signedAt
        self.note = note
        self.logKey = logKey
        self.witnesses = witnesses
    }

    /// One who cosigns checkpoints after checking that each extends the last.
    public struct Witness: Sendable {
        /// Its name, as in its key.
        public let name: String
        /// Its public key, written as a C2SP verifier key.
        public let key: String
        /// When it cosigned this checkpoint, or `nil` if it hasn't.
        public let cosignedAt: Instant?

        /// A witness of this name and key.
        public init(name: String, key: String, cosignedAt: Instant?) {
            self.name = name
            self.key = key
            self.cosignedAt = cosignedAt
        }
    }

    /// The checks of a checkpoint; without witnesses there is no cosignature to check.
    var checks: [ProofSteps.Kind] { witnesses.isEmpty ? [.signature] : [.signature, .witnesses] }

    var cosigned: Int { witnesses.count { $0.cosignedAt != nil } }
}

/// A record's place in the tree, with all that a browser needs to check it.
public struct LedgerProof: Sendable {
    /// The record's sequence number: its index among the leaves.
    public let sequence: Int64
    /// The leaf: SHA-256 of a zero byte and the record.
    public let leaf: Digest
    /// The siblings from the leaf up to the root's child (RFC 9162 §2.1.3.1).
    public let path: [Digest]
    /// The checkpoint whose root the path leads to.
    public let checkpoint: Checkpoint

    /// The proof that `leaf` stands at `sequence` under the checkpoint's root.
    public init(sequence: Int64, leaf: Digest, path: [Digest], checkpoint: Checkpoint) {
        self.sequence = sequence
        self.leaf = leaf
        self.path = path
        self.checkpoint = checkpoint
    }
}

extension LedgerProof {
    /// The panel that shows the proof and has the visitor's browser check it.
    func panel(_ t: Language, id: String = "ledger-proof") -> Node {
        let size = checkpoint.size
        return section(
            .class("card"),
            .aria("labelledby", id),
            .data("proof"),
            .data("index", "\(sequence)"),
            .data("size", "\(size)"),
            .data("leaf", leaf.hex),
            .data("root", checkpoint.root.hex),
            .data("path", path.map(\.hex).joined(separator: " ")),
            .data("note", checkpoint.note),
            .data("log-key", checkpoint.logKey),
            .data("witness-keys", checkpoint.witnesses.map(\.key).joined(separator: " "))
        ) {
            div(.class("ch")) {
                h2(.id(id)) { t("存证证明", "Ledger proof") }
                div(.class("ct")) { chip(t("已存证", "Recorded"), .ok, icon: "shield") }
            }
            auditPath(index: sequence, size: size, t)
            facts([
                (
                    t("记录", "Record"),
                    [
                        a(.href("/\(t.rawValue)/ledger/\(sequence)")) {
                            "#\(Numbers.grouped(sequence))"
                        }
                    ]
                ),
                (t("叶哈希", "Leaf hash"), [hash(leaf, t)]),
                (t("树根", "Tree root"), [hash(checkpoint.root, t)]),
                (t("树大小", "Tree size"), [.text(Numbers.grouped(size))]),
                (t("见证", "Witnesses"), [witnessDots(checkpoint, t)]),
            ])
            ProofSteps(kinds: [.inclusion] + checkpoint.checks).node(t)
            verifyButton(t)
            div(.class("links")) {
                a(.href("/ledger/\(sequence)/proof")) {
                    icon("down")
                    t("下载证明", "Download the proof")
                }
            }
        }
    }
}

/// The checks a browser makes, each with its outcome.
struct ProofSteps {
    enum Kind: String {
        case record, inclusion, signature, witnesses

        var name: Pair {
            switch self {
            case .record: Pair("记录在其位置上，由它算出叶哈希", "The record, at its place, gives the leaf")
            case .inclusion: Pair("由叶与路径重算出树根", "Leaf and path give the tree root")
            case .signature: Pair("交易所对树根的签名有效", "The exchange's signature over the root")
            case .witnesses: Pair("独立见证方的联署有效", "Cosignatures of independent witnesses")
            }
        }
    }

    let kinds: [Kind]

    func node(_ t: Language) -> Node {
        group {
            ul(.class("checks needs-script"), .data("checks")) {
                for kind in kinds {
                    li(.data("check", kind.rawValue)) {
                        span(.class("mark"), .aria("hidden", "true"))
                        span { t(kind.name) }
                        span(.class("mut"), .data("outcome"))
                    }
                }
            }
            p(.class("live fine"), .role("status"), .data("verdict")) {
                t(
                    "计算在您的浏览器内完成，不依赖本站的结论。",
                    "Computed in your browser, without taking our word."
                )
            }
        }
    }
}

func verifyButton(_ t: Language) -> Node {
    group {
        button(.class("btn pri wide-btn needs-script"), .set("type", "button"), .data("verify")) {
            icon("check")
            t("在本机复核", "Check it in this browser")
        }
        element("noscript", []) {
            p(.class("fine")) {
                t(
                    "浏览器脚本已关闭：可下载证明后用命令行离线核验。",
                    "Scripts are off: download the proof and check it offline on the command line."
                )
            }
        }
    }
}

func witnessDots(_ checkpoint: Checkpoint, _ t: Language) -> Node {
    if checkpoint.witnesses.isEmpty { return .text(t("尚无见证方", "No witness yet")) }
    return group {
        span(.class("wit"), .aria("hidden", "true")) {
            for witness in checkpoint.witnesses {
                span(.class(witness.cosignedAt == nil ? "off" : "on"))
            }
        }
        "\(checkpoint.cosigned) / \(checkpoint.witnesses.count)"
    }
}
