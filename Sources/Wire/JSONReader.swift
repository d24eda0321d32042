/// Reads canonical JSON, and refuses every other form.
///
/// A cursor over bytes in memory. Every failure names the byte; none traps, whatever the input.
public struct JSONReader: Sendable {
    /// How deep values may nest.
    public static let depthLimit = 32

    private let bytes: [UInt8]
    /// Where the cursor stands, from 0.
    public private(set) var offset = 0
    private var depth = 0
    private var needsComma = false

    /// A cursor at the first byte.
    public init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    // MARK: Objects and arrays

    /// Enters an object.
    public mutating func beginObject() throws(WireError) { try open("{", "an object") }
    /// Enters an array.
    public mutating func beginArray() throws(WireError) { try open("[", "an array") }

    /// Whether the array has another element; closes it when it hasn't.
    public mutating func element() throws(WireError) -> Bool {
        guard offset < bytes.count else { throw error(.unexpectedEnd) }
        if bytes[offset] == UInt8(ascii: "]") {
            close()
            return false
        }
        try comma()
        return true
    }

    /// Ends the object, or says which member isn't one of `members`, is missing or out of order.
    public mutating func endObject(of members: [StaticString]) throws(WireError) {
        guard offset < bytes.count else { throw error(.unexpectedEnd) }
        guard bytes[offset] == UInt8(ascii: "}") else { throw surplus(members) }
        close()
    }

    /// Whether the object has another member, when its names aren't known; closes it otherwise.
    public mutating func member() throws(WireError) -> String? {
        guard offset < bytes.count else { throw error(.unexpectedEnd) }
        if bytes[offset] == UInt8(ascii: "}") {
            close()
            return nil
        }
        return try anyKey()
    }

    /// Reads the next member's name when it is `name`.
    public mutating func key(_ name: StaticString) throws(WireError) -> Bool {
        let start = needsComma ? offset + 1 : offset
        let end = start + name.utf8CodeUnitCount + 3
        guard end <= bytes.count else { return false }
        if needsComma, bytes[offset] != UInt8(ascii: ",") { return false }
        guard bytes[start] == UInt8(ascii: "\""), bytes[end - 2] == UInt8(ascii: "\""),
            bytes[end - 1] == UInt8(ascii: ":")
        else { return false }
        let text = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        for index in 0..<text.count where bytes[start + 1 + index] != text[index] { return false }
        offset = end
        needsComma = false
        return true
    }

    /// Reads the next member's name, which must be `name`; the failure knows all `members`.
    public mutating func require(
        _ name: StaticString,
        of members: [StaticString]
    ) throws(WireError) {
        guard try key(name) else {
            guard offset < bytes.count else { throw error(.unexpectedEnd) }
            guard bytes[offset] != UInt8(ascii: "}") else {
                throw error(.missingMember("\(name)"))
            }
            throw surplus(members, wanted: "\(name)")
        }
    }

    /// Reads any member's name.
    public mutating func anyKey() throws(WireError) -> String {
        try comma()
        needsComma = false
        let name = try string()
        guard offset < bytes.count else { throw error(.unexpectedEnd) }
        guard bytes[offset] == UInt8(ascii: ":") else { throw unexpected("a colon") }
        offset += 1
        needsComma = false
        return name
    }

    /// Nothing but the value that was read.
    public func end() throws(WireError) {
        guard offset == bytes.count else {
            throw isSpace ? error(.notCanonical("no white space")) : error(.trailingBytes)
        }
    }

    // MARK: Scalars

    /// An integer between ±(2⁵³ − 1), the range every JSON reader keeps exactly (RFC 7493 §2.2).
    public mutating func integer() throws(WireError) -> Int64 {
        let start = offset
        let isNegative = offset < bytes.count && bytes[offset] == UInt8(ascii: "-")
        if isNegative { offset += 1 }
        let digits = offset
        var value: Int64 = 0
        while offset < bytes.count, case let digit = Int64(bytes[offset]) - 48, 0...9 ~= digit {
            guard offset - digits < 16 else { throw WireError(.outOfRange("±(2^53-1)"), at: start) }
            value = value * 10 + digit
            offset += 1
        }
        guard offset > digits else { throw unexpected("an integer") }
        if bytes[digits] == 48, offset > digits + 1 || isNegative {
            throw WireError(.notCanonical("no leading zero and no minus zero"), at: start)
        }
        if offset < bytes.count, [0x2E, 0x65, 0x45].contains(bytes[offset]) {
            throw WireError(.expected("an integer, without fraction or exponent"), at: start)
        }
        guard value <= WireInteger.limit else {
            throw WireError(.outOfRange("±(2^53-1)"), at: start)
        }
        needsComma = true
        return isNegative ? -value : value
    }

    /// `true` or `false`.
    public mutating func bool() throws(WireError) -> Bool {
        for (text, value) in [("true", true), ("false", false)]
        where bytes[offset...].starts(with: text.utf8) {
            offset += text.utf8.count
            needsComma = true
            return value
        }
        throw unexpected("true or false")
    }

    /// A string in its canonical spelling, of valid UTF-8.
    public mutating func string() throws(WireError) -> String {
        guard offset < bytes.count else { throw error(.unexpectedEnd) }
        guard bytes[offset] == UInt8(ascii: "\"") else { throw unexpected("a string") }
        offset += 1
        let start = offset
        skipPlain()
        guard offset < bytes.count else { throw error(.unexpectedEnd) }
        if bytes[offset] == UInt8(ascii: "\"") {
            // Plain characters are ASCII, so there is nothing to validate.
            let text = bytes.withUnsafeBufferPointer {
                String(decoding: UnsafeBufferPointer(rebasing: $0[start..<offset]), as: UTF8.self)
            }
            offset += 1
            needsComma = true
            return text
        }
        return try variedString(from: start)
    }

    /// Steps over characters of a string that stand for themselves and are ASCII.
    private mutating func skipPlain() {
        while offset < bytes.count, case let byte = bytes[offset], 0x20..<0x80 ~= byte,
            byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\")
        {
            offset += 1
        }
    }

    /// The rest of a string with characters beyond ASCII, or with escapes.
    private mutating func variedString(from start: Int) throws(WireError) -> String {
        var text = Array(bytes[start..<offset])
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "\""):
                guard let value = String(validating: text, as: UTF8.self) else {
                    throw WireError(.invalidUTF8, at: start)
                }
                offset += 1
                needsComma = true
                return value
            case UInt8(ascii: "\\"): text.append(try escape())
            case ..<0x20: throw error(.notCanonical("a control character"))
            default:
                text.append(byte)
                offset += 1
            }
        }
        throw error(.unexpectedEnd)
    }

    /// One escape in its only canonical spelling; NUL has none.
    private mutating func escape() throws(WireError) -> UInt8 {
        guard offset + 1 < bytes.count else { throw error(.unexpectedEnd) }
        let short: UInt8? =
            switch bytes[offset + 1] {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes[offset + 1]
            case UInt8(ascii: "b"): 0x08
            case UInt8(ascii: "t"): 0x09
            case UInt8(ascii: "n"): 0x0A
            case UInt8(ascii: "f"): 0x0C
            case UInt8(ascii: "r"): 0x0D
            default: nil
            }
        if let short {
            offset += 2
            return short
        }
        // What remains is `\u0001` to `\u001f`, less those above.
        guard bytes[offset...].starts(with: "\\u00".utf8), offset + 5 < bytes.count,
            let value = Self.control(bytes[offset + 4], bytes[offset + 5]),
            ![0x00, 0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(value)
        else { throw error(.notCanonical("an escape that isn't needed, or NUL")) }
        offset += 6
        return value
    }

    /// The control character with these two lowercase hex digits.
    private static func control(_ high: UInt8, _ low: UInt8) -> UInt8? {
        guard high == UInt8(ascii: "0") || high == UInt8(ascii: "1") else { return nil }
        let tens = (high - UInt8(ascii: "0")) << 4
        return switch low {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): tens | (low - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): tens | (low - UInt8(ascii: "a") + 10)
        default: nil
        }
    }

    /// The bytes of the next value, whatever it is, checked to be canonical.
    public mutating func canonical() throws(WireError) -> ArraySlice<UInt8> {
        let start = offset
        try skip()
        return bytes[start..<offset]
    }

    /// Steps over the next value, whatever it is, checking that it is canonical.
    public mutating func skip() throws(WireError) {
        guard offset < bytes.count else { throw error(.unexpectedEnd) }
        switch bytes[offset] {
        case UInt8(ascii: "{"):
            try beginObject()
            var last: String?
            while let name = try member() {
                if let last, !last.utf8.lexicographicallyPrecedes(name.utf8) {
                    throw error(.notCanonical("members in byte order, once each"))
                }
                last = name
                try skip()
            }
        case UInt8(ascii: "["):
            try beginArray()
            while try element() { try skip() }
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool()
        default: _ = try integer()
        }
    }

    /// Steps over a string; only one with characters beyond ASCII has to be read.
    private mutating func skipString() throws(WireError) {
        let quote = offset
        offset += 1
        while true {
            skipPlain()
            guard offset < bytes.count else { throw error(.unexpectedEnd) }
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                needsComma = true
                return
            case UInt8(ascii: "\\"): _ = try escape()
            default:
                offset = quote
                _ = try string()
                return
            }
        }
    }

    // MARK: Failures

    /// A failure at the cursor.
    public func error(_ reason: WireError.Reason) -> WireError { WireError(reason, at: offset) }

    private var isSpace: Bool {
        offset < bytes.count && [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset])
    }

    private func unexpected(_ thing: String) -> WireError {
        if offset >= bytes.count { return error(.unexpectedEnd) }
        return isSpace ? error(.notCanonical("no white space")) : error(.expected(thing))
    }

    /// What is wrong with the member that stands here.
    private func surplus(_ members: [StaticString], wanted: String? = nil) -> WireError {
        var ahead = self
        let name: String
        do throws(WireError) {
            name = try ahead.anyKey()
        } catch {
            return error
        }
        let known = members.map { "\($0)" }
        guard known.contains(name) else { return error(.unknownMember(name)) }
        if let wanted, Array(wanted.utf8).lexicographicallyPrecedes(Array(name.utf8)) {
            return error(.missingMember(wanted))
        }
        return error(.notCanonical("members in byte order, once each: \"\(name)\""))
    }

    // MARK: Punctuation

    private mutating func open(_ bracket: Unicode.Scalar, _ thing: String) throws(WireError) {
        guard offset < bytes.count else { throw error(.unexpectedEnd) }
        guard bytes[offset] == UInt8(ascii: bracket) else { throw unexpected(thing) }
        guard depth < Self.depthLimit else { throw error(.tooDeep) }
        depth += 1
        offset += 1
        needsComma = false
    }

    private mutating func close() {
        depth -= 1
        offset += 1
        needsComma = true
    }

    private mutating func comma() throws(WireError) {
        guard needsComma else { return }
        guard offset < bytes.count else { throw error(.unexpectedEnd) }
        guard bytes[offset] == UInt8(ascii: ",") else { throw unexpected("a comma") }
        offset += 1
        needsComma = false
    }
}

/// The range of integers on the wire.
public enum WireInteger {
    /// 2⁵³ − 1: the largest integer that every JSON reader keeps exactly (RFC 7493 §2.2).
    public static let limit: Int64 = 9_007_199_254_740_991
}
