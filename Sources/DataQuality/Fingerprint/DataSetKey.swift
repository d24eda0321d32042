import Crypto
public import Units

/// The owner's secret from which the salt of each row comes.
///
/// A row is often easy to guess (a station, an hour, a small number), and a proof shows hashes of
/// its neighbours. With a salt that only the owner can derive, a neighbour's hash tells nothing
/// until its salt is shown.
public struct DataSetKey: Sendable {
    private let prepared: HMAC<SHA256>

    /// The key with these 32 secret random bytes; `nil` for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        prepared = HMAC(key: SymmetricKey(data: Array(bytes)))
    }

    /// The salt of the leaf at `index`: HMAC-SHA256 of the index as 8 bytes, big end first.
    public func salt(of index: Int) -> Units.Digest {
        digest(code(of: index))
    }

    /// What the leaf of a row holds: its salt, then the row in canonical form.
    func appendEntry(of row: CSVRow, to output: inout [UInt8]) {
        code(of: row.index).withUnsafeBytes { output.append(contentsOf: $0) }
        row.appendCanonical(to: &output)
    }

    private func code(of index: Int) -> HMAC<SHA256>.MAC {
        var code = prepared
        withUnsafeBytes(of: Int64(index).bigEndian) { code.update(data: $0) }
        return code.finalize()
    }
}

/// What SHA-256 or HMAC-SHA256 gave.
func digest(_ bytes: some Sequence<UInt8>) -> Units.Digest {
    guard let digest = Units.Digest(bytes: Array(bytes)) else {
        preconditionFailure("SHA-256 gives 32 bytes")
    }
    return digest
}
