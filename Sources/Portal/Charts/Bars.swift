/// A share of a whole as a bar.
///
/// Widths are SVG attributes, so no style attribute is needed.
func bar(millionths: Int64, _ tone: Tone, label: String) -> Node {
    let width = min(max(millionths, 0), 1_000_000) / 10
    return element(
        "svg",
        [.class("bar \(tone.rawValue)"), .role("img"), .aria("label", label)]
    ) {
        barPart("bg", width: "100%")
        barPart("fg", width: percentage(width))
    }
}

private func barPart(_ name: String, width: String) -> Node {
    element(
        "rect",
        [.class(name), .set("width", width), .set("height", "100%"), .set("rx", "3")]
    )
}
