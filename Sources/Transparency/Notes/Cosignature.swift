/// A witness's statement about a checkpoint (C2SP tlog-cosignature v1.0.1): "at this time, this
/// is the largest consistent tree that I have seen of this log".
struct Cosignature {
    /// Seconds since 1970.
    let time: Int
    let ed25519: [UInt8]

    init(time: Int, ed25519: [UInt8]) {
        self.time = time
        self.ed25519 = ed25519
    }

    /// Reads time (8 bytes, big-endian, at most 2^63 - 1) and signature (64 bytes).
    init?(_ bytes: [UInt8]) {
        guard bytes.count == 72 else { return nil }
        let seconds = bytes.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        guard let time = Int(exactly: seconds) else { return nil }
        self.init(time: time, ed25519: Array(bytes.dropFirst(8)))
    }

    var bytes: [UInt8] { time.bigEndianBytes + ed25519 }

    /// What is signed: two lines, then the whole note text.
    static func message(time: Int, text: [UInt8]) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n".utf8) + text
    }
}
