/// Writes canonical JSON: members in byte order of their names, no white space, integers only.
///
/// The caller writes members in canonical order; `@Wire` does.
///
/// It can't be copied, so it writes into memory of its own without asking each time who else reads
/// it: half of a record's cost is in its form.
public struct JSONWriter: ~Copyable {
    /// Whether a reader takes what was written: no value is beyond what its canonical form holds.
    ///
    /// How deep values nest follows from their types alone, and isn't watched.
    public private(set) var isReadable = true
    /// How many bytes were written.
    public private(set) var count = 0
    private var memory: UnsafeMutableRawBufferPointer
    private var needsComma = false

    /// A writer of nothing yet, with room for so many bytes.
    public init(reserving capacity: Int = 512) {
        memory = .allocate(byteCount: max(capacity, 64), alignment: 16)
    }

    deinit { memory.deallocate() }

    /// What was written.
    public var bytes: [UInt8] { [UInt8](UnsafeRawBufferPointer(rebasing: memory[..<count])) }

    private mutating func append(_ byte: UInt8) {
        if count == memory.count { grow(by: 1) }
        memory[count] = byte
        count += 1
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if memory.count - count < bytes.count { grow(by: bytes.count) }
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
        count += bytes.count
    }

    private mutating func grow(by size: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(2 * memory.count, count + size),
            alignment: 16
        )
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
        memory.deallocate()
        memory = larger
    }

    /// Notes that the value being written has no canonical form.
    public mutating func markUnreadable() { isReadable = false }

    /// Opens an object.
    public mutating func beginObject() { open(UInt8(ascii: "{")) }
    /// Closes the object.
    public mutating func endObject() { close(UInt8(ascii: "}")) }
    /// Opens an array.
    public mutating func beginArray() { open(UInt8(ascii: "[")) }
    /// Closes the array.
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// The name of the member that follows: ASCII letters, digits, `-` and `_`.
    public mutating func key(_ name: StaticString) {
        separate()
        append(UInt8(ascii: "\""))
        append(name)
        append(UInt8(ascii: "\""))
        append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// The name of the member that follows, escaped like any string.
    public mutating func key(_ name: String) {
        string(name)
        append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// An integer with all its digits; only those within ±(2⁵³ − 1) read back.
    public mutating func integer(_ value: Int64) {
        separate()
        if value < 0 { append(UInt8(ascii: "-")) }
        var digits = value.magnitude
        if digits > UInt64(WireInteger.limit) { markUnreadable() }
        let start = count
        repeat {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digits % 10))
            digits /= 10
        } while digits > 0
        memory[start..<count].reverse()
        needsComma = true
    }

    /// `true` or `false`.
    public mutating func bool(_ value: Bool) {
        separate()
        append(value ? "true" : "false")
        needsComma = true
    }

    /// A string, escaped as RFC 8785 §3.2.2.2 says: only what must be.
    public mutating func string(_ value: String) {
        var value = value
        separate()
        append(UInt8(ascii: "\""))
        value.withUTF8 { append(text: $0) }
        append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// A string of 32 lowercase hex digits for two words, or 64 for four.
    public mutating func hex(_ words: (UInt64, UInt64), _ more: (UInt64, UInt64)? = nil) {
        separate()
        append(UInt8(ascii: "\""))
        append(hex: words.0)
        append(hex: words.1)
        if let more {
            append(hex: more.0)
            append(hex: more.1)
        }
        append(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func append(hex word: UInt64) {
        if memory.count - count < 16 { grow(by: 16) }
        for place in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: word >> (60 - 4 * UInt64(place)) & 15)
            memory[count + place] =
                digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
        count += 16
    }

    /// Bytes that already are the canonical form of one value.
    public mutating func canonical(_ value: [UInt8]) {
        separate()
        value.withUnsafeBytes { append($0) }
        needsComma = true
    }

    private mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends what needs no escape in one piece: nearly always the whole text.
    private mutating func append(text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for (index, byte) in text.enumerated()
        where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[start..<index]))
            escape(byte)
            start = index + 1
        }
        append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[start...]))
    }

    private mutating func escape(_ byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        case 0x22, 0x5C: append(byte)
        default:
            if byte == 0 { markUnreadable() }
            append("u00")
            append(byte >> 4 == 0 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            let low = byte & 15
            append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        }
    }

    private mutating func separate() {
        if needsComma { append(UInt8(ascii: ",")) }
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        append(bracket)
        needsComma = true
    }
}
