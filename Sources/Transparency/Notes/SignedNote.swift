/// A text with signatures (C2SP signed-note v1.0.0): the text, an empty line, and a line for
/// each signature.
///
/// Nothing about it is trusted until `verify(by:)` has returned.
public struct SignedNote: Hashable, Sendable {
    /// The largest note that is read.
    public static let maximumBytes = 1_000_000
    /// The most signatures that are read on one note.
    public static let maximumSignatures = 100

    /// What is signed, up to and including its last line feed.
    public let text: [UInt8]
    /// The signatures, in the note's order.
    public internal(set) var signatures: [NoteSignature]

    init(text: [UInt8], signatures: [NoteSignature]) {
        self.text = text
        self.signatures = signatures
    }

    /// Reads a note.
    ///
    /// - Throws: `tooLarge`, `notText`, `noSignatures`, `malformedSignature`,
    ///   `tooManySignatures`.
    public init(parsing note: [UInt8]) throws(NoteError) {
        guard note.count <= Self.maximumBytes else { throw .tooLarge(bytes: note.count) }
        guard note.areNoteText else { throw .notText }
        guard let gap = note.lastEmptyLine else { throw .noSignatures }
        text = Array(note[..<gap])
        signatures = try NoteSignature.parse(lines: Array(note[(gap + 1)...]))
    }

    /// The note as it is published.
    public var bytes: [UInt8] {
        text + [.lineFeed] + signatures.flatMap(\.line)
    }

    /// The signatures that these keys made, in the note's order, each key at most once.
    ///
    /// Signatures by other keys are ignored.
    ///
    /// - Throws: `invalidSignature` if a given key's signature doesn't verify: then the whole
    ///   note is refused; `noTrustedSignature` if none of the keys signed; `ambiguousKey` if two
    ///   of the keys can't be told apart.
    public func verify(by keys: some Sequence<VerifierKey>) throws(NoteError) -> [VerifiedSignature]
    {
        var known: [NoteSignature.Signer: VerifierKey] = [:]
        for key in keys where known.updateValue(key, forKey: key.signer) != nil {
            throw .ambiguousKey(key.name)
        }
        var seen: Set<NoteSignature.Signer> = []
        var verified: [VerifiedSignature] = []
        for signature in signatures {
            guard let key = known[signature.signer] else { continue }
            guard let valid = key.check(signature, on: text) else {
                throw .invalidSignature(key.name)
            }
            if seen.insert(signature.signer).inserted { verified.append(valid) }
        }
        guard !verified.isEmpty else { throw .noTrustedSignature }
        return verified
    }
}

/// One line of signature on a note.
public struct NoteSignature: Hashable, Sendable {
    /// The signer's name.
    public let keyName: ExactText
    /// Which of the signer's keys.
    public let keyID: UInt32
    /// What the key's type says; for an unknown key anything, but at least one byte.
    public let bytes: [UInt8]
    /// Key ID and bytes in base64, as written.
    private let base64: [UInt8]

    init(key: VerifierKey, bytes: [UInt8]) {
        keyName = key.name
        keyID = key.id
        self.bytes = bytes
        base64 = Array(Base64.encode(key.id.bigEndianBytes + bytes).utf8)
    }

    /// The line, with its line feed: `— name base64(key ID ‖ signature)`.
    public var line: [UInt8] { Self.dash + keyName.bytes + [.space] + base64 + [.lineFeed] }

    /// Whether the base64 is the one that encoders write; if not, the signature never verifies.
    var isCanonical: Bool { Base64.decode(base64) != nil }

    /// What tells signers apart.
    struct Signer: Hashable {
        let name: ExactText
        let id: UInt32
    }

    var signer: Signer { Signer(name: keyName, id: keyID) }

    /// An em dash and a space.
    private static let dash = Array("\u{2014} ".utf8)

    /// Reads signature lines, at least one.
    static func parse(lines: [UInt8]) throws(NoteError) -> [NoteSignature] {
        var reader = LineReader(lines)
        var signatures: [NoteSignature] = []
        while let line = reader.next() {
            guard let signature = NoteSignature(line: line) else {
                throw .malformedSignature(line: signatures.count + 1)
            }
            guard signatures.count < SignedNote.maximumSignatures else { throw .tooManySignatures }
            signatures.append(signature)
        }
        guard reader.rest.isEmpty, !signatures.isEmpty else { throw .noSignatures }
        return signatures
    }

    private init?(line: ArraySlice<UInt8>) {
        guard line.starts(with: Self.dash) else { return nil }
        let parts = line.dropFirst(Self.dash.count).split(
            separator: .space,
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard parts.count == 2, let blob = Base64.decodeLoosely(parts[1]),
            blob.count > 4
        else {
            return nil
        }
        keyName = ExactText(bytes: parts[0])
        guard keyName.isKeyName else { return nil }
        base64 = Array(parts[1])
        keyID = UInt32(bigEndianBytes: blob)
        bytes = Array(blob.dropFirst(4))
    }
}

extension VerifierKey {
    var signer: NoteSignature.Signer { NoteSignature.Signer(name: name, id: id) }
}

extension [UInt8] {
    /// Where the last empty line is: the second of the last two line feeds in a row.
    fileprivate var lastEmptyLine: Int? {
        indices.dropFirst().last { self[$0] == .lineFeed && self[$0 - 1] == .lineFeed }
    }
}
