/// Counts distinct values by their 64-bit hashes: exactly up to 10,000, then by estimate.
///
/// It keeps the 10,000 smallest hashes (a bottom-k sketch: Z. Bar-Yossef et al., "Counting
/// Distinct Elements in a Data Stream", RANDOM 2002): if the k-th smallest lies at the fraction f
/// of the hash space, there are about (k − 1)/f values, with a standard error of 1/√(k − 2) = 1 %.
/// The result depends on the set of values alone, not on their order.
struct DistinctSketch: Sendable {
    static let capacity = 10_000

    private var hashes: Set<UInt64> = []
    /// Hashes above it are past the `capacity` smallest.
    private var threshold = UInt64.max

    mutating func insert(_ hash: UInt64) {
        guard hash <= threshold else { return }
        hashes.insert(hash)
        // Trimmed only when twice too many, so that sorting costs little a value.
        if hashes.count > 2 * Self.capacity { trim() }
    }

    /// How many distinct values there were; the values are at most `limit`.
    func count(atMost limit: Int) -> DistinctCount {
        guard hashes.count > Self.capacity || threshold < .max else {
            return DistinctCount(value: hashes.count, isExact: true)
        }
        var trimmed = self
        trimmed.trim()
        let numerator = UInt64(Self.capacity - 1)
        let estimate =
            trimmed.threshold > numerator
            ? trimmed.threshold.dividingFullWidth((numerator, 0)).quotient : .max
        let value = min(max(Int(clamping: estimate), Self.capacity + 1), limit)
        return DistinctCount(value: value, isExact: false)
    }

    private mutating func trim() {
        let smallest = hashes.sorted().prefix(Self.capacity)
        hashes = Set(smallest)
        threshold = smallest.last ?? .max
    }
}

/// A fixed 64-bit hash of bytes (FNV-1a with the finaliser of MurmurHash3).
///
/// Swift's own hashing is seeded anew in each process; profiles must be reproducible.
func stableHash(_ bytes: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return hash ^ (hash >> 33)
}
