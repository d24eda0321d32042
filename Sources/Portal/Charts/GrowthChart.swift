public import Units

/// How many records the journal's tree held at a moment.
public struct GrowthPoint: Sendable {
    /// When the checkpoint was signed.
    public let at: Instant
    /// How many records it covers.
    public let size: Int64

    /// The tree held `size` records at `at`.
    public init(at: Instant, size: Int64) {
        self.at = at
        self.size = size
    }
}

/// The growth of the tree: a step line over time, since records count once a checkpoint covers
/// them.
///
/// The geometry lies in a nested `<svg>` that stretches with the page; labels lie in the outer one
/// at percentages, so text never does. The table inside is the accessible form, and the only data
/// that the script reads.
struct GrowthChart {
    /// In order of time.
    let points: [GrowthPoint]
    let t: Language

    private static let width: Int32 = 1000
    private static let height: Int32 = 200

    private var x: Scale {
        Scale(
            low: points.first?.at.microseconds ?? 0,
            high: points.last?.at.microseconds ?? 0,
            from: 0,
            to: Self.width - 16
        )
    }
    private var y: Scale {
        Scale(low: 0, high: max(points.last?.size ?? 0, 1), from: Self.height - 4, to: 10)
    }

    var node: Node? {
        guard points.count > 1, let last = points.last else { return nil }
        let name = t("存证树的增长", "Growth of the tree")
        let described = t(
            "共 \(points.count) 个检查点，最新覆盖 \(Numbers.grouped(last.size)) 条记录。",
            "\(points.count) checkpoints; the newest covers \(Numbers.grouped(last.size)) records."
        )
        return figure(.class("chart chart-growth"), .data("chart")) {
            div(
                .class("plotbox"),
                .set("tabindex", "0"),
                .role("group"),
                .aria("label", t("\(name)，用左右方向键逐点查看", "\(name); step with the arrow keys"))
            ) {
                element(
                    "svg",
                    [.class("plot"), .role("img"), .aria("label", "\(name)：\(described)")]
                ) {
                    drawing
                    cross
                }
                div(.class("tip"), .on("hidden"))
            }
            sizes
            dates
            dataTable(name)
        }
    }

    private var drawing: Node {
        element(
            "svg",
            [
                .set("viewBox", "0 0 \(Self.width) \(Self.height)"),
                .set("preserveAspectRatio", "none"),
                .set("width", "100%"), .set("height", "100%"),
            ]
        ) {
            for tick in y.ticks(4) {
                element("path", [.class("grid"), .set("d", "M0 \(y(tick))H\(Self.width)")])
            }
            element("path", [.class("area"), .set("d", "\(steps)V\(Self.height)H0Z")])
            element("path", [.class("line"), .set("d", steps)])
        }
    }

    private var steps: String {
        var steps = ""
        for point in points {
            steps +=
                steps.isEmpty
                ? "M\(x(point.at.microseconds)) \(y(point.size))"
                : "H\(x(point.at.microseconds))V\(y(point.size))"
        }
        return steps + "H\(Self.width)"
    }

    private var cross: Node {
        element("g", [.class("cross"), .set("visibility", "hidden")]) {
            element("line", [.class("cx"), .set("y1", "0"), .set("y2", "100%")])
            element("circle", [.class("cc"), .set("r", "4.5")])
        }
    }

    private var sizes: Node {
        element("svg", [.class("yaxis"), .aria("hidden", "true")]) {
            for tick in y.ticks(4) {
                element(
                    "text",
                    [
                        .set("x", "8"), .set("dy", "4"),
                        .set("y", percentage(y(tick) * 100_000 / Int64(Self.height))),
                    ]
                ) { Numbers.grouped(tick) }
            }
        }
    }

    private var dates: Node {
        let ends = [(points.first, "start", "0%"), (points.last, "end", "100%")]
        return element("svg", [.class("xaxis"), .aria("hidden", "true")]) {
            for (point, anchor, place) in ends {
                if let point {
                    element(
                        "text",
                        [.set("x", place), .set("y", "14"), .set("text-anchor", anchor)]
                    ) {
                        point.at.dateAndTime
                    }
                }
            }
        }
    }

    private func dataTable(_ name: String) -> Node {
        details(.class("datatable")) {
            summary { t("查看数据表", "Show as a table") }
            scrolling(name) {
                table(.class("t t-dense")) {
                    caption(.class("vh")) { name }
                    columns([
                        (t("签发时间（北京）", "Signed (Beijing time)"), false),
                        (t("记录数", "Records"), true),
                    ])
                    tbody {
                        for point in points {
                            tr(
                                .data("x", "\(x(point.at.microseconds))"),
                                .data("y", "\(y(point.size))")
                            ) {
                                td { moment(point.at) }
                                td(.class("n")) { Numbers.grouped(point.size) }
                            }
                        }
                    }
                }
            }
        }
    }
}
