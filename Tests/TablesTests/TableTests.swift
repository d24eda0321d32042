import KernelTesting
import Tables
import Testing
import Wire

/// The slow and obvious table: entries in a sorted array, found by looking at each.
private struct Twin: Equatable {
    var entries: [Pair] = []

    struct Pair: Equatable {
        var key: Int64
        var value: String
    }

    subscript(key: Int64) -> String? {
        get { entries.first { $0.key == key }?.value }
        set {
            let index = entries.firstIndex { $0.key >= key } ?? entries.count
            if index < entries.count, entries[index].key == key { entries.remove(at: index) }
            if let newValue { entries.insert(Pair(key: key, value: newValue), at: index) }
        }
    }
}

private func pairs(_ entries: some Sequence<(key: Int64, value: String)>) -> [Twin.Pair] {
    entries.map { Twin.Pair(key: $0.key, value: $0.value) }
}

@Suite("Table")
struct TableTests {
    /// One change or question of a random script, on both.
    private func step(
        _ generator: inout SplitMix64,
        _ keys: ClosedRange<Int64>,
        _ table: inout Table<Int64, String>,
        _ twin: inout Twin
    ) {
        let key = generator.number(in: keys)
        switch generator.number(in: 0...9) {
        case 0...4:
            let value = "\(generator.number(in: 0...999))"
            table[key] = value
            twin[key] = value
        case 5...7:
            table[key] = nil
            twin[key] = nil
        case 8:
            table.update(key) { $0 += "!" }
            if let old = twin[key] { twin[key] = old + "!" }
        default:
            #expect(table[key] == twin[key])
            let above = twin.entries.filter { $0.key >= key }
            #expect(pairs(table.ascending(from: key).prefix(5)) == Array(above.prefix(5)))
            let below = twin.entries.filter { $0.key < key }.reversed()
            #expect(pairs(table.descending(before: key).prefix(5)) == Array(below.prefix(5)))
        }
    }

    private func expectSame(_ table: Table<Int64, String>, _ twin: Twin) {
        #expect(pairs(table) == twin.entries)
        #expect(pairs(table.descending()) == Array(twin.entries.reversed()))
        #expect(table.count == twin.entries.count && table.isEmpty == twin.entries.isEmpty)
        #expect(table.underestimatedCount == table.count)
        #expect(table.first?.key == twin.entries.first?.key)
        #expect(table.last?.value == twin.entries.last?.value)
    }

    /// Few keys make replacing and removing common, many make the tree grow.
    @Test(
        "A table does what a sorted array does, and its copies stay as they were",
        arguments: 0..<200
    )
    func twin(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        let keys = 0...[20, 200, 2_000][seed % 3] as ClosedRange<Int64>
        var table = Table<Int64, String>()
        var twin = Twin()
        var copies: [(Table<Int64, String>, Twin)] = []
        for round in 0..<2_000 {
            step(&generator, keys, &table, &twin)
            if round % 250 == 100 { copies.append((table, twin)) }
        }
        expectSame(table, twin)
        for (table, twin) in copies { expectSame(table, twin) }
        for key in keys where table[key] != twin[key] { Issue.record("key \(key)") }
    }

    enum Order { case ascending, descending, shuffled }

    private func keys(_ count: Int64, _ order: Order) -> [Int64] {
        let ascending = (0..<count).map { $0 * 2 }
        switch order {
        case .ascending: return ascending
        case .descending: return ascending.reversed()
        case .shuffled:
            var generator = SplitMix64(seed: UInt64(count))
            return ascending.shuffled(using: &generator)
        }
    }

    /// A leaf holds 64 entries and an inner node 64 children, so that 64² entries fill two levels.
    static let sizes: [Int64] = [0, 1, 2, 63, 64, 65, 127, 128, 129, 4_095, 4_096, 4_097, 10_000]

    @Test(
        "Cursors begin and end right at every bound, whatever the size of the tree",
        arguments: sizes
    )
    func bounds(size: Int64) {
        for order in [Order.ascending, .descending, .shuffled] {
            var table = Table<Int64, String>()
            for key in keys(size, order) { table[key] = "\(key)" }
            #expect(table.count == size)
            // Keys are even: odd bounds fall between two, and the outermost beyond both ends.
            let step = max(1, size / 150)
            for bound in stride(from: -3, through: 2 * size + 3, by: Int64.Stride(step)) {
                let next = max(0, (bound + 1) / 2 * 2)
                var up = table.ascending(from: bound)
                var down = table.descending(before: bound)
                let upper = (0..<3).compactMap { _ in up.next()?.key }
                let lower = (0..<3).compactMap { _ in down.next()?.key }
                let all = 0..<2 * size
                #expect(upper == [next, next + 2, next + 4].filter(all.contains))
                let last = min(((bound - 1) >> 1) * 2, 2 * size - 2)
                #expect(lower == [last, last - 2, last - 4].filter(all.contains))
            }
            #expect(table.elementsEqual((0..<size).map { $0 * 2 }) { $0.key == $1 })
            #expect(
                table.descending().elementsEqual((0..<size).reversed().map { $0 * 2 }) {
                    $0.key == $1
                }
            )
        }
    }

    @Test(
        "A table grown in one order and emptied in another is the empty table",
        arguments: [65, 4_097] as [Int64],
        [Order.ascending, .descending, .shuffled]
    )
    func emptied(size: Int64, order: Order) {
        for removal in [Order.ascending, .descending, .shuffled] {
            var table = Table<Int64, String>()
            for key in keys(size, order) { table[key] = "" }
            var left = size
            for key in keys(size, removal) {
                table[key + 1] = nil
                table[key] = nil
                left -= 1
                if table.count != left || table[key] != nil { Issue.record("\(key) of \(size)") }
            }
            #expect(table == Table() && table.first == nil && table.last == nil)
            table[7] = "again"
            #expect(pairs(table) == [Twin.Pair(key: 7, value: "again")])
        }
    }

    @Test("A changed copy leaves the original as it was, at every node of a tall tree")
    func copies() {
        var original = Table<Int64, Int64>()
        for key in 0..<5_000 as Range<Int64> { original[key] = key }
        let held = original
        for key in stride(from: 0 as Int64, to: 5_000, by: 3) {
            var copy = held
            copy.update(key) { $0 = -1 }
            copy[key + 1] = nil
            copy[-1 - key] = 0
            #expect(copy[key] == -1 && copy[key + 1] == nil && copy.count == held.count)
        }
        #expect(
            held == original && held.elementsEqual(0..<5_000) { $0.key == $1 && $0.value == $1 }
        )
    }

    @Test("Tables are equal when their entries are, however they came about")
    func equality() {
        var up = Table<Int64, String>()
        var down = Table<Int64, String>()
        for key in keys(500, .ascending) { up[key] = "\(key)" }
        for key in keys(501, .descending) { down[key] = "\(key)" }
        #expect(up != down)
        down[1_000] = nil
        #expect(up == down)
        down.update(4) { $0 = "" }
        #expect(up != down)
        down.update(5) { $0 = "" }
        down[4] = "4"
        #expect(up == down)
    }

    // MARK: Wire

    @Test(
        "A table is an array of its entries in order, and reads back",
        arguments: [0, 1, 64, 65, 5_000] as [Int64]
    )
    func wire(size: Int64) throws {
        var table = Table<Int64, String>()
        for key in keys(size, .shuffled) { table[key - 50] = "\(key)" }
        let read = try Table<Int64, String>(wire: table.wire)
        #expect(read == table && read.wire == table.wire && read.count == table.count)
    }

    @Test("The form of a table")
    func form() {
        var table = Table<Int64, String>()
        table[2] = "b"
        table[-1] = "a"
        let text = #"[{"key":-1,"value":"a"},{"key":2,"value":"b"}]"#
        #expect(String(decoding: table.wire, as: UTF8.self) == text)
    }

    @Test(
        "Keys out of order or twice, and entries of another form, are refused",
        arguments: [
            (
                #"[{"key":2,"value":"b"},{"key":1,"value":"a"}]"#, .notCanonical("ascending keys"),
                31
            ),
            (
                #"[{"key":2,"value":"b"},{"key":2,"value":"b"}]"#, .notCanonical("ascending keys"),
                31
            ),
            (#"[{"value":"b"}]"#, .missingMember("key"), 2),
            (#"[{"key":1}]"#, .missingMember("value"), 9),
            (#"[{"key":1,"value":"a","x":1}]"#, .unknownMember("x"), 21),
            (#"[{"key":1,"value":"a"},]"#, .expected("an object"), 23),
            (#"[{"key":1,"value":"a"}"#, .unexpectedEnd, 22),
        ] as [(String, WireError.Reason, Int)]
    )
    func refused(text: String, reason: WireError.Reason, offset: Int) {
        #expect(throws: WireError(reason, at: offset)) {
            try Table<Int64, String>(wire: text.utf8)
        }
    }
}
