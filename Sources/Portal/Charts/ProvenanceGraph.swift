/// Columns of boxes joined by curves: where a thing comes from, read from left to right.
///
/// On a phone the columns stack and arrows stand for the curves.
struct ProvenanceGraph {
    struct Box {
        let name: Node
        let note: Node
        let kind: String
    }

    /// The boxes of each column.
    let columns: [[Box]]
    /// Between each two columns: which box of the one leads to which of the other.
    let edges: [[(from: Int, to: Int)]]
    let label: String

    var node: Node {
        div(.class("dag"), .role("group"), .aria("label", label)) {
            for (index, column) in columns.enumerated() {
                if index > 0 {
                    wires(edges[index - 1], columns[index - 1].count, column.count)
                }
                ul(.class("dag-c")) {
                    for box in column {
                        li(.class("dag-n k-\(box.kind)")) {
                            strong { box.name }
                            small { box.note }
                        }
                    }
                }
            }
        }
    }

    private func wires(_ edges: [(from: Int, to: Int)], _ before: Int, _ after: Int) -> Node {
        element(
            "svg",
            [
                .class("wires"), .set("viewBox", "0 0 1000 1000"),
                .set("preserveAspectRatio", "none"), .aria("hidden", "true"),
            ]
        ) {
            for edge in edges {
                let (a, b) = (Self.middle(edge.from, of: before), Self.middle(edge.to, of: after))
                element("path", [.set("d", "M0 \(a)C500 \(a) 500 \(b) 1000 \(b)")])
            }
        }
    }

    private static func middle(_ index: Int, of count: Int) -> Int {
        (2 * index + 1) * 500 / max(count, 1)
    }
}
