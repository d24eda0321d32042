import Testing
import Units

@testable import Portal

@Suite("Charts")
struct ChartTests {
    @Test("A scale maps its range onto its span and keeps the rest at the ends")
    func scale() {
        let scale = Scale(low: -10, high: 30, from: 100, to: 0)
        #expect([-99, -10, 0, 10, 30, 99].map { scale($0) } == [100, 100, 75, 50, 0, 0])
        #expect(Scale(low: 5, high: 5, from: 7, to: 9)(6) == 7)
        let widest = Scale(low: .min, high: .max, from: .min, to: .max)
        let (least, most) = (Int64(Int32.min), Int64(Int32.max))
        #expect([.min, 0, .max].map { widest($0) } == [least, -1, most])
    }

    @Test(
        "Ticks are round numbers within the range, few enough to read",
        arguments: [
            (0, 1337, 4, [0, 500, 1000]), (0, 1, 4, [0, 1]), (0, 8, 4, [0, 2, 4, 6, 8]),
            (3, 21, 4, [5, 10, 15, 20]), (-7, 7, 3, [-5, 0, 5]), (4, 4, 4, [4]), (0, 9, 0, [0]),
        ] as [(Int64, Int64, Int64, [Int64])]
    )
    func ticks(low: Int64, high: Int64, count: Int64, ticks: [Int64]) {
        #expect(Scale(low: low, high: high, from: 0, to: 1).ticks(count) == ticks)
    }

    @Test("Ticks end for the widest range")
    func widestTicks() {
        let ticks = Scale(low: .min, high: .max, from: 0, to: 1).ticks(4)
        let unit: Int64 = 5_000_000_000_000_000_000
        #expect(ticks == [-unit, 0, unit])
    }

    @Test("A bar is as wide as its share, from nothing to all")
    func bars() {
        #expect(
            bar(millionths: 937_654, .ok, label: "x<").markup
                == #"<svg class="bar ok" role="img" aria-label="x&lt;">"#
                + #"<rect class="bg" width="100%" height="100%" rx="3"></rect>"#
                + #"<rect class="fg" width="93.765%" height="100%" rx="3"></rect></svg>"#
        )
        #expect(bar(millionths: .max, .ok, label: "").markup.contains(#""fg" width="100.000%""#))
        #expect(bar(millionths: .min, .ok, label: "").markup.contains(#""fg" width="0.000%""#))
    }

    @Test("An audit path's sides lead every leaf of every small tree to the root")
    func sides() {
        for size in 1...33 {
            let leaves = (0..<size).map { SampleLog.leaf([UInt8($0)]) }
            for index in 0..<size {
                let path = SampleLog.path(index, leaves[...])
                let sides = siblingsOnTheRight(index: Int64(index), size: Int64(size))
                #expect(sides.count == path.count)
                let root = zip(path, sides).reduce(leaves[index]) { node, step in
                    let (sibling, isRight) = step
                    let (left, right) = isRight ? (node, sibling) : (sibling, node)
                    return SampleLog.sha256([1] + left.bytes + right.bytes)
                }
                #expect(root == SampleLog.root(leaves[...]))
            }
        }
        #expect(siblingsOnTheRight(index: 3, size: 3) == [])
        #expect(siblingsOnTheRight(index: -1, size: 3) == [])
        #expect(siblingsOnTheRight(index: .max - 1, size: .max).count < 64)
    }

    @Test("An audit path is drawn one cell a level, siblings on the right above the line")
    func auditPaths() {
        let markup = auditPath(index: 2, size: 5, .en).markup
        #expect(
            markup.matches(of: /x="([^"]*)" y="([^"]*)" width="([^"]*)"/).map {
                "\($0.1) \($0.2) \($0.3)"
            }
                == ["4.666% 1 23.999%", "37.999% 15 23.999%", "71.332% 1 23.999%"]
        )
        #expect(markup.contains(#"aria-label="Audit path, 3 levels""#))
    }

    @Test("The tree's growth is a step line, with the same figures in a table")
    func growth() throws {
        let points = [(0, 10), (60, 20), (120, 40)].map {
            GrowthPoint(at: Instant(microseconds: $0.0 * 1_000_000), size: $0.1)
        }
        let markup = try #require(GrowthChart(points: points, t: .en).node).markup
        #expect(markup.contains(#"class="line" d="M0 150H492V103H984V10H1000""#))
        #expect(
            markup.contains(
                #"<tr data-x="492" data-y="103"><td><time datetime="1970-01-01T08:01:00+08:00">"#
                    + #"1970-01-01 08:01:00</time></td><td class="n">20</td></tr>"#
            )
        )
        #expect(GrowthChart(points: Array(points.prefix(1)), t: .en).node == nil)
    }

    @Test("A graph joins the boxes that belong together, middle to middle")
    func graphs() {
        let box = ProvenanceGraph.Box(name: .text("n"), note: .text("o"), kind: "src")
        let markup = ProvenanceGraph(
            columns: [[box, box], [box]],
            edges: [[(0, 0), (1, 0)]],
            label: "l"
        ).node.markup
        #expect(
            markup.matches(of: /\sd="([^"]*)"/).map { String($0.1) } == [
                "M0 250C500 250 500 500 1000 500", "M0 750C500 750 500 500 1000 500",
            ]
        )
    }
}
