import Units

extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")
}

/// Unsigned decimal numbers in their one canonical spelling.
enum Decimal {
    /// The number, or `nil` if `text` is anything but digits without a leading zero, or the
    /// number doesn't fit.
    static func parse(_ text: some Collection<UInt8>) -> Int? {
        guard let first = text.first, first != UInt8(ascii: "0") || text.count == 1 else {
            return nil
        }
        var number = 0
        for byte in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
            let digit = Int(byte - UInt8(ascii: "0"))
            guard !overflow, tens <= Int.max - digit else { return nil }
            number = tens + digit
        }
        return number
    }
}

/// Takes lines off the front of a text in which each ends in a line feed.
struct LineReader {
    /// What hasn't been read yet.
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// The next line without its line feed; `nil` when no whole line is left.
    mutating func next() -> ArraySlice<UInt8>? {
        guard let end = rest.firstIndex(of: .lineFeed) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return rest[..<end]
    }

    /// What follows `keyword` and a space on the next line, which is read only if it has them.
    mutating func next(after keyword: String) -> ArraySlice<UInt8>? {
        let prefix = Array("\(keyword) ".utf8)
        guard rest.starts(with: prefix), let line = next() else { return nil }
        return line.dropFirst(prefix.count)
    }

    /// The base64 hashes on the next lines, up to the empty line that must end them.
    ///
    /// `nil` for a line that isn't a hash, more than 63 hashes, or a missing empty line.
    mutating func hashes() -> [Digest]? {
        var hashes: [Digest] = []
        while let line = next() {
            if line.isEmpty { return hashes }
            guard hashes.count < 63, let bytes = Base64.decode(line) else { return nil }
            guard let hash = Digest(bytes: bytes) else { return nil }
            hashes.append(hash)
        }
        return nil
    }
}
