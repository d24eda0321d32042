@testable import DataNode
import DataQuality
import Wire

extension Decoder {
    /// CSV files, and what is asked of their rows.
    static let data: [Decoder] = [
        Decoder("csv", seeds: { files }) { bytes in
            let whole = read(bytes, piece: bytes.count)
            precondition(read(bytes, piece: 3) == whole, "where the pieces are cut changes it")
            guard whole.error == nil else { return }
            var written: [UInt8] = []
            for row in whole.rows { CSVWriter.append(row.map(\.utf8), to: &written) }
            // Quotes that the writer adds count towards the limits.
            let again = read(written, piece: 64, limits: .init())
            precondition(again == whole, "what is written reads otherwise")
        },
        Decoder("scan", seeds: { files }) { bytes in
            let whole = scan(bytes, piece: bytes.count)
            precondition(scan(bytes, piece: 5) == whole, "where the pieces are cut changes it")
            guard let whole else { return }
            let profile = try? Profile(wire: whole.wire)
            precondition(profile == whole, "the profile can't be read")
        },
        Decoder("filter", seeds: { filters.map { Array($0.utf8) } }) { bytes in
            let terms = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            guard let filter = try? RowFilter(terms.map(String.init), columns: columns) else {
                return
            }
            for row in rows { _ = filter.matches(row) }
        },
        Decoder("rows", seeds: { [target, "/rows"].map { Array($0.utf8) } }) { bytes in
            guard let target = String(validating: bytes, as: UTF8.self),
                var query = try? NodeServer.query(Sample.asking(target), of: columns)
            else { return }
            for row in rows where !query.add(row) { break }
            let isProjected = query.rows.allSatisfy { $0.fields.count == query.names.count }
            precondition(isProjected, "a row has other columns than the page")
        },
        Decoder("range", seeds: { [Array("bytes=17-".utf8)] }) { bytes in
            guard let start = NodeServer.start(String(decoding: bytes, as: UTF8.self), of: 100)
            else { return }
            precondition(0..<100 ~= start, "a range begins outside of the file")
        },
    ]

    // MARK: CSV

    /// What a reader gives: the rows up to the first fault, and the fault.
    private struct Rows: Equatable {
        var rows: [[String]] = []
        var error: CSVError?
    }

    /// UTF-8 with and without mark, quotes and every type; GBK; UTF-16 of both kinds.
    private static let files: [[UInt8]] = [
        Array("站点,值,日期,真\r\n\"观,园\",-1.50,2017-02-01,是\r\n\"a\"\"b\",NA,2017-2-1,否".utf8),
        [0xEF, 0xBB, 0xBF] + Array("t,b\n2017-02-01T08:30:00.250+08:00,TRUE\n".utf8),
        [0xD5, 0xBE, 0xB5, 0xE3, 0x2C, 0xD6, 0xB5, 0x0A, 0x31, 0x2C, 0x32, 0x0A],
        [0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00], [0xFE, 0xFF, 0x00, 0x61, 0x00, 0x0A],
    ]

    private static func read(
        _ bytes: [UInt8],
        piece: Int,
        limits: CSVReader.Limits = .init(recordBytes: 256, fieldBytes: 64, columns: 8)
    ) -> Rows {
        var reader = CSVReader(limits: limits)
        var row = CSVRow()
        var result = Rows()
        do throws(CSVError) {
            for start in stride(from: 0, to: bytes.count, by: max(piece, 1)) {
                reader.append(Array(bytes[start..<min(start + piece, bytes.count)]))
                while try reader.next(into: &row) { result.rows.append(row.texts) }
            }
            reader.finish()
            while try reader.next(into: &row) { result.rows.append(row.texts) }
        } catch {
            result.error = error
        }
        return result
    }

    private static let key = Sample.made(DataSetKey(bytes: [UInt8](repeating: 7, count: 32)))

    /// The profile of a file, which holds its fingerprint's count of rows.
    private static func scan(_ bytes: [UInt8], piece: Int) -> Profile? {
        var scan = DataScan(key: key)
        do throws(CSVError) {
            for start in stride(from: 0, to: bytes.count, by: max(piece, 1)) {
                try scan.append(Array(bytes[start..<min(start + piece, bytes.count)]))
            }
            let (profile, fingerprint) = try scan.finish()
            precondition(fingerprint.rows == profile.rows, "the fingerprint has other rows")
            return profile
        } catch {
            return nil
        }
    }

    // MARK: Queries of rows

    private static let columns = ColumnType.allCases.map { type in
        Column(name: type.rawValue, type: type)
    }

    private static let rows = [
        "1", "-2.50", "2017-02-01", "2017-02-01T00:00:00+08:00", "true", "text", "",
    ]
    .enumerated().map { index, value in
        CSVRow(index: index + 1, columns.map { _ in value })
    }

    private static let filters = [
        "integer>=1\ndecimal!=2.5e3", "date<2017/2/1\ntimestamp<=2017-02-01T00:00:00.5-01:00",
        "boolean=是\ntext prefix te\ntext in a,text", "integer>-12\nempty=",
    ]

    private static let target =
        "/rows?select=text,integer&where=decimal%3E%3D-2.5&where=text+prefix+t&from=1&limit=2"
}
