import Units

extension Checkpoint {
    /// The checkpoint, with its note and a button to check its signatures.
    func card(_ t: Language, id: String, withNote: Bool = false) -> Node {
        section(
            .class("card"),
            .aria("labelledby", id),
            .data("proof"),
            .data("root", root.hex),
            .data("size", "\(size)"),
            .data("note", note),
            .data("log-key", logKey),
            .data("witness-keys", witnesses.map(\.key).joined(separator: " "))
        ) {
            div(.class("ch")) {
                h2(.id(id)) { t("最新检查点", "Newest checkpoint") }
                div(.class("ct")) { chip(origin) }
            }
            p(.class("size")) {
                strong { Numbers.grouped(size) }
                span { t("条记录", "records") }
            }
            facts([
                (t("树根", "Root"), [hash(root, t)]),
                (t("签发", "Signed"), [moment(signedAt)]),
                (t("见证", "Witnesses"), [witnessDots(self, t)]),
            ])
            ProofSteps(kinds: checks).node(t)
            verifyButton(t)
            if withNote { signedNote(t) }
        }
    }

    private func signedNote(_ t: Language) -> Node {
        group {
            details(.class("note-d")) {
                summary { t("签名原文", "Signed note") }
                pre(
                    .class("raw"),
                    .set("tabindex", "0"),
                    .role("group"),
                    .aria("label", t("签名原文", "Signed note"))
                ) { note }
                facts([(t("公钥", "Key"), [mono(logKey)])])
                ul(.class("witl")) {
                    for witness in witnesses {
                        li {
                            span { witness.name }
                            span(.class("mut")) {
                                if let at = witness.cosignedAt {
                                    moment(at)
                                } else {
                                    t("未联署", "Not cosigned")
                                }
                            }
                        }
                    }
                }
            }
            div(.class("links")) {
                a(.href("/checkpoint")) {
                    icon("down")
                    t("下载检查点", "Download the checkpoint")
                }
            }
        }
    }
}

/// A place to drop or paste a receipt (C2SP tlog-proof), checked wholly in the browser.
struct ReceiptCheck {
    /// Whose keys to check against.
    let checkpoint: Checkpoint?

    @HTML func node(_ t: Language) -> [Node] {
        if let checkpoint {
            section(
                .class("card"),
                .id("receipt"),
                .aria("labelledby", "receipt-h"),
                .data("receipt"),
                .data("log-key", checkpoint.logKey),
                .data("origin", checkpoint.origin),
                .data("witness-keys", checkpoint.witnesses.map(\.key).joined(separator: " "))
            ) {
                div(.class("ch")) { h2(.id("receipt-h")) { t("核验回执", "Check a receipt") } }
                div(.class("needs-script")) {
                    label(.class("drop"), .data("drop")) {
                        icon("down")
                        span {
                            t(
                                "把回执文件拖到这里，或点按选择（tlog-proof 格式）",
                                "Drop a receipt here or choose one (tlog-proof format)"
                            )
                        }
                        input(.class("vh"), .set("type", "file"), .on("multiple"), .data("file"))
                    }
                    label(.class("fld")) {
                        span { t("或粘贴回执文本", "Or paste its text") }
                        textarea(
                            .set("rows", "4"),
                            .set("spellcheck", "false"),
                            .set("autocomplete", "off"),
                            .data("text")
                        )
                    }
                    label(.class("fld")) {
                        span { t("记录原文（证明不带记录时）", "The record, where the proof brings none") }
                        textarea(
                            .set("rows", "2"),
                            .set("spellcheck", "false"),
                            .set("autocomplete", "off"),
                            .data("record")
                        )
                    }
                }
                ProofSteps(kinds: [.record, .inclusion] + checkpoint.checks).node(t)
                verifyButton(t)
            }
        }
    }
}

/// A place to paste a record's bytes, to see whether they hash to its leaf.
struct RecordCheck {
    let leaf: Digest

    func node(_ t: Language) -> Node {
        section(
            .class("card needs-script"),
            .aria("labelledby", "bytes"),
            .data("record-check"),
            .data("leaf", leaf.hex)
        ) {
            div(.class("ch")) {
                h2(.id("bytes")) { t("您有这条记录的原文？", "Do you hold this record?") }
            }
            label(.class("fld")) {
                span {
                    t(
                        "粘贴原文，在本机计算 SHA-256(0x00 ‖ 原文) 并与叶哈希比较",
                        "Paste it to compute SHA-256(0x00 ‖ record) here and compare with the leaf hash"
                    )
                }
                textarea(
                    .set("rows", "3"),
                    .set("spellcheck", "false"),
                    .set("autocomplete", "off"),
                    .data("text")
                )
            }
            div(.class("pb")) {
                button(.class("btn"), .set("type", "button"), .data("verify")) {
                    icon("check")
                    t("计算并比较", "Compute and compare")
                }
            }
            p(.class("live fine"), .role("status"), .data("verdict"))
        }
    }
}

/// The audit path written out: each sibling, and on which side it's hashed in.
struct PathCard {
    let proof: LedgerProof

    func node(_ t: Language) -> Node {
        let sides = siblingsOnTheRight(index: proof.sequence, size: proof.checkpoint.size)
        return card(
            t("审计路径", "Audit path"),
            id: "path",
            note: t("从叶到根，每层一次哈希", "From leaf to root, a hash a level")
        ) {
            ol(.class("path")) {
                step("leaf", t("叶", "Leaf"), hash(proof.leaf, t, whole: true), t)
                for (sibling, isRight) in zip(proof.path, sides) {
                    step(
                        isRight ? "right" : "left",
                        isRight ? t("右邻", "Right sibling") : t("左邻", "Left sibling"),
                        hash(sibling, t, whole: true),
                        t
                    )
                }
                step("root", t("根", "Root"), hash(proof.checkpoint.root, t, whole: true), t)
            }
        }
    }

    private func step(_ kind: String, _ name: String, _ hash: Node, _ t: Language) -> Node {
        li(.class("step \(kind)")) {
            span(.class("node"), .aria("hidden", "true"))
            span(.class("mut")) { name }
            hash
        }
    }
}
