import Transparency
import Units

/// RFC 6962 §2.1 as it is written, by recursion: the slow twin of `MerkleTree`.
final class NaiveTree {
    let leaves: [Digest]
    /// Hashes already computed, or the recursion would take days.
    private var known: [Range<Int>: Digest] = [:]

    init(_ entries: [[UInt8]]) { leaves = entries.map(TreeHash.leaf) }

    /// MTH(D[range]).
    func hash(_ range: Range<Int>) -> Digest {
        if let hash = known[range] { return hash }
        let hash: Digest
        switch range.count {
        case 0: hash = TreeHash.empty
        case 1: hash = leaves[range.lowerBound]
        default:
            let middle = range.lowerBound + split(range.count)
            hash = TreeHash.node(
                self.hash(range.lowerBound..<middle),
                self.hash(middle..<range.upperBound)
            )
        }
        known[range] = hash
        return hash
    }

    /// PATH(m, D[range]), with `m` counted from the start of the log.
    func path(_ m: Int, _ range: Range<Int>) -> [Digest] {
        guard range.count > 1 else { return [] }
        let middle = range.lowerBound + split(range.count)
        let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
        return m < middle ? path(m, left) + [hash(right)] : path(m, right) + [hash(left)]
    }

    /// PROOF(m, D[n]).
    func proof(_ m: Int, _ n: Int) -> [Digest] {
        m == 0 ? [] : subproof(m, 0..<n, complete: true)
    }

    private func subproof(_ m: Int, _ range: Range<Int>, complete: Bool) -> [Digest] {
        if m == range.upperBound { return complete ? [] : [hash(range)] }
        let middle = range.lowerBound + split(range.count)
        let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
        return m <= middle
            ? subproof(m, left, complete: complete) + [hash(right)]
            : subproof(m, right, complete: false) + [hash(left)]
    }

    /// The largest power of two below `n`.
    private func split(_ n: Int) -> Int {
        var k = 1
        while k * 2 < n { k *= 2 }
        return k
    }
}

extension Digest {
    /// This hash with one bit flipped.
    func flipped(bit: Int = 0) -> Digest {
        var bytes = bytes
        bytes[bit / 8] ^= 1 << (bit % 8)
        return Digest(bytes: bytes) ?? self
    }
}

/// What `body` throws, if it is such an error; `nil` if it throws nothing, or something else.
func failure<Failure: Error>(
    _: Failure.Type,
    _ body: () throws -> some Any
) -> Failure? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? Failure
    }
}

/// The entries "0", "1", … of a test log.
func numberedEntries(_ count: Int) -> [[UInt8]] { (0..<count).map { Array("\($0)".utf8) } }
