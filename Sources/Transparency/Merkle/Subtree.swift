/// The entries `start ..< end` of a log, such that one node of some tree covers exactly them.
///
/// A tree of `n` leaves is the subtree `0 ..< n`. Any other subtree starts at a multiple of its
/// width rounded up to a power of two (draft-ietf-plants-merkle-tree-certs, "Subtrees"). Proofs
/// are stated over subtrees because the plain proofs of RFC 6962 are then the case `start == 0`.
public struct Subtree: Hashable, Sendable {
    /// The first entry's index.
    public let start: Int
    /// The index after the last entry's.
    public let end: Int

    /// The subtree over these entries, or `nil` where no node covers exactly them.
    public init?(start: Int, end: Int) {
        guard start >= 0, start <= end else { return nil }
        guard start == 0 || start == end || start.isMultiple(ofCeiling: end - start) else {
            return nil
        }
        self.start = start
        self.end = end
    }

    /// The whole tree of `size` leaves, or `nil` for a negative size.
    public init?(size: Int) { self.init(start: 0, end: size) }

    /// How many entries it holds.
    public var count: Int { end - start }
}

extension Subtree {
    /// The nodes whose hashes prove that the tree over this subtree holds `index`, which is one
    /// of its entries, from the leaf's sibling up to the root's child (RFC 6962 §2.1.1, PATH).
    public func inclusionNodes(of index: Int) -> [Range<Int>] {
        var nodes: [Range<Int>] = []
        var range = start..<end
        while range.count > 1 {
            let middle = range.middle
            if index < middle {
                nodes.append(middle..<range.upperBound)
                range = range.lowerBound..<middle
            } else {
                nodes.append(range.lowerBound..<middle)
                range = middle..<range.upperBound
            }
        }
        return nodes.reversed()
    }

    /// The nodes whose hashes prove that the tree of `size` leaves has this subtree in it
    /// (RFC 6962 §2.1.2, PROOF, which is the case `start == 0`).
    func consistencyNodes(in size: Int) -> [Range<Int>] {
        guard start < end else { return [] }
        var nodes: [Range<Int>] = []
        var range = 0..<size
        var wanted = start..<end
        while wanted != range {
            let middle = range.middle
            if wanted.upperBound <= middle {
                nodes.append(middle..<range.upperBound)
                range = range.lowerBound..<middle
            } else {
                nodes.append(range.lowerBound..<middle)
                range = middle..<range.upperBound
                wanted = max(wanted.lowerBound, middle)..<wanted.upperBound
            }
        }
        // The verifier knows the subtree's own hash, but not that of a part of it.
        if wanted.lowerBound != start { nodes.append(wanted) }
        return nodes.reversed()
    }
}

extension Range<Int> {
    /// Where RFC 6962 splits a tree: after the largest power of two below its width.
    fileprivate var middle: Int {
        lowerBound + 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}

extension Int {
    /// Whether this is a multiple of the least power of two that is at least `width` (> 0).
    fileprivate func isMultiple(ofCeiling width: Int) -> Bool {
        trailingZeroBitCount >= Int.bitWidth - (width - 1).leadingZeroBitCount
    }
}
