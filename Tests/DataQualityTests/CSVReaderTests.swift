import DataQuality
import Testing

@Suite("CSV reader")
struct CSVReaderTests {
    @Test(
        "A well-formed file gives its fields, quotes removed",
        arguments: [
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
            ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
            ("a,b\r\n1,2\n3,4", [["a", "b"], ["1", "2"], ["3", "4"]]),
            ("\u{FEFF}\"a\",b\n", [["a", "b"]]),
            ("a,b\n,\n", [["a", "b"], ["", ""]]),
            ("a\n\n\"\"\n", [["a"], [""], [""]]),
            ("a,b\n\"x,\"\"y\"\"\r\nz\",\"\"\"\"\n", [["a", "b"], ["x,\"y\"\r\nz", "\""]]),
            ("a\n\" \r \"\n", [["a"], [" \r "]]),
            ("站,值\n官园,\"1,2\"\n🙂,é", [["站", "值"], ["官园", "1,2"], ["🙂", "é"]]),
            ("a b!,#$%&'()*+\n x , y ", [["a b!", "#$%&'()*+"], [" x ", " y "]]),
        ] as [(String, [[String]])]
    )
    func wellFormed(text: String, records: [[String]]) throws {
        let bytes = Array(text.utf8)
        for piece in 1...max(1, bytes.count) { #expect(try read(bytes, piece: piece) == records) }
    }

    /// Small limits, so that small files can pass them.
    static let limits = CSVReader.Limits(recordBytes: 20, fieldBytes: 10, columns: 3)

    @Test(
        "A file with a fault is refused with its reason and exact place, however it's cut",
        arguments: [
            ("", .emptyFile, 0, 1, 1, 0),
            ("\u{FEFF}", .emptyFile, 0, 1, 1, 3),
            ("a,b\n1,x\"y\n", .quoteInsidePlainField, 1, 2, 2, 7),
            ("a,b\n\"x\"y,2\n", .textAfterClosingQuote, 1, 1, 2, 7),
            ("a,b\n\"x\" ,2\n", .textAfterClosingQuote, 1, 1, 2, 7),
            ("a,b\n1,\"x\ny", .unclosedQuote, 1, 2, 2, 6),
            ("a,b\n1,\"x\"\"", .unclosedQuote, 1, 2, 2, 6),
            ("a,b\n\"\n\",2\n1,\"", .unclosedQuote, 2, 2, 4, 12),
            ("a,b\n1\n2,3\n", .ragged(found: 1, expected: 2), 1, 2, 2, 5),
            ("a,b\n1\r\n2,3\n", .ragged(found: 1, expected: 2), 1, 2, 2, 5),
            ("a,b\n1,2,3\n", .ragged(found: 3, expected: 2), 1, 3, 2, 8),
            ("a,b\n\"\n\",2,\"3\"\n", .ragged(found: 3, expected: 2), 1, 3, 3, 10),
            ("a,b\n1,2\n\n", .ragged(found: 1, expected: 2), 2, 2, 3, 8),
            ("a,b\n1,2\r3,4\n", .loneCarriageReturn, 1, 2, 2, 7),
            ("a,b\n1,2\r", .loneCarriageReturn, 1, 2, 2, 7),
            ("a,b\n1,\0\n", .nulByte, 1, 2, 2, 6),
            ("a,b\n1,\"\0\"\n", .nulByte, 1, 2, 2, 7),
            ("a,,c\n", .headerNameEmpty, 0, 2, 1, 2),
            ("a,\"  \",c\n", .headerNameEmpty, 0, 2, 1, 2),
            ("\na\n", .headerNameEmpty, 0, 1, 1, 0),
            ("a,\"a\"\n", .headerNameDuplicate(name: "a", first: 1), 0, 2, 1, 2),
            ("\u{FEFF}\"\na\",b,b\n", .headerNameDuplicate(name: "b", first: 2), 0, 3, 2, 10),
            ("1,2017-02-01,3\n4,5,6\n", .headerMissing, 0, 1, 1, 0),
            ("a\n0123456789A\n", .fieldTooLong(limit: 10), 1, 1, 2, 12),
            ("a\n\"12345678\"\n\"123456789\"\n", .fieldTooLong(limit: 10), 2, 1, 3, 23),
            ("a,b,c\n123456789,123456789,1\n", .recordTooLong(limit: 20), 1, 3, 2, 26),
            ("a,b,c,d\n", .tooManyColumns(limit: 3), 0, 4, 1, 6),
        ] as [(String, CSVError.Reason, Int, Int, Int, Int)]
    )
    func faulty(
        text: String,
        reason: CSVError.Reason,
        row: Int,
        column: Int,
        line: Int,
        offset: Int
    ) {
        let position = CSVError.Position(row: row, column: column, line: line, offset: offset)
        expect(Array(text.utf8), throws: CSVError(reason, at: position), limits: Self.limits)
    }

    @Test(
        "Bytes that aren't UTF-8 are refused where the character starts",
        arguments: [
            // GBK: 站点 in the header, whose first character happens to be UTF-8, too; 官园 in a
            // field; 模板 after a letter, again with a first character that could be UTF-8.
            ([0xD5, 0xBE, 0xB5, 0xE3, 0x0A], 0, 2, true),
            (Array("a\n".utf8) + [0xB9, 0xD9, 0xD4, 0xB0, 0x0A], 1, 2, true),
            (Array("a\nx".utf8) + [0xC4, 0xA3, 0xB0, 0xE5], 1, 5, true),
            // Latin-1: café, Müller.
            (Array("a\ncaf".utf8) + [0xE9, 0x0A], 1, 5, false),
            (Array("a\nM".utf8) + [0xFC] + Array("ller\n".utf8), 1, 3, false),
            // A character cut by the end of its field; a stray continuation; an overlong form;
            // a surrogate; past U+10FFFF.
            (Array("a\n".utf8) + [0xF0, 0x9F, 0x99, 0x0A], 1, 2, false),
            (Array("a\n".utf8) + [0x80], 1, 2, false),
            (Array("a\n".utf8) + [0xC0, 0x80], 1, 2, false),
            (Array("a\n".utf8) + [0xED, 0xA0, 0x80], 1, 2, false),
            (Array("a\n".utf8) + [0xF4, 0x90, 0x80, 0x80], 1, 2, false),
            ([0xEF, 0xBB], 0, 0, true),
        ] as [([UInt8], Int, Int, Bool)]
    )
    func encoding(bytes: [UInt8], row: Int, offset: Int, looksLikeGBK: Bool) {
        let error = CSVError(
            .invalidUTF8(looksLikeGBK: looksLikeGBK),
            at: .init(row: row, column: 1, line: row + 1, offset: offset)
        )
        expect(bytes, throws: error)
    }

    @Test("UTF-16 is refused by its name", arguments: [true, false])
    func utf16(littleEndian: Bool) {
        let text: [UInt8] = littleEndian ? [0xFF, 0xFE, 0x61, 0x00] : [0xFE, 0xFF, 0x00, 0x61]
        let start = CSVError.Position(row: 0, column: 1, line: 1, offset: 0)
        expect(text, throws: CSVError(.utf16(littleEndian: littleEndian), at: start))
    }

    @Test("A file at every limit is read")
    func atTheLimits() throws {
        let text = "a,b,c\n0123456789,12345678,\n\"12345678\",\"123456\",\r\n"
        let records = try read(Array(text.utf8), limits: Self.limits)
        #expect(
            records == [
                ["a", "b", "c"], ["0123456789", "12345678", ""], ["12345678", "123456", ""],
            ]
        )
    }

    @Test("A line of 64 MB is refused after 1 MiB, without reading on", arguments: [true, false])
    func longLine(isQuoted: Bool) {
        let limits = CSVReader.Limits(fieldBytes: .max / 2)
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
        var reader = CSVReader(limits: limits)
        var row = CSVRow()
        reader.append(Array(isQuoted ? "a\n\"".utf8 : "a\nx".utf8))
        var taken = 0
        var refusal: CSVError?
        for _ in 0..<1_024 where refusal == nil {
            reader.append(piece)
            taken += 1
            do throws(CSVError) {
                while try reader.next(into: &row) {}
            } catch {
                refusal = error
            }
        }
        let position = CSVError.Position(row: 1, column: 1, line: 2, offset: 2 + 1 << 20)
        #expect(refusal == CSVError(.recordTooLong(limit: 1 << 20), at: position))
        #expect(taken == 16)
    }

    @Test("After a fault the reader throws the same error, whatever else it's given")
    func staysRefused() {
        var reader = CSVReader()
        var row = CSVRow()
        var errors: [CSVError?] = []
        for piece in ["a,b\n1\n", "1,2\n"] {
            reader.append(Array(piece.utf8))
            do throws(CSVError) {
                while try reader.next(into: &row) {}
                errors.append(nil)
            } catch {
                errors.append(error)
            }
        }
        let position = CSVError.Position(row: 1, column: 2, line: 2, offset: 5)
        let error = CSVError(.ragged(found: 1, expected: 2), at: position)
        #expect(errors == [error, error])
    }

    @Test("What the writer prints, the reader reads", arguments: 0..<200)
    func roundTrip(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let alphabet = [
            "\"", ",", "\n", "\r\n", "\r", " ", "x", "7", "数", "🙂", "\u{301}", "\u{7F}",
        ]
        let columns = Int.random(in: 1...5, using: &random)
        var records = [(0..<columns).map { "name \($0)" }]
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            records.append(
                (0..<columns).map { _ in
                    (0..<Int.random(in: 0...6, using: &random))
                        .map { _ in alphabet.randomElement(using: &random) ?? "" }.joined()
                }
            )
        }
        let bytes = print(records)
        #expect(try read(bytes) == records)
        #expect(try read(bytes, piece: Int.random(in: 1...9, using: &random)) == records)
    }

    @Test("A character that the file's end cuts off is looked at once", arguments: [1, 3, 4])
    func cutOffCharacter(piece: Int) {
        let position = CSVError.Position(row: 0, column: 1, line: 1, offset: 3)
        let error = CSVError(.invalidUTF8(looksLikeGBK: false), at: position)
        #expect(throws: error) { try read([0xD5, 0xBE, 0x10, 0xE7], piece: piece) }
    }

    @Test("A name that begins with a byte order mark is quoted, and so keeps it")
    func byteOrderMarkInText() throws {
        let records = [["\u{FEFF}a", "b"], ["1", "\u{FEFF}2"]]
        #expect(try read(print(records)) == records)
        #expect(print([["a\u{FEFF}"]]) == Array("a\u{FEFF}\n".utf8))
    }

    @Test("An error says its code, its place and what to do")
    func description() {
        let error = CSVError(
            .invalidUTF8(looksLikeGBK: true),
            at: .init(row: 3, column: 2, line: 5, offset: 140)
        )
        #expect(
            "\(error)" == "csv.invalid-utf-8 at row 3, column 2 (line 5, byte 140): "
                + "it looks like GBK; convert it: iconv -f GB18030 -t UTF-8"
        )
    }

    private func expect(
        _ bytes: [UInt8],
        throws error: CSVError,
        limits: CSVReader.Limits = .init(),
        location: SourceLocation = #_sourceLocation
    ) {
        for piece in 1...max(1, bytes.count) {
            #expect(throws: error, "pieces of \(piece)", sourceLocation: location) {
                try read(bytes, piece: piece, limits: limits)
            }
        }
    }
}
