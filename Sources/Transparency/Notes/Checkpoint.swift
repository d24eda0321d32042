public import Units

/// What a log says about itself at one size (C2SP tlog-checkpoint v1.0.0).
public struct Checkpoint: Hashable, Sendable {
    /// The log's name; need not be the name of the key that signs.
    public let origin: ExactText
    /// How many leaves the tree has.
    public let size: Int
    /// The tree's root.
    public let root: Digest
    /// Lines after the root; read for other logs' sake, never written by ours, as nobody can
    /// audit what they say.
    public let extensions: [ExactText]

    /// The checkpoint of a log, without extension lines.
    ///
    /// - Throws: `malformedOrigin`; `malformedSize` for a negative size.
    public init(origin: ExactText, size: Int, root: Digest) throws(NoteError) {
        guard origin.isOrigin else { throw .malformedOrigin }
        guard size >= 0 else { throw .malformedSize }
        self.origin = origin
        self.size = size
        self.root = root
        extensions = []
    }

    /// Reads the text of a checkpoint.
    ///
    /// - Throws: `malformedOrigin`, `malformedSize`, `malformedRoot`, `malformedExtension`,
    ///   `notText`.
    public init(parsing text: [UInt8]) throws(NoteError) {
        guard text.areNoteText else { throw .notText }
        var lines = LineReader(text)
        guard let origin = lines.next().map(ExactText.init(bytes:)), origin.isOrigin else {
            throw .malformedOrigin
        }
        guard let size = lines.next().flatMap(Decimal.parse) else { throw .malformedSize }
        guard let rootBytes = lines.next().flatMap(Base64.decode),
            let root = Digest(bytes: rootBytes)
        else { throw .malformedRoot }
        var extensions: [ExactText] = []
        while let line = lines.next() {
            guard !line.isEmpty else { throw .malformedExtension }
            extensions.append(ExactText(bytes: line))
        }
        guard lines.rest.isEmpty else { throw .malformedExtension }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    /// The text that is signed.
    public var text: [UInt8] {
        let lines = [origin.bytes, Array("\(size)".utf8), Array(Base64.encode(root.bytes).utf8)]
        return (lines + extensions.map(\.bytes)).flatMap { $0 + [.lineFeed] }
    }
}

extension ExactText {
    /// Whether checkpoints allow this as an origin: a line that isn't empty.
    fileprivate var isOrigin: Bool {
        !bytes.isEmpty && !bytes.contains(.lineFeed) && bytes.areNoteText
    }
}

/// A checkpoint with its signatures, as a log publishes it.
///
/// The signatures aren't verified by reading it: see `SignedNote.verify(by:)` and `TrustPolicy`.
public struct SignedCheckpoint: Hashable, Sendable {
    /// What is signed.
    public let checkpoint: Checkpoint
    /// Who signed it.
    public private(set) var note: SignedNote

    init(_ checkpoint: Checkpoint, note: SignedNote) {
        self.checkpoint = checkpoint
        self.note = note
    }

    /// Reads a signed note whose text is a checkpoint.
    public init(parsing bytes: [UInt8]) throws(NoteError) {
        note = try SignedNote(parsing: bytes)
        checkpoint = try Checkpoint(parsing: note.text)
    }

    /// The note as it is published.
    public var bytes: [UInt8] { note.bytes }

    /// Adds the signature lines that a witness answered with, once they verify.
    ///
    /// Lines by other keys are dropped; a line by a key that already signed replaces its older
    /// one.
    ///
    /// - Throws: `invalidSignature`, `noTrustedSignature`, or why the lines can't be read.
    public mutating func add(
        signatureLines: [UInt8],
        by keys: [VerifierKey]
    ) throws(NoteError) {
        let answer = SignedNote(
            text: note.text,
            signatures: try NoteSignature.parse(lines: signatureLines)
        )
        var signatures = note.signatures
        for verified in try answer.verify(by: keys) {
            let signer = verified.key.signer
            signatures.removeAll { $0.signer == signer }
            signatures += answer.signatures.filter { $0.signer == signer }.prefix(1)
        }
        guard signatures.count <= SignedNote.maximumSignatures else { throw .tooManySignatures }
        note.signatures = signatures
    }
}
