import Testing
import Transparency
import Units

@Suite("Trust policy")
struct TrustPolicyTests {
    static let tree = MerkleTree(entries: numberedEntries(20))

    @Test("A policy is read: logs, witnesses, groups and quorum")
    func parsing() throws {
        let policy = try Party.policy()
        #expect(policy.logs.map(\.key) == [try Party.log().key])
        #expect(policy.witnesses.map(\.name) == ["W1", "W2", "W3", "W4", "A1", "A2", "A3"])
        #expect(policy.witnesses.first?.url == "https://w.example/1")
        #expect(policy.groups.map(\.threshold) == [3, 2, 2])
        #expect(policy.quorum == "both")
        let none = try TrustPolicy(parsing: " \t# all\n\n\tquorum  none ".bytes)
        #expect(none.quorum == nil)
        #expect(none.isQuorum([]))
    }

    static let key = "a+1bb1ac67+AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"

    @Test("A line that can't be is refused with its number")
    func malformed() throws {
        let (w1, w2) = (try Party.witness(1).key, try Party.witness(2).key)
        let (one, two) = ("witness W1 \(w1)\n", "witness W2 \(w2)\n")
        let cases: [(String, Int, PolicyError.Problem)] = [
            ("", 1, .noQuorum),
            (one, 2, .noQuorum),
            ("trust W1\n", 1, .unknownKeyword),
            ("quorum\n", 1, .wrongWordCount),
            ("quorum none none\n", 1, .wrongWordCount),
            ("quorum none\nquorum none\n", 2, .quorumTwice),
            ("quorum W1\n\(one)", 1, .undefinedName("W1")),
            ("log\n", 1, .wrongWordCount),
            ("log \(w1) url more\n", 1, .wrongWordCount),
            ("log x\n", 1, .malformedKey(.malformedKey)),
            ("log \(Self.key)\n", 1, .malformedKey(.keyIDMismatch)),
            ("witness W1\n", 1, .wrongWordCount),
            ("witness W1 \(w1) url more\n", 1, .wrongWordCount),
            ("\(one)witness W1 \(w2)\n", 2, .nameTaken("W1")),
            ("witness none \(w1)\n", 1, .nameTaken("none")),
            ("witness all \(w1)\n", 1, .nameTaken("all")),
            ("witness any \(w1)\n", 1, .nameTaken("any")),
            ("\(one)witness W2 \(w1)\n", 2, .duplicateKey),
            ("\(one)log \(w1)\n", 2, .duplicateKey),
            ("\(one)group g all\n", 2, .wrongWordCount),
            ("\(one)group g all W2\n\(two)", 2, .undefinedName("W2")),
            ("\(one)group g all W1 g\n", 2, .undefinedName("g")),
            ("\(one)group g all none\n", 2, .undefinedName("none")),
            ("\(one)group g all W1 W1\n", 2, .memberTwice("W1")),
            ("\(one)\(two)group g any W1\ngroup h any W2 W1\n", 4, .memberTwice("W1")),
            ("\(one)group W1 all W1\n", 2, .nameTaken("W1")),
            ("\(one)group g 0 W1\n", 2, .malformedThreshold),
            ("\(one)group g 2 W1\n", 2, .malformedThreshold),
            ("\(one)group g 01 W1\n", 2, .malformedThreshold),
            ("\(one)group g some W1\n", 2, .malformedThreshold),
            ("quorum none\r\n", 1, .controlCharacter),
            ("#\u{7f}\n", 1, .controlCharacter),
        ]
        for (text, line, problem) in cases {
            let error = failure(PolicyError.self) { try TrustPolicy(parsing: text.bytes) }
            #expect(error?.line == line, "\(text)")
            #expect(error?.problem == problem, "\(text)")
        }
        let large = [UInt8](repeating: 10, count: 100_001)
        let error = failure(PolicyError.self) { try TrustPolicy(parsing: large) }
        #expect(error?.line == 0)
        #expect(error?.problem == .tooLarge)
    }

    @Test("A group has witnessed when enough of its members have, groups within groups")
    func quorum() throws {
        let policy = try Party.policy()
        #expect(policy.isQuorum(["W1", "W2", "W3", "A1", "A2"]))
        #expect(policy.isQuorum(["W1", "W2", "W3", "W4", "A1", "A2", "A3"]))
        #expect(!policy.isQuorum(["W1", "W2", "A1", "A2"]))
        #expect(!policy.isQuorum(["W1", "W2", "W3", "W4", "A1"]))
        #expect(!policy.isQuorum(["both", "witnesses", "auditors"]))
    }

    /// Each row mends the mistake of the row above.
    @Test("Why a checkpoint isn't trusted, by precedence")
    func precedence() throws {
        let policy = try Party.policy()
        let witnesses = try (1...3).map(Party.witness)
        let auditors = try (1...2).map(Party.auditor)
        func refusal(_ signed: SignedCheckpoint) -> TrustError? {
            failure(TrustError.self) { try policy.trust(signed) }
        }
        let stranger = try NoteSigner(name: "stranger", seed: Party.seed(2))
        let root = Self.tree.root
        let theirs = try stranger.sign(Checkpoint(origin: "stranger", size: 20, root: root))
        #expect(refusal(theirs) == .unknownLog("stranger"))

        let checkpoint = try Checkpoint(origin: Party.origin, size: 20, root: root)
        let unsigned = try stranger.sign(checkpoint)
        #expect(refusal(unsigned) == .badSignature(.noTrustedSignature))

        var cosigned = unsigned
        try cosigned.add(
            signatureLines: witnesses[0].cosign(cosigned, at: 1).line,
            by: [witnesses[0].key]
        )
        #expect(refusal(cosigned) == .notSignedByLog(Party.origin))

        let few = try Party.checkpoint(of: Self.tree, size: 20, cosigners: witnesses)
        #expect(refusal(few) == .quorumNotMet(cosigners: ["W1", "W2", "W3"]))

        let forged = few.bytes + (try auditors[0].cosign(theirs, at: 1).line)
        #expect(
            refusal(try SignedCheckpoint(parsing: forged))
                == .badSignature(.invalidSignature(auditors[0].key.name))
        )

        let all = try Party.checkpoint(
            of: Self.tree,
            size: 20,
            cosigners: auditors + witnesses,
            time: 5
        )
        let trusted = try policy.trust(all)
        #expect(trusted.checkpoint == checkpoint)
        #expect(trusted.cosigners.map(\.name) == ["W1", "W2", "W3", "A1", "A2"])
        #expect(trusted.cosigners.map(\.time) == [5, 5, 5, 5, 5])
    }

    /// Each honest cosigner signs one of two contradictory checkpoints, each faulty one both.
    @Test("Two contradictory quorums exist exactly if 2k <= n + f", arguments: 1...7)
    func contradiction(n: Int) throws {
        let names = (1...n).map { ExactText("W\($0)") }
        for k in 1...n {
            var text = ""
            for number in 1...n { text += "witness W\(number) \(try Party.witness(number).key)\n" }
            text += "group g \(k) \(names.map(\.description).joined(separator: " "))\nquorum g\n"
            let policy = try TrustPolicy(parsing: text.bytes)
            for f in 0...n {
                let faulty = Array(names.prefix(f))
                let honest = Array(names.dropFirst(f))
                let forked = (0..<1 << honest.count).contains { split in
                    let first = honest.indices.filter { split & 1 << $0 != 0 }.map { honest[$0] }
                    let second = honest.indices.filter { split & 1 << $0 == 0 }.map { honest[$0] }
                    return policy.isQuorum(faulty + first) && policy.isQuorum(faulty + second)
                }
                #expect(forked == (2 * k <= n + f), "k \(k) f \(f)")
                #expect(forked == (k < Quorum.threshold(of: n, faulty: f) ?? n + 1))
            }
        }
    }

    @Test("The least safe threshold, where there is one")
    func thresholds() {
        #expect(Quorum.threshold(of: 3, faulty: 0) == 2)
        #expect(Quorum.threshold(of: 3, faulty: 1) == 3)
        #expect(Quorum.threshold(of: 4, faulty: 1) == 3)
        #expect(Quorum.threshold(of: 5, faulty: 1) == 4)
        #expect(Quorum.threshold(of: 7, faulty: 2) == 5)
        #expect(Quorum.threshold(of: 3, faulty: 3) == nil)
        #expect(Quorum.threshold(of: 3, faulty: -1) == nil)
        #expect(Quorum.threshold(of: Int.max, faulty: Int.max - 1) == Int.max)
    }
}
