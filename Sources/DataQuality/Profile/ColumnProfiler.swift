/// Profiles one column in bounded memory.
///
/// While a column has at most 1,000 distinct short values they are counted, and each is read
/// once, at the end; past that, every value is read as it comes.
struct ColumnProfiler: Sendable {
    /// Up to how many distinct values, of up to how many bytes, are counted one by one.
    static let countedValues = 1_000
    static let countedBytes = 100
    /// How many values a profile shows.
    static let shownValues = 10

    private struct Tally {
        let value: [UInt8]
        var count: Int
    }

    private let missingValues: MissingValues
    private var missing = 0
    private var isCounting = true
    private var slots: [UInt64: Int] = [:]
    /// In order of first appearance.
    private var tallies: [Tally] = []
    private var sketch = DistinctSketch()
    private var shape = Shape()

    init(missingValues: MissingValues) {
        self.missingValues = missingValues
    }

    mutating func add(_ value: Span<UInt8>) {
        let hash = stableHash(value)
        guard !missingValues.contains(value, hash: hash) else {
            missing += 1
            return
        }
        if isCounting {
            let slot = slots[hash]
            if let slot, equal(value, tallies[slot].value) {
                tallies[slot].count += 1
                return
            }
            if slot == nil, slots.count < Self.countedValues, value.count <= Self.countedBytes {
                slots[hash] = slots.count
                tallies.append(Tally(value: copy(value), count: 1))
                return
            }
            stopCounting()
        }
        sketch.insert(hash)
        shape.absorb(value, times: 1)
    }

    /// The profile of the column so far.
    func profile(name: String, rows: Int) -> ColumnProfile {
        let shown =
            tallies
            .sorted {
                $0.count != $1.count
                    ? $0.count > $1.count : $0.value.lexicographicallyPrecedes($1.value)
            }
            .prefix(Self.shownValues)
            .map { ValueCount(value: text($0.value), count: $0.count) }
        var whole = self
        whole.stopCounting()
        let values = rows - missing
        let (type, conforming) = whole.shape.type(of: values)
        let range = whole.shape.range(of: type)
        return ColumnProfile(
            name: name,
            type: type,
            typeShare: partsPerMillion(conforming, of: values),
            missing: missing,
            missingShare: partsPerMillion(missing, of: rows),
            distinct: whole.sketch.count(atMost: values),
            minimum: range.map { text($0.lowest) },
            maximum: range.map { text($0.highest) },
            shortest: whole.shape.lengths?.lowerBound,
            longest: whole.shape.lengths?.upperBound,
            frequent: Array(shown)
        )
    }

    /// Goes over to reading every value, starting with those counted so far.
    private mutating func stopCounting() {
        for tally in tallies {
            sketch.insert(stableHash(tally.value.span))
            shape.absorb(tally.value.span, times: tally.count)
        }
        isCounting = false
        tallies = []
        slots = [:]
    }
}

/// The values that stand for "no value", compared exactly.
struct MissingValues: Sendable {
    private let values: [(hash: UInt64, text: [UInt8])]

    init(_ texts: [String]) {
        values = texts.map { text in
            let bytes = Array(text.utf8)
            return (stableHash(bytes.span), bytes)
        }
    }

    func contains(_ value: Span<UInt8>, hash: UInt64) -> Bool {
        values.indices.contains { values[$0].hash == hash && equal(value, values[$0].text) }
    }
}

/// What can be said of values without keeping them.
private struct Shape: Sendable {
    /// The least and the greatest of a kind of value, as written; among equals, the first.
    private struct Extremes: Sendable {
        private var low: (rank: ExactDecimal, text: [UInt8])?
        private var high: (rank: ExactDecimal, text: [UInt8])?

        mutating func absorb(_ rank: ExactDecimal, _ text: Span<UInt8>) {
            if low.map({ rank < $0.rank }) ?? true { low = (rank, copy(text)) }
            if high.map({ $0.rank < rank }) ?? true { high = (rank, copy(text)) }
        }

        var range: Range? {
            guard let low, let high else { return nil }
            return Range(lowest: low.text, highest: high.text)
        }
    }

    struct Range: Sendable {
        var lowest: [UInt8]
        var highest: [UInt8]
    }

    /// At least this share of the values must be of a type for the column to be of it.
    static let typeShare = 900_000

    private var integers = 0
    private var decimals = 0
    private var dates = 0
    private var timestamps = 0
    private var booleans = 0
    private var numbers = Extremes()
    private var days = Extremes()
    private var instants = Extremes()
    private var truths = Extremes()
    private var texts: Range?
    private(set) var lengths: ClosedRange<Int>?

    mutating func absorb(_ value: Span<UInt8>, times: Int) {
        let length = characters(value)
        lengths =
            lengths.map { min($0.lowerBound, length)...max($0.upperBound, length) }
            ?? length...length
        absorbText(value)
        guard let reading = Reading(value) else { return }
        switch reading.type {
        case .integer:
            integers += times
            numbers.absorb(reading.rank, value)
        case .decimal:
            decimals += times
            numbers.absorb(reading.rank, value)
        case .date:
            dates += times
            days.absorb(reading.rank, value)
        case .timestamp:
            timestamps += times
            instants.absorb(reading.rank, value)
        case .boolean:
            booleans += times
            truths.absorb(reading.rank, value)
        case .text, .empty:
            break
        }
    }

    /// The type that most of `values` values have, and how many have it.
    func type(of values: Int) -> (ColumnType, conforming: Int) {
        guard values > 0 else { return (.empty, 0) }
        let numeric = (decimals == 0 ? ColumnType.integer : .decimal, integers + decimals)
        let candidates = [numeric, (.date, dates), (.timestamp, timestamps), (.boolean, booleans)]
        let best = candidates.max { $0.1 < $1.1 } ?? numeric
        return partsPerMillion(best.1, of: values) >= Self.typeShare ? best : (.text, values)
    }

    func range(of type: ColumnType) -> Range? {
        switch type {
        case .integer, .decimal: numbers.range
        case .date: days.range
        case .timestamp: instants.range
        case .boolean: truths.range
        case .text: texts
        case .empty: nil
        }
    }

    /// Text is ordered by its first bytes, so that long texts needn't be kept.
    private mutating func absorbText(_ value: Span<UInt8>) {
        guard let range = texts else {
            let text = copy(value.extracting(first: ColumnProfiler.countedBytes))
            texts = Range(lowest: text, highest: text)
            return
        }
        let text = value.extracting(first: ColumnProfiler.countedBytes)
        if compare(text, range.lowest) < 0 { texts?.lowest = copy(text) }
        if compare(text, range.highest) > 0 { texts?.highest = copy(text) }
    }
}

// MARK: - Bytes

func copy(_ bytes: Span<UInt8>) -> [UInt8] {
    bytes.withUnsafeBufferPointer { Array($0) }
}

func equal(_ a: Span<UInt8>, _ b: [UInt8]) -> Bool {
    a.count == b.count && compare(a, b) == 0
}

/// Less than, equal to or greater than 0, as `a` comes before, with or after `b` in byte order.
func compare(_ a: Span<UInt8>, _ b: [UInt8]) -> Int {
    for index in 0..<min(a.count, b.count) where a[index] != b[index] {
        return Int(a[index]) - Int(b[index])
    }
    return a.count - b.count
}

/// How many Unicode scalars the UTF-8 text has.
private func characters(_ text: Span<UInt8>) -> Int {
    var count = 0
    for index in text.indices where text[index] & 0xC0 != 0x80 { count += 1 }
    return count
}

/// The text, without the character that a cut at 100 bytes may have broken.
private func text(_ bytes: [UInt8]) -> String {
    var whole = bytes[...]
    for _ in 0..<3 where String(validating: whole, as: UTF8.self) == nil { whole.removeLast() }
    return String(decoding: whole, as: UTF8.self)
}

/// The ratio of `part`, from 0 to `whole`, in millionths, rounded down; that of 0 to 0 is 0.
func partsPerMillion(_ part: Int, of whole: Int) -> Int {
    guard whole > 0 else { return 0 }
    return Int(Int128(part) * 1_000_000 / Int128(whole))
}
