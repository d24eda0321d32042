import ArgumentParser
import Audit
import Journal
import Kernel
import Sequencer
import Signatures
import Transparency

/// What went wrong, for a person.
struct Sentence: CustomStringConvertible {
    let en: String
    let zh: String

    init(_ en: String, _ zh: String) {
        self.en = en
        self.zh = zh
    }

    /// Both languages, as other refusals have them.
    var description: String { "\(en) \(zh)" }
}

/// An error that a person may see.
protocol Explained: Error {
    /// What is wrong, and where it isn't plain, what to do.
    var sentence: Sentence { get }
    /// The exit code that fits.
    var exitCode: Int32 { get }
}

extension Explained {
    var exitCode: Int32 { Exit.failed }
}

/// Says what went wrong with something, and ends with the code for it.
func fail(_ subject: String, _ error: some Explained) -> ExitCode {
    fail("\(subject): \(error.sentence)", error.exitCode)
}

// MARK: Keys

/// The private key in a file.
func readKey(_ path: String) throws -> PrivateKey {
    do throws(KeyFailure) {
        return try KeyFile.read(path)
    } catch {
        throw fail(path, error)
    }
}

extension KeyFailure: Explained {
    var sentence: Sentence {
        switch self {
        case .malformedText:
            Sentence("a key's text is ed25519: or p256: and base64url", "密钥文本格式不符")
        case .wrongLength: Sentence("the key hasn't its algorithm's length", "密钥长度不符")
        case .notAPoint: Sentence("the key is no point of P-256", "密钥不是P-256曲线上的点")
        case .smallOrder: Sentence("the key is a weak one", "密钥为弱密钥")
        case .malformedPEM:
            Sentence("the file isn't one PEM block PRIVATE KEY (PKCS#8)", "文件不是PKCS#8私钥")
        case .unsupportedKey:
            Sentence("the key is neither Ed25519 nor P-256", "密钥既非Ed25519也非P-256")
        case .unreadable: Sentence("there is no key file that can be read", "无法读取密钥文件")
        case .notAFile: Sentence("that isn't a file", "该路径不是文件")
        case .tooOpen:
            Sentence("others can read this key file: chmod 600 it", "其他用户可读该密钥文件，请chmod 600")
        case .alreadyExists:
            Sentence("there is a file already, and a key is never overwritten", "文件已存在，不覆盖密钥")
        case .unwritable: Sentence("the file can't be written", "无法写入文件")
        case .signingFailed: Sentence("the key can't sign", "密钥无法签名")
        }
    }

    var exitCode: Int32 { self == .tooOpen ? Exit.notPermitted : Exit.failed }
}

// MARK: Stores

extension FileError: Explained {
    var sentence: Sentence {
        switch self {
        case .held(let process):
            Sentence(
                "another process\(process.map { " (\($0))" } ?? "") uses the folder",
                "该目录正被另一进程使用"
            )
        case .otherContent(let path):
            Sentence("\(path) is there with other content", "\(path)已存在且内容不同")
        case .invalidPath(let path): Sentence("\(path) is no path here", "路径\(path)无效")
        case .diskFull(let path): Sentence("the disk is full: \(path)", "磁盘已满：\(path)")
        case .failed(let call, let path, let error):
            Sentence("\(call.rawValue) \(path): \(error)", "系统调用失败：\(path)")
        }
    }

    var exitCode: Int32 {
        switch self {
        case .held, .diskFull: Exit.tryAgain
        case .otherContent: Exit.notVerified
        case .invalidPath, .failed: Exit.failed
        }
    }
}

extension JournalError: Explained {
    var sentence: Sentence {
        switch self {
        case .headMoved: Sentence("somebody else appended to the journal", "日志被他人追加")
        case .recordLength, .batchLength: Sentence("a record is too large", "记录过大")
        case .noRecord(let number):
            Sentence("the journal has no record \(number)", "日志无记录\(number)")
        case .noteLength: Sentence("a checkpoint is too long", "检查点过长")
        case .checkpointMoved: Sentence("another checkpoint was signed", "已签署另一检查点")
        case .checkpointSize(let size):
            Sentence("a checkpoint of \(size) records doesn't fit", "检查点大小\(size)不符")
        case .corrupt(let number):
            Sentence("record \(number) isn't as it was written", "记录\(number)与写入时不符")
        case .tailLost(let next, let signed):
            Sentence(
                "the journal ends after \(next) records, and a checkpoint of \(signed) was signed",
                "日志只有\(next)条记录，而已签署的检查点含\(signed)条"
            )
        case .misconfigured(let setting, _, _):
            Sentence("the store didn't take the setting \(setting)", "存储未接受设置\(setting)")
        case .unreadable(let what): Sentence("the journal can't be read: \(what)", "日志无法读取")
        case .diskFull: Sentence("the disk is full", "磁盘已满")
        case .failed(let what): Sentence("the journal's store failed: \(what)", "日志存储失败")
        }
    }

    var exitCode: Int32 {
        switch self {
        case .corrupt, .tailLost: Exit.notVerified
        case .diskFull: Exit.tryAgain
        default: Exit.failed
        }
    }
}

extension SequencerError: Explained {
    var sentence: Sentence {
        switch self {
        case .journal(let error): error.sentence
        case .files(let error): error.sentence
        case .tree, .bundle: Sentence("the log's tiles can't be made", "日志分块无法生成")
        case .note: Sentence("the stored checkpoint can't be read", "检查点无法读取")
        case .malformed(let number, let error):
            Sentence("record \(number) can't be read: \(error)", "记录\(number)无法读取")
        case .notReplayable(let error):
            Sentence("record \(error.sequence) can't be replayed", "记录\(error.sequence)无法重放")
        case .timeNotLater(let number):
            Sentence("record \(number) isn't later than the one before", "记录\(number)的时间不晚于前一条")
        case .snapshotAhead(let snapshot, let journal):
            Sentence(
                "a snapshot covers \(snapshot) records and the journal has \(journal):"
                    + " it lost some",
                "快照含\(snapshot)条记录而日志只有\(journal)条"
            )
        case .snapshotNotAttested(let number):
            Sentence(
                "the snapshot isn't the state that was stated after record \(number)",
                "快照与记录\(number)后声明的状态不符"
            )
        case .rootMismatch(let size):
            Sentence(
                "the tree of \(size) records hasn't the root that was signed",
                "\(size)条记录的树根与所签不符"
            )
        case .originMismatch(let venue, let log):
            Sentence("the venue is \(venue), and the log's key is for \(log)", "交易所与日志密钥名称不符")
        case .foreignCheckpoint(let size, let key):
            Sentence(
                "the checkpoint of \(size) records isn't signed by log.seed's key \(key):"
                    + " put the venue's own log.seed back",
                "已有检查点不是由log.seed的密钥签署，请恢复原log.seed"
            )
        case .logAhead(let served, let journal):
            Sentence(
                "the log has shown \(served) records and the journal has signed \(journal):"
                    + " the journal is an older copy, put the newest back",
                "日志已公布\(served)条而数据库只签署\(journal)条：数据库为旧副本，请恢复最新副本"
            )
        }
    }

    var exitCode: Int32 {
        switch self {
        case .journal(let error): error.exitCode
        case .files(let error): error.exitCode
        case .tree, .bundle, .originMismatch: Exit.failed
        case .note, .malformed, .notReplayable, .timeNotLater, .snapshotAhead,
            .snapshotNotAttested, .rootMismatch, .foreignCheckpoint, .logAhead:
            Exit.notVerified
        }
    }
}

// MARK: Proofs

extension TrustError: Explained {
    var sentence: Sentence {
        switch self {
        case .unknownLog(let origin):
            Sentence("the checkpoint is of another log: \(origin)", "检查点属于另一日志：\(origin)")
        case .badSignature: Sentence("the checkpoint's signature is wrong", "检查点签名无效")
        case .notSignedByLog: Sentence("the log's key didn't sign the checkpoint", "检查点未由日志密钥签署")
        case .quorumNotMet: Sentence("too few witnesses cosigned the checkpoint", "见证人数不足")
        }
    }

    var exitCode: Int32 { Exit.notVerified }
}

extension LogProofError: Explained {
    var sentence: Sentence {
        switch self {
        case .tooLarge: Sentence("the receipt is too large", "收据过大")
        case .unknownHeader:
            Sentence("that isn't a receipt (c2sp.org/tlog-proof@v1)", "文件不是收据")
        case .malformedExtra, .malformedIndex, .malformedHashes, .malformedCheckpoint:
            Sentence("the receipt is damaged", "收据已损坏")
        case .untrustedCheckpoint(let error): error.sentence
        case .notIncluded: Sentence("the checkpoint's tree doesn't have the record", "检查点的树中没有该记录")
        }
    }

    var exitCode: Int32 { Exit.notVerified }
}

extension ReceiptProblem: Explained {
    var sentence: Sentence {
        switch self {
        case .proof(let error): error.sentence
        case .noRecord: Sentence("the receipt brings no record", "收据不含记录")
        case .malformed(let error): Sentence("the record can't be read: \(error)", "记录无法读取")
        case .wrongPlace(let index, let sequence):
            Sentence("record \(sequence) stands at place \(index)", "记录\(sequence)位于第\(index)位")
        case .signature: Sentence("the member's signature isn't genuine", "会员签名不真实")
        }
    }

    var exitCode: Int32 { Exit.notVerified }
}

extension PolicyError: Explained {
    var sentence: Sentence {
        if case .malformedKey = problem {
            return Sentence("that isn't a log's verifier key: name+hash+base64", "日志验证密钥格式不符")
        }
        return Sentence("line \(line) of the policy is wrong", "信任策略第\(line)行有误")
    }
}

// MARK: Rules

extension RejectionReport {
    /// Why, as `machine` says it, with what a person needs to know.
    func sentence(in machine: StateMachine) -> Sentence {
        let refusal = machine.refusal(code)
        let facts = facts.map { "; \($0.name): \($0.value)" }.joined()
        return Sentence("\(refusal?.en ?? code) (\(code)\(facts))", refusal?.zh ?? "")
    }
}
