import DataQuality
import Testing

@Suite("Row queries")
struct RowQueryTests {
    static let columns = [
        Column(name: "day", type: .date), Column(name: "PM2.5", type: .decimal),
        Column(name: "wd", type: .text), Column(name: "rain", type: .boolean),
        Column(name: "at", type: .timestamp), Column(name: "wd>", type: .integer),
    ]
    static let records = [
        columns.map(\.name),
        ["2017-02-01", "9", "N", "true", "2017-02-01 08:00", "1"],
        ["2017-2-2", "100.0", "NNW", "false", "2017-02-01T17:00:00+08:00", "2"],
        ["2017-02-03", "1e2", "NA", "false", "2017-02-01T17:00:01+08:00", "3"],
        ["2017-03-04", "NA", "S", "TRUE", "soon", "4"],
        ["soon", "250", "北", "x", "2017-02-02 00:00", "NA"],
    ]

    @Test(
        "A filter selects the rows that meet all its terms",
        arguments: [
            ([], [1, 2, 3, 4, 5]),
            (["PM2.5>=100"], [2, 3, 5]), (["PM2.5>100"], [5]), (["PM2.5<100"], [1]),
            (["PM2.5<=100"], [1, 2, 3]), (["PM2.5=1E+2"], [2, 3]), (["PM2.5!=100"], [1, 5]),
            (["PM2.5 in 9,100"], [1, 2, 3]), (["PM2.5 prefix 1"], [2, 3]),
            (["wd=N"], [1]), (["wd!=N"], [2, 4, 5]), (["wd prefix N"], [1, 2]),
            (["wd prefix "], [1, 2, 4, 5]), (["wd in N,北"], [1, 5]), (["wd>N"], [2, 4, 5]),
            (["wd>=2"], [2]), (["wd>>=2"], [2, 3, 4]), (["wd><2"], [1]),
            (["day=2017/02/02"], [2]), (["day<2017-02-03"], [1, 2]),
            (["day prefix 2017-02"], [1, 3]),
            (["rain=true"], [1, 4]), (["rain<TRUE"], [2, 3]),
            (["at>2017-02-01T09:00Z"], [3, 5]), (["at=2017-02-01 09:00"], [2]),
            (["PM2.5>=100", "wd prefix N"], [2]), (["PM2.5>=100", "PM2.5<100"], []),
        ] as [([String], [Int])]
    )
    func selects(terms: [String], rows: [Int]) throws {
        #expect(try page(terms).rows.map(\.index) == rows)
    }

    @Test(
        "A query that can't be understood is refused with the reason",
        arguments: [
            (["ozone>1"], [], 1, 1, .filter(.unknownColumn(term: "ozone>1"))),
            (["PM2.5"], [], 1, 1, .filter(.noOperator(term: "PM2.5"))),
            (["PM2.5 > 1"], [], 1, 1, .filter(.noOperator(term: "PM2.5 > 1"))),
            (
                ["PM2.5>x"], [], 1, 1,
                .filter(.wrongType(term: "PM2.5>x", value: "x", expected: .decimal))
            ),
            (
                ["day in 2017-02-01,"], [], 1, 1,
                .filter(.wrongType(term: "day in 2017-02-01,", value: "", expected: .date))
            ),
            (Array(repeating: "wd=N", count: 17), [], 1, 1, .filter(.tooManyTerms(limit: 16))),
            ([], ["wd", "ozone"], 1, 1, .unknownColumn(name: "ozone")),
            ([], ["wd", "wd"], 1, 1, .repeatedColumn(name: "wd")),
            ([], [], 0, 1, .fromOutOfRange),
            ([], [], 1, 0, .limitOutOfRange), ([], [], 1, 10_001, .limitOutOfRange),
        ] as [([String], [String], Int, Int, RowQuery.Failure)]
    )
    func refused(
        filter: [String],
        projection: [String],
        from: Int,
        limit: Int,
        failure: RowQuery.Failure
    ) {
        #expect(throws: failure) {
            try RowQuery(
                filter: filter,
                projection: projection,
                of: Self.columns,
                from: from,
                limit: limit
            )
        }
    }

    @Test("A list has at most 100 values")
    func values() throws {
        let hundred = "wd in " + (1...100).map(String.init).joined(separator: ",")
        #expect(try page([hundred]).rows.isEmpty)
        let term = hundred + ",101"
        #expect(throws: RowFilter.Failure.tooManyValues(term: term, limit: 100)) {
            try RowFilter([term], columns: Self.columns)
        }
    }

    @Test("A projection gives the columns asked for, in that order")
    func projects() throws {
        let query = try page(["PM2.5>=250"], projection: ["wd", "day"])
        #expect(query.names == ["wd", "day"])
        #expect(query.rows == [RowQuery.Row(index: 5, fields: ["北", "soon"])])
    }

    @Test("Pages follow one another without a gap", arguments: 1...6)
    func pages(limit: Int) throws {
        var rows: [RowQuery.Row] = []
        var from: Int? = 1
        while let start = from {
            let query = try page(["wd!=S"], from: start, limit: limit)
            #expect(query.rows.count <= limit)
            rows += query.rows
            from = query.next
        }
        #expect(rows == (try page(["wd!=S"]).rows))
        #expect(rows.map(\.index) == [1, 2, 5])
    }

    @Test("A page holds at most 4 MiB of fields, but always one row")
    func bytes() throws {
        var query = try RowQuery(
            filter: [],
            projection: [],
            of: [Column(name: "a", type: .text)]
        )
        let wide = String(repeating: "x", count: 3 << 20)
        let taken = ["a", wide + wide, "x", ""].enumerated().map { index, field in
            query.add(CSVRow(index: index, [field]))
        }
        #expect(taken == [true, true, false, false])
        #expect(query.rows.map(\.index) == [1])
        #expect(query.next == 2)
    }

    private func page(
        _ filter: [String],
        projection: [String] = [],
        from: Int = 1,
        limit: Int = RowQuery.rowLimit
    ) throws -> RowQuery {
        var query = try RowQuery(
            filter: filter,
            projection: projection,
            of: Self.columns,
            from: from,
            limit: limit
        )
        for (index, record) in Self.records.enumerated() {
            guard query.add(CSVRow(index: index, record)) else { break }
        }
        return query
    }
}
