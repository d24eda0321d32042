/// A share of a whole as a bar, with a mark where a threshold is.
///
/// Widths are SVG attributes, so no style attribute is needed.
func bar(_ basisPoints: Int64, _ tone: Tone = .brand, mark: Int64? = nil, label: String) -> Node {
    let width = min(max(basisPoints, 0), 10_000) * 10
    return element(
        "svg",
        [.class("bar \(tone.rawValue)"), .role("img"), .aria("label", label)]
    ) {
        barPart("bg", width: "100%")
        barPart("fg", width: percentage(width))
        if let mark {
            element(
                "rect",
                [
                    .class("mk"), .set("x", percentage(min(max(mark, 0), 10_000) * 10)),
                    .set("width", "2"), .set("height", "100%"),
                ]
            )
        }
    }
}

private func barPart(_ name: String, width: String) -> Node {
    element(
        "rect",
        [.class(name), .set("width", width), .set("height", "100%"), .set("rx", "3")]
    )
}

/// How values are spread: one small column for each count, the highest filling the height.
func histogram(_ counts: [Int64], label: String) -> Node {
    let height = Scale(low: 0, high: max(counts.max() ?? 0, 1), from: 0, to: 100_000)
    let slot = 100_000 / Int64(max(counts.count, 1))
    return element("svg", [.class("hist"), .role("img"), .aria("label", label)]) {
        for (index, count) in counts.enumerated() {
            // A count above zero always shows, however small beside the highest.
            let tall = count > 0 ? max(height(count), 4_000) : 0
            element(
                "rect",
                [
                    .set("x", percentage(Int64(index) * slot + slot / 10)),
                    .set("y", percentage(100_000 - tall)),
                    .set("width", percentage(slot * 8 / 10)),
                    .set("height", percentage(tall)),
                ]
            )
        }
    }
}
