/// Reads CSV in pieces of any size, strictly, in constant memory.
///
/// ```swift
/// var reader = CSVReader()
/// var row = CSVRow()
/// while let chunk = try file.read() {
///     reader.append(chunk)
///     while try reader.next(into: &row) { … }
/// }
/// reader.finish()
/// while try reader.next(into: &row) { … }
/// ```
///
/// It holds the chunk at hand and one record, never more. Rules:
///
/// - Records end with LF or CR LF; the last needs no end. The first is the header.
/// - Every record has as many fields as the header.
/// - A field that starts with a quote ends with one; quotes within are doubled; line ends and
///   commas within belong to it. A field that doesn't start with a quote has none.
/// - The text is UTF-8 without NUL; a UTF-8 byte order mark is skipped.
/// - The first fault ends the reading: the reader throws the same error from then on. Where the
///   chunks are cut changes nothing.
public struct CSVReader: Sendable {
    /// What a file may ask of the reader.
    public struct Limits: Hashable, Sendable {
        /// The bytes of a record, without its line end.
        public var recordBytes: Int
        /// The bytes of a field, quotes included.
        public var fieldBytes: Int
        /// The fields of a record.
        public var columns: Int

        /// Limits; the defaults are 1 MiB a record, 256 KiB a field, 2,000 columns.
        public init(recordBytes: Int = 1 << 20, fieldBytes: Int = 1 << 18, columns: Int = 2_000) {
            self.recordBytes = recordBytes
            self.fieldBytes = fieldBytes
            self.columns = columns
        }
    }

    private enum State { case fieldStart, plain, quoted, quoteInQuoted, carriageReturn }

    private let limits: Limits
    private var failure: CSVError?
    private var suspect: EncodingSuspect?
    private var isEnded = false

    private var chunk: [UInt8] = []
    /// The next byte of the chunk to read, and where the chunk starts in the file.
    ///
    /// What comes before the cursor of the record at hand is in `record` already.
    private var cursor = 0
    private var chunkOffset = 0
    private var isStarted = false

    private var state = State.fieldStart
    private var utf8 = UTF8Check()
    /// The record so far: what earlier chunks held of it, and its fields.
    private var record = CSVRow()
    private var doubled: [Int] = []
    private var hasDoubled = false
    private var rowIndex = 0
    /// How many fields the header has.
    private var columns: Int?
    /// Offsets in the file.
    private var headerStart = 0
    private var recordStart = 0
    private var fieldStart = 0
    private var characterStart = 0
    /// The line at hand, and those on which the record and the field at hand started.
    private var line = 1
    private var recordLine = 1
    private var fieldLine = 1

    /// A reader at the start of a file.
    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Gives the reader the next piece of the file; read it out with `next` before the next one.
    public mutating func append(_ piece: [UInt8]) {
        if cursor == chunk.count {
            chunkOffset += chunk.count
            chunk = piece
        } else {
            chunkOffset += cursor
            chunk = chunk[cursor...] + piece
        }
        cursor = 0
    }

    /// Says that there are no more pieces; read out what is left with `next`.
    public mutating func finish() {
        isEnded = true
    }

    /// Fills `row` with the next record, the header first, as row 0.
    ///
    /// - Returns: false when the pieces so far hold no further complete record: append the next
    ///   piece, or after `finish`, stop.
    public mutating func next(into row: inout CSVRow) throws(CSVError) -> Bool {
        if let failure { throw failure }
        do throws(CSVError) {
            guard try readRecord() else { return false }
            if columns == nil {
                try checkNames(record)
                columns = record.count
            }
            swap(&row, &record)
            record.removeAll()
            return true
        } catch {
            failure = error
            throw error
        }
    }
}

// MARK: - One record

extension CSVReader {
    /// Reads on to the end of the record; false when the chunk ends first, or the file.
    private mutating func readRecord() throws(CSVError) -> Bool {
        if suspect != nil { return try settleSuspicion() }
        guard try start() else { return false }
        let source = chunk
        let bytes = source.span
        var index = cursor
        let recordStop = recordStart + limits.recordBytes - chunkOffset
        var fieldStop = fieldStart + limits.fieldBytes - chunkOffset
        while index < bytes.count {
            if state == .plain || state == .quoted, utf8.missing == 0 {
                let stop = min(bytes.count, recordStop, fieldStop)
                while index < stop, Self.isOrdinary(bytes[index]) { index += 1 }
                guard index < bytes.count else { break }
            }
            let byte = bytes[index]
            if state == .carriageReturn {
                guard byte == ASCII.lineFeed else {
                    throw error(.loneCarriageReturn, offset: chunkOffset + index - 1)
                }
                try endRecord(source, at: index - 1, next: index + 1)
                return true
            }
            if index >= min(recordStop, fieldStop) {
                try checkLength(byte, at: chunkOffset + index)
            }
            if utf8.missing > 0 {
                guard utf8.take(byte) else { return try suspectEncoding(at: index) }
                index += 1
                continue
            }
            switch byte {
            case ASCII.quote:
                try quote(at: index)
            case ASCII.lineFeed where state != .quoted:
                try endField(at: index)
                try endRecord(source, at: index, next: index + 1)
                return true
            case ASCII.carriageReturn where state != .quoted:
                try endField(at: index)
                state = .carriageReturn
            case ASCII.comma where state != .quoted:
                try endField(at: index)
                state = .fieldStart
                fieldStart = chunkOffset + index + 1
                fieldLine = line
                fieldStop = index + 1 + limits.fieldBytes
            default:
                guard try text(byte, at: index) else { return try suspectEncoding(at: index) }
            }
            index += 1
        }
        return try endChunk(source)
    }

    /// Whether a byte is text in any field: no separator, quote, control or part of a character.
    private static func isOrdinary(_ byte: UInt8) -> Bool { byte &- 0x2D < 0x80 - 0x2D }

    /// Skips the byte order mark; false while there are too few bytes to tell.
    private mutating func start() throws(CSVError) -> Bool {
        if isStarted { return true }
        guard chunk.count >= 3 || isEnded else { return false }
        isStarted = true
        if chunk.starts(with: [0xFF, 0xFE]) {
            throw error(.utf16(littleEndian: true), offset: 0)
        }
        if chunk.starts(with: [0xFE, 0xFF]) {
            throw error(.utf16(littleEndian: false), offset: 0)
        }
        if chunk.starts(with: ASCII.byteOrderMark) {
            headerStart = 3
            (cursor, recordStart, fieldStart) = (3, 3, 3)
        }
        return true
    }

    /// Takes a byte of text that isn't ordinary; false if it isn't UTF-8.
    private mutating func text(_ byte: UInt8, at index: Int) throws(CSVError) -> Bool {
        switch state {
        case .fieldStart: state = .plain
        case .quoteInQuoted: throw error(.textAfterClosingQuote, offset: chunkOffset + index)
        case .plain, .quoted, .carriageReturn: break
        }
        if byte == ASCII.lineFeed { line += 1 }
        if byte == 0 { throw error(.nulByte, offset: chunkOffset + index) }
        if byte >= 0x80 {
            characterStart = chunkOffset + index
            return utf8.take(byte)
        }
        return true
    }

    private mutating func quote(at index: Int) throws(CSVError) {
        switch state {
        case .fieldStart:
            state = .quoted
        case .quoted:
            state = .quoteInQuoted
        case .quoteInQuoted:
            state = .quoted
            hasDoubled = true
        case .plain, .carriageReturn:
            throw error(.quoteInsidePlainField, offset: chunkOffset + index)
        }
    }

    /// Refuses the byte if the record or the field would grow past its limit with it.
    private func checkLength(_ byte: UInt8, at offset: Int) throws(CSVError) {
        let endsRecord = byte == ASCII.lineFeed || byte == ASCII.carriageReturn
        let endsField = endsRecord || byte == ASCII.comma
        if offset >= fieldStart + limits.fieldBytes, state == .quoted || !endsField {
            throw error(.fieldTooLong(limit: limits.fieldBytes), offset: offset)
        }
        if offset >= recordStart + limits.recordBytes, state == .quoted || !endsRecord {
            throw error(.recordTooLong(limit: limits.recordBytes), offset: offset)
        }
    }

    /// Notes the field that ends before `index`, as a range of the record's bytes.
    private mutating func endField(at index: Int) throws(CSVError) {
        guard record.fields.count < limits.columns else {
            throw error(.tooManyColumns(limit: limits.columns), offset: fieldStart)
        }
        if hasDoubled { doubled.append(record.fields.count) }
        hasDoubled = false
        let inset = state == .quoteInQuoted ? 1 : 0
        let start = fieldStart - recordStart + inset
        record.fields.append(start..<(chunkOffset + index - recordStart - inset))
    }

    /// Completes the record that ends before `end`, and sets off for the one at `next`.
    private mutating func endRecord(
        _ source: [UInt8],
        at end: Int,
        next: Int
    ) throws(CSVError) {
        record.bytes.append(contentsOf: source[cursor..<max(cursor, end)])
        record.index = rowIndex
        if let expected = columns, record.count != expected {
            throw ragged(expected: expected, end: chunkOffset + end)
        }
        for column in doubled { record.undoubleQuotes(in: column) }
        doubled.removeAll(keepingCapacity: true)
        rowIndex += 1
        line += 1
        cursor = next
        state = .fieldStart
        recordStart = chunkOffset + next
        fieldStart = recordStart
        recordLine = line
        fieldLine = line
    }
}

// MARK: - The end of a chunk, and of the file

extension CSVReader {
    /// Keeps what the chunk holds of the record, or at the end of the file completes it.
    private mutating func endChunk(_ source: [UInt8]) throws(CSVError) -> Bool {
        let end = source.count
        guard isEnded else {
            record.bytes.append(contentsOf: source[cursor...])
            cursor = end
            return false
        }
        if utf8.missing > 0 { return try suspectEncoding(at: end) }
        switch state {
        case .fieldStart where chunkOffset + end == recordStart:
            guard rowIndex > 0 else { throw error(.emptyFile, offset: recordStart) }
            return false
        case .fieldStart, .plain, .quoteInQuoted:
            try endField(at: end)
            try endRecord(source, at: end, next: end)
            return true
        case .quoted:
            throw error(.unclosedQuote, offset: fieldStart, line: fieldLine)
        case .carriageReturn:
            throw error(.loneCarriageReturn, offset: chunkOffset + end - 1)
        }
    }

    /// Starts to gather evidence of the encoding; `index` is the byte that isn't UTF-8.
    private mutating func suspectEncoding(at index: Int) throws(CSVError) -> Bool {
        let soFar = record.bytes + chunk[cursor..<index]
        let fault = characterStart - recordStart
        suspect = EncodingSuspect(
            at: position(offset: characterStart),
            before: soFar[(fieldStart - recordStart)..<fault],
            after: soFar[fault...]
        )
        cursor = index
        return try settleSuspicion()
    }

    private mutating func settleSuspicion() throws(CSVError) -> Bool {
        suspect?.gather(chunk[cursor...])
        cursor = chunk.count
        guard let suspect, suspect.isComplete || isEnded else { return false }
        throw CSVError(.invalidUTF8(looksLikeGBK: suspect.looksLikeGBK), at: suspect.error)
    }
}

// MARK: - The header, and errors

extension CSVReader {
    /// Checks that every column has a name, each its own, and that they aren't all data.
    private func checkNames(_ header: CSVRow) throws(CSVError) {
        var firsts: [String: Int] = [:]
        for (column, name) in header.texts.enumerated() {
            let position = position(of: column, in: header, from: headerStart, line: 1)
            guard name.contains(where: { !$0.isWhitespace }) else {
                throw CSVError(.headerNameEmpty, at: position)
            }
            if let first = firsts.updateValue(column + 1, forKey: name) {
                throw CSVError(.headerNameDuplicate(name: name, first: first), at: position)
            }
        }
        let isData = header.fields.allSatisfy { field in
            Reading(header.bytes.span.extracting(field)) != nil
        }
        guard !isData else {
            let position = position(of: 0, in: header, from: headerStart, line: 1)
            throw CSVError(.headerMissing, at: position)
        }
    }

    /// The error of a record that ends at `end` with another count of fields than the header:
    /// at the first field too many, or where the first missing one should be.
    private func ragged(expected: Int, end: Int) -> CSVError {
        let reason = CSVError.Reason.ragged(found: record.count, expected: expected)
        guard record.count > expected else {
            return CSVError(
                reason,
                at: .init(row: rowIndex, column: record.count + 1, line: line, offset: end)
            )
        }
        return CSVError(
            reason,
            at: position(of: expected, in: record, from: recordStart, line: recordLine)
        )
    }

    /// Where the field at `column` of a whole record starts, its quote included.
    private func position(
        of column: Int,
        in record: CSVRow,
        from start: Int,
        line: Int
    ) -> CSVError.Position {
        let text = record.fields[column].lowerBound
        let isQuoted = text > 0 && record.bytes[text - 1] == ASCII.quote
        return CSVError.Position(
            row: record.index,
            column: column + 1,
            line: line + record.bytes[..<text].count { $0 == ASCII.lineFeed },
            offset: start + text - (isQuoted ? 1 : 0)
        )
    }

    /// A position in the record at hand.
    private func position(offset: Int, line: Int? = nil) -> CSVError.Position {
        CSVError.Position(
            row: rowIndex,
            column: record.count + (state == .carriageReturn ? 0 : 1),
            line: line ?? self.line,
            offset: offset
        )
    }

    private func error(_ reason: CSVError.Reason, offset: Int, line: Int? = nil) -> CSVError {
        CSVError(reason, at: position(offset: offset, line: line))
    }
}
