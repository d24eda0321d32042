/// A declaration, as far as the rules want to know it.
struct Declaration: Equatable {
    /// The word it begins with, such as `func`.
    let keyword: String
    /// The name with the arguments' labels: `write(to:)`, `init(text:)`, `<`.
    let name: String
    let line: Int
    /// Said so, or a requirement of a protocol that is.
    let isPublic: Bool
    /// Whether it stands in a protocol itself.
    let isRequirement: Bool
    let isDocumented: Bool
    /// The type that it belongs to, without what that one is nested in.
    let scope: String?
    /// What a type or an extension says it conforms to.
    let conformances: [String]
    /// The first and the last line, if it has a body.
    let body: ClosedRange<Int>?
}

/// Finds declarations by their keywords, and bodies by their braces.
struct DeclarationParser {
    private static let types: Set<String> = [
        "struct", "enum", "class", "protocol", "extension", "actor",
    ]
    private static let keywords: Set<String> =
        types.union([
            "func", "var", "let", "init", "deinit", "subscript", "typealias", "associatedtype",
            "macro", "case", "import",
        ])
    private static let modifiers: Set<String> = [
        "public", "package", "internal", "fileprivate", "private", "open", "static", "final",
        "mutating", "nonmutating", "indirect", "lazy", "nonisolated", "override", "convenience",
        "required", "weak", "unowned", "consuming", "borrowing", "dynamic", "prefix", "postfix",
        "infix", "class",
    ]

    private let tokens: [Token]
    /// Where the bracket that opens at an index closes.
    private let closing: [Int: Int]

    static func declarations(in tokens: [Token]) -> [Declaration] {
        DeclarationParser(tokens: tokens).all()
    }

    private init(tokens: [Token]) {
        self.tokens = tokens
        var open: [Int] = []
        var closing: [Int: Int] = [:]
        for (index, token) in tokens.enumerated() where token.kind == .mark {
            if "([{".contains(token.text) { open.append(index) }
            if ")]}".contains(token.text), let start = open.popLast() { closing[start] = index }
        }
        self.closing = closing
    }

    private func all() -> [Declaration] {
        var found: [Declaration] = []
        var scopes: [(name: String?, isProtocol: Bool, isPublic: Bool, end: Int)] = []
        for index in tokens.indices {
            while let last = scopes.last, index > last.end { scopes.removeLast() }
            guard let keyword = keyword(at: index) else { continue }
            let head = head(of: index)
            let name = name(keyword, at: index + 1)
            let body = body(keyword, from: index + 1)
            let isPublic = head.modifiers.contains("public") || head.modifiers.contains("open")
            let scope = scopes.last
            found.append(
                Declaration(
                    keyword: keyword,
                    name: name,
                    line: tokens[index].line,
                    isPublic: isPublic || scope?.isProtocol == true && scope?.isPublic == true,
                    isRequirement: scope?.isProtocol == true,
                    isDocumented: head.isDocumented,
                    scope: scope?.name,
                    conformances: Self.types.contains(keyword) ? conformances(from: index + 1) : [],
                    body: body.map { tokens[head.start].line...tokens[$0.upperBound].line }
                )
            )
            guard let body else { continue }
            if Self.types.contains(keyword) {
                scopes.append((name, keyword == "protocol", isPublic, body.upperBound))
            } else {
                scopes.append((nil, false, false, body.upperBound))
            }
        }
        return found
    }

    /// The word at `index` if a declaration begins with it.
    private func keyword(at index: Int) -> String? {
        let token = tokens[index]
        guard token.kind == .word, Self.keywords.contains(token.text) else { return nil }
        let before = index > 0 ? tokens[index - 1].text : ""
        guard ![".", "(", ",", "=", "?", "if", "guard", "while", "for", "case"].contains(before)
        else { return nil }
        guard index + 1 < tokens.count else { return nil }
        let next = tokens[index + 1]
        switch token.text {
        // `class func` is a modifier, `extension` and the like need a name.
        case "class" where Self.keywords.contains(next.text): return nil
        case "init": return ["(", "<", "?"].contains(next.text) ? "init" : nil
        case "deinit": return next.text == "{" ? "deinit" : nil
        case "subscript": return ["(", "<"].contains(next.text) ? "subscript" : nil
        // A `case` of a `switch` has no modifiers to look at.
        case "case": return nil
        case "func": return "func"
        default: return next.kind == .word ? token.text : nil
        }
    }

    /// The modifiers before a keyword, and whether a doc comment stands above them.
    private func head(of index: Int) -> (start: Int, modifiers: [String], isDocumented: Bool) {
        var index = index
        var modifiers: [String] = []
        while index > 0 {
            let before = tokens[index - 1]
            if before.kind == .word, Self.modifiers.contains(before.text) {
                modifiers.append(before.text)
                index -= 1
            } else if before.kind == .word, index > 1, tokens[index - 2].text == "@" {
                index -= 2
            } else if before.text == ")", before.kind == .mark,
                let open = closing.first(where: { $0.value == index - 1 })?.key, open > 0
            {
                // `private(set)`, or an attribute with arguments.
                if Self.modifiers.contains(tokens[open - 1].text) {
                    index = open - 1
                } else if open > 1, tokens[open - 2].text == "@" {
                    index = open - 2
                } else {
                    break
                }
            } else {
                break
            }
        }
        return (index, modifiers, index > 0 && tokens[index - 1].kind == .doc)
    }

    private func name(_ keyword: String, at start: Int) -> String {
        var index = start
        var name = keyword
        if keyword == "func" || !["init", "deinit", "subscript"].contains(keyword) {
            name = tokens[index].text
            index += 1
            if tokens[start].kind == .mark {
                while tokens.indices.contains(index), tokens[index].text != "(" {
                    name += tokens[index].text
                    index += 1
                }
                return name
            }
            while keyword == "extension", index + 1 < tokens.count, tokens[index].text == "." {
                name = tokens[index + 1].text
                index += 2
            }
        }
        guard ["func", "init", "subscript"].contains(keyword) else { return name }
        while index < tokens.count, tokens[index].text != "(" { index += 1 }
        guard let end = closing[index] else { return name }
        var labels = ""
        var isLabel = true
        var inner = index + 1
        while inner < end {
            if isLabel, tokens[inner].kind == .word { labels += tokens[inner].text + ":" }
            isLabel = tokens[inner].text == ","
            inner = (closing[inner] ?? inner) + 1
        }
        return "\(name)(\(labels))"
    }

    /// From the brace that opens the body to the one that closes it.
    private func body(_ keyword: String, from start: Int) -> ClosedRange<Int>? {
        guard keyword != "import", keyword != "typealias", keyword != "associatedtype" else {
            return nil
        }
        var index = start
        while index < tokens.count {
            let token = tokens[index]
            if token.kind == .mark {
                if token.text == "{" { return closing[index].map { index...$0 } }
                if token.text == "}" || token.text == ")" || token.text == "]" { return nil }
                // A stored property's value isn't a body.
                if token.text == "=", keyword == "var" || keyword == "let" { return nil }
            }
            if token.kind == .word, index > start, Self.keywords.contains(token.text),
                tokens[index - 1].text != "."
            {
                return nil
            }
            if token.kind == .doc { return nil }
            index = (closing[index] ?? index) + 1
        }
        return nil
    }

    private func conformances(from start: Int) -> [String] {
        var names: [String] = []
        var isAfterColon = false
        var depth = 0
        for token in tokens[start...] {
            if token.text == "{" || token.text == "where" { break }
            // What a generic parameter conforms to is in angle brackets.
            if token.text == "<" { depth += 1 }
            if token.text == ">" { depth -= 1 }
            if token.text == ":", depth == 0 { isAfterColon = true }
            if isAfterColon, depth == 0, token.kind == .word { names.append(token.text) }
        }
        return names
    }
}
