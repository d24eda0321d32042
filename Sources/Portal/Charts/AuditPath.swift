/// Where a leaf's audit path runs: at each step, whether the sibling is on the right.
///
/// The walk of RFC 9162 §2.1.3.2, without the hashing. Empty when `index` isn't below `size`.
func siblingsOnTheRight(index: Int64, size: Int64) -> [Bool] {
    guard index >= 0, index < size else { return [] }
    var (node, last, sides) = (index, size - 1, [Bool]())
    while last > 0 {
        if node & 1 == 1 || node == last {
            sides.append(false)
            while node & 1 == 0, node != 0 {
                node >>= 1
                last >>= 1
            }
        } else {
            sides.append(true)
        }
        node >>= 1
        last >>= 1
    }
    return sides
}

/// The audit path of a leaf, one cell a step.
///
/// A cell above the line is a sibling on the right, one below it a sibling on the left. The script
/// fills the cells as it hashes.
func auditPath(index: Int64, size: Int64, _ t: Language) -> Node {
    let sides = siblingsOnTheRight(index: index, size: size)
    let slot = 100_000 / Int64(max(sides.count, 1))
    let label = t("审计路径，共 \(sides.count) 层", "Audit path, \(sides.count) levels")
    return element("svg", [.class("apath"), .role("img"), .aria("label", label)]) {
        element(
            "line",
            [.set("x1", "0"), .set("x2", "100%"), .set("y1", "13"), .set("y2", "13")]
        )
        for (level, onTheRight) in sides.enumerated() {
            element(
                "rect",
                [
                    .class("ap"),
                    .set("x", percentage(Int64(level) * slot + slot * 14 / 100)),
                    .set("y", onTheRight ? "1" : "15"),
                    .set("width", percentage(slot * 72 / 100)),
                    .set("height", "10"), .set("rx", "2"),
                ]
            )
        }
    }
}
