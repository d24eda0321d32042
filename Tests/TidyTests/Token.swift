/// One word, mark or comment of Swift source.
struct Token: Equatable {
    enum Kind { case word, mark, text, doc, comment }

    let kind: Kind
    /// As it is written; of a string literal what stands between its quotation marks.
    let text: String
    /// From 1.
    let line: Int
    /// Whether white space or the beginning of the file stands before it.
    let isSpaced: Bool
}

/// Splits Swift source into tokens.
///
/// It knows just enough: comments that nest, string literals of every kind with what is
/// interpolated in them, and regular expressions between slashes.
struct Lexer {
    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1
    private var isSpaced = true
    private(set) var tokens: [Token] = []

    static func tokens(of source: String) -> [Token] {
        var lexer = Lexer(bytes: Array(source.utf8))
        lexer.scan(until: nil)
        return lexer.tokens
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func peek(_ distance: Int = 0) -> UInt8? {
        offset + distance < bytes.count ? bytes[offset + distance] : nil
    }

    private func isNext(_ text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }

    private mutating func skip(_ count: Int = 1) {
        for _ in 0..<count where offset < bytes.count {
            if bytes[offset] == UInt8(ascii: "\n") { line += 1 }
            offset += 1
        }
    }

    private mutating func add(_ kind: Token.Kind, _ start: Int, line: Int) {
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        tokens.append(Token(kind: kind, text: text, line: line, isSpaced: isSpaced))
        isSpaced = false
    }

    /// Scans to the end, or to the bracket that closes an interpolation.
    private mutating func scan(until close: UInt8?) {
        var depth = 0
        while let byte = peek() {
            let start = offset
            let line = line
            if Self.isSpace(byte) {
                skip()
                isSpaced = true
            } else if isNext("//") {
                while let byte = peek(), byte != UInt8(ascii: "\n") { skip() }
                add(bytes[start...].starts(with: "///".utf8) ? .doc : .comment, start, line: line)
                isSpaced = true
            } else if isNext("/*") {
                skipBlockComment()
                isSpaced = true
            } else if byte == UInt8(ascii: "\"") || isRawString {
                scanString()
            } else if isRegex {
                skipRegex()
            } else if Self.isWord(byte) {
                while let byte = peek(), Self.isWord(byte) { skip() }
                add(.word, start, line: line)
            } else {
                skip()
                add(.mark, start, line: line)
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") {
                    depth -= 1
                    if byte == close, depth == 0 { return }
                }
            }
        }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if isNext("/*") {
                depth += 1
                skip(2)
            } else if isNext("*/") {
                depth -= 1
                skip(2)
            } else {
                skip()
            }
        } while depth > 0 && offset < bytes.count
    }

    // MARK: Strings

    private var isRawString: Bool {
        var ahead = 0
        while peek(ahead) == UInt8(ascii: "#") { ahead += 1 }
        return ahead > 0 && peek(ahead) == UInt8(ascii: "\"")
    }

    private mutating func scanString() {
        var pounds = ""
        while peek() == UInt8(ascii: "#") {
            pounds += "#"
            skip()
        }
        let quote = isNext("\"\"\"") ? "\"\"\"" : "\""
        skip(quote.utf8.count)
        let start = offset
        let line = line
        let isSpaced = isSpaced
        while offset < bytes.count, !isNext(quote + pounds) {
            if isNext("\\" + pounds + "(") {
                skip(1 + pounds.utf8.count)
                scan(until: UInt8(ascii: ")"))
            } else if isNext("\\" + pounds) {
                skip(2 + pounds.utf8.count)
            } else {
                skip()
            }
        }
        self.isSpaced = isSpaced
        add(.text, start, line: line)
        skip(quote.utf8.count + pounds.utf8.count)
    }

    // MARK: Regular expressions

    /// A slash that begins an operand, and has its like on the line.
    private var isRegex: Bool {
        if isNext("#/") { return true }
        guard peek() == UInt8(ascii: "/"), let next = peek(1), !Self.isSpace(next) else {
            return false
        }
        guard let last = tokens.last, last.kind == .mark, "(,=:[{".contains(last.text) else {
            return false
        }
        return bytes[(offset + 1)...].prefix { $0 != UInt8(ascii: "\n") }
            .contains(UInt8(ascii: "/"))
    }

    private mutating func skipRegex() {
        let close = isNext("#/") ? "/#" : "/"
        skip(close.utf8.count)
        let start = offset
        while offset < bytes.count, !isNext(close) { skip(peek() == UInt8(ascii: "\\") ? 2 : 1) }
        add(.text, start, line: line)
        skip(close.utf8.count)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"),
            UInt8(ascii: "`"), 0x80...:
            true
        default: false
        }
    }
}
