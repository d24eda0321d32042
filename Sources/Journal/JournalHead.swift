import struct Crypto.SHA256
public import Units

/// Where a journal ends: the next record's number, and the chain value over all before it.
public struct JournalHead: Hashable, Sendable {
    /// The number the next record gets; the first record has number 0.
    public let next: Int64
    /// The chain value of the last record; 32 zero bytes before the first.
    public var chain: Digest { link.digest }

    let link: Link

    init(next: Int64, link: Link) {
        self.next = next
        self.link = link
    }

    /// The head of an empty journal.
    public static let genesis = JournalHead(next: 0, link: .genesis)

    /// The head after `record`.
    public func appending(_ record: [UInt8]) -> JournalHead {
        JournalHead(next: next + 1, link: link.appending(record))
    }
}

/// One value of the chain over the records: SHA-256 of the previous value and the record.
///
/// It finds damage to the stored file and serves as the token of the compare-and-swap in
/// `append`. It proves nothing to outsiders; that is the Merkle tree's business.
struct Link: Hashable, Sendable {
    private var bytes: SIMD4<UInt64>

    static let genesis = Link(bytes: .zero)

    private init(bytes: SIMD4<UInt64>) {
        self.bytes = bytes
    }

    /// The stored value, or `nil` unless there are 32 bytes.
    init?(_ stored: UnsafeRawBufferPointer) {
        guard stored.count == 32 else { return nil }
        bytes = stored.loadUnaligned(as: SIMD4<UInt64>.self)
    }

    func appending(_ record: [UInt8]) -> Link {
        var hash = SHA256()
        withUnsafeBytes { hash.update(bufferPointer: $0) }
        record.withUnsafeBytes { hash.update(bufferPointer: $0) }
        let digest = hash.finalize()
        return Link(bytes: digest.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) })
    }

    func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try Swift.withUnsafeBytes(of: bytes, body)
    }

    var digest: Digest {
        guard let digest = withUnsafeBytes({ Digest(bytes: $0) }) else {
            preconditionFailure("a link has 32 bytes")
        }
        return digest
    }
}
