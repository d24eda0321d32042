import Testing
import Units

@testable import DataQuality

@Suite("Profile")
struct ProfileTests {
    @Test("The example's profile is the one that the reference script computes")
    func example() throws {
        let profile = try scan(Files.bytes(Files.example)).profile
        #expect(profile == (try Files.reference("guanyuan-2017-02")).profile)
    }

    @Test("A profile's bytes don't depend on how the file is cut", arguments: [1, 7, 4_096])
    func cut(piece: Int) throws {
        let bytes = try Files.bytes(Files.example)
        #expect(try scan(bytes, piece: piece) == scan(bytes, piece: bytes.count))
    }

    @Test(
        "A column has the type that 90 % of its values have",
        arguments: [
            (["1", "2"], .integer, 1_000_000, "1", "2"),
            (["10", "9.5", "NA"], .decimal, 1_000_000, "9.5", "10"),
            (Array(repeating: "3", count: 9) + ["x"], .integer, 900_000, "3", "3"),
            (Array(repeating: "3", count: 8) + ["x"], .text, 1_000_000, "3", "x"),
            (["2017-02-01", "2016-12-31"], .date, 1_000_000, "2016-12-31", "2017-02-01"),
            (
                ["2017-02-01 10:00", "2017-02-01T09:00Z"], .timestamp, 1_000_000,
                "2017-02-01T09:00Z", "2017-02-01 10:00"
            ),
            (["true", "FALSE"], .boolean, 1_000_000, "FALSE", "true"),
            (["b", "a", "官"], .text, 1_000_000, "a", "官"),
            (["NA", "", "null"], .empty, 0, nil, nil),
            ([], .empty, 0, nil, nil),
        ] as [([String], ColumnType, Int, String?, String?)]
    )
    func type(
        values: [String],
        type: ColumnType,
        share: Int,
        minimum: String?,
        maximum: String?
    ) throws {
        let column = try column(values)
        #expect(column.type == type)
        #expect(column.typeShare == share)
        #expect(column.minimum == minimum)
        #expect(column.maximum == maximum)
    }

    @Test("Missing values are those listed, and nothing else")
    func missing() throws {
        var scan = DataScan(key: .golden, missingValues: ["-", "缺"])
        try scan.append(Array("a\n-\nNA\n缺\n--\n".utf8))
        let column = try #require(try scan.finish().profile.columns.first)
        #expect(column.missing == 2)
        #expect(column.missingShare == 500_000)
        #expect(column.distinct == DistinctCount(value: 2, isExact: true))
    }

    @Test("Frequent values come by count, then in byte order, at most ten")
    func frequent() throws {
        let values = (0..<12).map { "v\($0)" } + ["v7", "v7", "v3"]
        let expected =
            [("v7", 3), ("v3", 2)]
            + ["v0", "v1", "v10", "v11", "v2", "v4", "v5", "v6"]
            .map { ($0, 1) }
        #expect(try column(values).frequent == expected.map { ValueCount(value: $0, count: $1) })
    }

    @Test("Values are shown only if there are at most 1,000, none longer than 100 bytes")
    func shown() throws {
        let thousand = (0..<1_000).map(String.init)
        #expect(try column(thousand).frequent.count == 10)
        #expect(try column(thousand + ["1000"]).frequent.isEmpty)
        #expect(try column(["x", String(repeating: "y", count: 100)]).frequent.count == 2)
        #expect(try column(["x", String(repeating: "y", count: 101)]).frequent.isEmpty)
    }

    @Test("Counting one by one or not, the rest of the profile is the same")
    func twoWays() throws {
        let values = (0..<900).map { String($0 % 450) } + ["NA", "1.5", "数"]
        let counted = try column(values)
        let long = String(repeating: "x", count: 101)
        let streamed = try column(values + [long])
        #expect(counted.distinct == DistinctCount(value: 452, isExact: true))
        #expect(streamed.distinct == DistinctCount(value: 453, isExact: true))
        #expect(streamed.type == counted.type)
        #expect(streamed.typeShare == 901_000_000 / 903)
        #expect(counted.typeShare == 901_000_000 / 902)
        #expect(streamed.minimum == "0")
        #expect(streamed.maximum == "449")
        #expect(streamed.missing == counted.missing)
        #expect((streamed.shortest, streamed.longest) == (1, 101))
    }

    @Test("Long text is ordered by its first 100 bytes, cut between characters")
    func longText() throws {
        let long = "x" + String(repeating: "数", count: 50)
        let column = try column([long])
        #expect(column.minimum == "x" + String(repeating: "数", count: 33))
        #expect(column.longest == 51)
    }

    @Test(
        "Distinct values are counted exactly up to 10,000, then within 3 %",
        arguments: [1, 9_999, 10_000, 10_001, 20_001, 50_000, 300_000]
    )
    func distinct(values: Int) {
        var sketch = DistinctSketch()
        for value in 0..<values {
            let hash = stableHash(Array("value \(value)".utf8).span)
            sketch.insert(hash)
            sketch.insert(hash)
        }
        let count = sketch.count(atMost: 2 * values)
        #expect(count.isExact == (values <= 10_000))
        #expect(abs(count.value - values) <= (count.isExact ? 0 : values * 3 / 100))
        #expect(sketch.count(atMost: count.value).value == count.value)
    }

    @Test("The order of values doesn't change an estimate")
    func order() {
        let hashes = (0..<40_000).map { stableHash(Array("\($0)".utf8).span) }
        var (forth, back) = (DistinctSketch(), DistinctSketch())
        for hash in hashes { forth.insert(hash) }
        for hash in hashes.reversed() { back.insert(hash) }
        #expect(forth.count(atMost: .max) == back.count(atMost: .max))
    }

    @Test(
        "A full file of the shared data has the profile that the reference script computes",
        .enabled(if: Files.exists("../shared/data"), "no ../shared/data"),
        arguments: [
            "beijing-air-Aotizhongxin", "beijing-air-Guanyuan", "beijing-air-Wanshouxigong",
            "uci-credit-card",
        ]
    )
    func shared(name: String) throws {
        let reference = try Files.reference(name)
        let report = try scan(Files.bytes("../shared/data/\(name).csv"))
        // The script counts exactly; where ours is an estimate, it's held against that count.
        var columns: [ColumnProfile] = []
        for (ours, exact) in zip(report.profile.columns, reference.profile.columns) {
            let difference = abs(ours.distinct.value - exact.distinct.value)
            #expect(difference <= (ours.distinct.isExact ? 0 : exact.distinct.value * 3 / 100))
            columns.append(ours.with(distinct: exact.distinct.value))
        }
        let profile = Profile(
            rows: report.profile.rows,
            bytes: report.profile.bytes,
            sha256: report.profile.sha256,
            completeness: report.profile.completeness,
            columns: columns
        )
        #expect(profile == reference.profile)
        #expect(report.fingerprint == reference.fingerprint)
    }

    private func column(_ values: [String]) throws -> ColumnProfile {
        let profile = try scan(print([["name"]] + values.map { [$0] })).profile
        return try #require(profile.columns.first)
    }
}

extension ColumnProfile {
    fileprivate func with(distinct value: Int) -> ColumnProfile {
        ColumnProfile(
            name: name,
            type: type,
            typeShare: typeShare,
            missing: missing,
            missingShare: missingShare,
            distinct: DistinctCount(value: value, isExact: distinct.isExact),
            minimum: minimum,
            maximum: maximum,
            shortest: shortest,
            longest: longest,
            frequent: frequent
        )
    }
}
