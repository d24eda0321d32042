import DataNode
import DataQuality
import Foundation
import Testing

@Suite("Data set")
struct DataSetTests {
    let folder: Folder

    init() throws { folder = try Folder() }

    /// Why a file of these bytes isn't a data set.
    func failure(_ bytes: some Sequence<UInt8>) throws -> DataSet.Failure? {
        let file = try folder.write("bad.csv", bytes)
        do {
            _ = try Sample.dataset(file)
            return nil
        } catch let failure as DataSet.Failure {
            return failure
        }
    }

    @Test("A good file has its profile, and its rows as often as they are wanted")
    func good() throws {
        let dataset = try Sample.dataset(folder.write("air.csv", Sample.csv.utf8))
        #expect(dataset.profile.rows == 4)
        #expect(dataset.profile.bytes == Sample.csv.utf8.count)
        for _ in 1...2 {
            var rows: [[String]] = []
            try dataset.rows { row in
                rows.append(row.texts)
                return true
            }
            #expect(
                rows == [
                    ["city", "hour", "value"], ["北京", "1", "10.5"], ["天津", "2", ""],
                    ["上,海", "3", "12.0"], ["北京", "4", "13.25"],
                ]
            )
        }
        for proof in try dataset.proofs(of: [0, 3]) {
            try proof.verify(against: dataset.fingerprint)
        }
    }

    /// Bytes that aren't a CSV file, why, and at which row and column.
    static let malformed: [(bytes: [UInt8], reason: CSVError.Reason, row: Int, column: Int)] = [
        ([], .emptyFile, 0, 1),
        (Array("city,hour\na\"b,1\n".utf8), .quoteInsidePlainField, 1, 1),
        (Array("city,hour\na,\"1\"x\n".utf8), .textAfterClosingQuote, 1, 2),
        (Array("city,hour\na,1\nb,\"2\n".utf8), .unclosedQuote, 2, 2),
        (Array("city,hour\na,1\nb\n".utf8), .ragged(found: 1, expected: 2), 2, 2),
        (Array("city,hour\na,1\nb,2,3\n".utf8), .ragged(found: 3, expected: 2), 2, 3),
        (Array("city,hour\na,\0\n".utf8), .nulByte, 1, 2),
        (Array("city,hour\na,".utf8) + [0xff, 10], .invalidUTF8(looksLikeGBK: false), 1, 2),
        // 北京 in GBK.
        (
            Array("city,hour\n".utf8) + [0xb1, 0xb1, 0xbe, 0xa9] + Array(",1\n".utf8),
            .invalidUTF8(looksLikeGBK: true), 1, 1
        ),
        ([0xff, 0xfe, 0x63, 0x00], .utf16(littleEndian: true), 0, 1),
        (Array("city,city\na,b\n".utf8), .headerNameDuplicate(name: "city", first: 1), 0, 2),
    ]

    @Test("A file that isn't CSV is refused with reason and place", arguments: malformed)
    func refused(
        _ item: (bytes: [UInt8], reason: CSVError.Reason, row: Int, column: Int)
    ) throws {
        guard case .malformed(let file, let error) = try failure(item.bytes) else {
            Issue.record("accepted")
            return
        }
        #expect(file.hasSuffix("/bad.csv"))
        #expect(error.reason == item.reason)
        #expect(error.position.row == item.row)
        #expect(error.position.column == item.column)
    }

    @Test("A file that isn't there, or is a folder, is unreadable")
    func missing() throws {
        for path in ["\(folder.path)/none.csv", folder.path] {
            #expect(throws: DataSet.Failure.unreadable(path)) { try Sample.dataset(path) }
        }
    }

    @Test("A file that has changed since it was read is served no more")
    func changed() throws {
        let file = try folder.write("air.csv", Sample.csv.utf8)
        let changes: [() throws -> Void] = [
            // Another row, in place.
            {
                let handle = try #require(FileHandle(forWritingAtPath: file))
                try handle.seekToEnd()
                try handle.write(contentsOf: Data("北京,5,1\n".utf8))
                try handle.close()
            },
            // A new file in its place, of the same size and time.
            {
                let attributes = try FileManager.default.attributesOfItem(atPath: file)
                let time = try #require(attributes[.modificationDate])
                let content = try Data(contentsOf: URL(filePath: file))
                try content.write(to: URL(filePath: file), options: .atomic)
                try FileManager.default.setAttributes(
                    [.modificationDate: time],
                    ofItemAtPath: file
                )
            },
            // The same bytes written again later.
            {
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: 1_000)],
                    ofItemAtPath: file
                )
            },
        ]
        for change in changes {
            let dataset = try Sample.dataset(file)
            try dataset.rows { _ in true }
            try change()
            #expect(throws: DataSet.Failure.changed(file)) { try dataset.rows { _ in true } }
        }
        let dataset = try Sample.dataset(file)
        try FileManager.default.removeItem(atPath: file)
        #expect(throws: DataSet.Failure.unreadable(file)) { try dataset.rows { _ in true } }
    }
}
