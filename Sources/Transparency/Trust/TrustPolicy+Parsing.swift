extension TrustPolicy {
    /// The largest policy that is read.
    public static let maximumBytes = 100_000

    /// Reads a policy file.
    ///
    /// A line defines a `log`, a `witness`, a `group` or the `quorum`; lines refer only to names
    /// above them. A witness key written with the type byte of plain signatures (0x01) is read as
    /// a cosignature key (0x04), as published policies have both.
    public init(parsing policy: [UInt8]) throws(PolicyError) {
        guard policy.count <= Self.maximumBytes else {
            throw PolicyError(line: 0, problem: .tooLarge)
        }
        var reader = PolicyReader()
        let lines = policy.split(separator: .lineFeed, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            do throws(PolicyError.Problem) {
                try reader.read(line)
            } catch {
                throw PolicyError(line: index + 1, problem: error)
            }
        }
        guard reader.quorumIsSet else { throw PolicyError(line: lines.count, problem: .noQuorum) }
        self = reader.policy
    }
}

/// Why a policy file is refused, and at which line, counted from 1.
public struct PolicyError: Error, Hashable, Sendable {
    /// What is wrong with a line.
    public enum Problem: Error, Hashable, Sendable {
        /// The file has more than 100,000 bytes.
        case tooLarge
        /// A byte is a control character other than tab.
        case controlCharacter
        /// The first word isn't log, witness, group or quorum.
        case unknownKeyword
        /// There are too few or too many words.
        case wrongWordCount
        /// The key can't be read.
        case malformedKey(NoteError)
        /// Another line has the same public key.
        case duplicateKey
        /// The name is taken, or is one of none, any, all.
        case nameTaken(ExactText)
        /// No line above defines the name.
        case undefinedName(ExactText)
        /// The name is already a member of a group.
        case memberTwice(ExactText)
        /// The threshold isn't all, any or a number from 1 to that of the members.
        case malformedThreshold
        /// There are two quorum lines.
        case quorumTwice
        /// There is no quorum line.
        case noQuorum
    }

    /// The line, from 1; 0 for the file as a whole.
    public let line: Int
    /// What is wrong with it.
    public let problem: Problem
}

/// Reads a policy line by line.
private struct PolicyReader {
    typealias Words = ArraySlice<ExactText>

    var policy = TrustPolicy()
    var quorumIsSet = false
    private var names: Set<ExactText> = []
    private var members: Set<ExactText> = []
    private var publicKeys: Set<[UInt8]> = []

    mutating func read(_ line: ArraySlice<UInt8>) throws(PolicyError.Problem) {
        guard line.allSatisfy({ $0 == .tab || $0 >= 0x20 && $0 != 0x7f }) else {
            throw .controlCharacter
        }
        var words = line.split { $0 == .space || $0 == .tab }.map(ExactText.init(bytes:))[...]
        guard let keyword = words.first, keyword.bytes.first != UInt8(ascii: "#") else { return }
        words.removeFirst()
        switch keyword {
        case "log": try readLog(words)
        case "witness": try readWitness(words)
        case "group": try readGroup(words)
        case "quorum": try readQuorum(words)
        default: throw .unknownKeyword
        }
    }

    private mutating func readLog(_ words: Words) throws(PolicyError.Problem) {
        guard let vkey = words.first, words.count <= 2 else { throw .wrongWordCount }
        let key = try key(vkey)
        policy.logs.append(TrustPolicy.Log(key: key, url: words.dropFirst().first))
    }

    private mutating func readWitness(_ words: Words) throws(PolicyError.Problem) {
        var rest = words
        guard let name = rest.popFirst(), let vkey = rest.popFirst(), rest.count <= 1 else {
            throw .wrongWordCount
        }
        try define(name)
        let key = try key(vkey, as: .cosignatureV1)
        policy.witnesses.append(TrustPolicy.Witness(name: name, key: key, url: rest.first))
    }

    private mutating func readGroup(_ words: Words) throws(PolicyError.Problem) {
        var rest = words
        guard let name = rest.popFirst(), let threshold = rest.popFirst(), !rest.isEmpty else {
            throw .wrongWordCount
        }
        for member in rest {
            guard names.contains(member) else { throw .undefinedName(member) }
            guard members.insert(member).inserted else { throw .memberTwice(member) }
        }
        try define(name)
        let count: Int? =
            switch threshold {
            case "all": rest.count
            case "any": 1
            default: Decimal.parse(threshold.bytes)
            }
        guard let count, (1...rest.count).contains(count) else { throw .malformedThreshold }
        policy.groups.append(
            TrustPolicy.Group(name: name, threshold: count, members: Array(rest))
        )
    }

    private mutating func readQuorum(_ words: Words) throws(PolicyError.Problem) {
        guard let name = words.first, words.count == 1 else { throw .wrongWordCount }
        guard !quorumIsSet else { throw .quorumTwice }
        guard name == "none" || names.contains(name) else { throw .undefinedName(name) }
        policy.quorum = name == "none" ? nil : name
        quorumIsSet = true
    }

    private mutating func define(_ name: ExactText) throws(PolicyError.Problem) {
        guard !["none", "any", "all"].contains(name), names.insert(name).inserted else {
            throw .nameTaken(name)
        }
    }

    private mutating func key(
        _ vkey: ExactText,
        as type: VerifierKey.SignatureType? = nil
    ) throws(PolicyError.Problem) -> VerifierKey {
        let key: VerifierKey
        do throws(NoteError) {
            let written = try VerifierKey(vkey: vkey.bytes)
            key = try VerifierKey(
                name: written.name,
                type: type ?? written.type,
                publicKey: written.publicKey
            )
        } catch {
            throw .malformedKey(error)
        }
        guard publicKeys.insert(key.publicKey).inserted else { throw .duplicateKey }
        return key
    }
}

extension UInt8 {
    fileprivate static let tab = UInt8(ascii: "\t")
}
