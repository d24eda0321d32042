extension SourceFile {
    /// Every function and initializer with a body: its name, first and last line.
    var functions: [(name: String, first: Int, last: Int)] {
        declarations.compactMap { declaration in
            guard ["func", "init", "deinit", "subscript"].contains(declaration.keyword),
                let body = declaration.body
            else { return nil }
            return (declaration.name, body.lowerBound, body.upperBound)
        }
    }

    /// Public declarations without a doc comment.
    ///
    /// What a protocol requires is documented there, once.
    func undocumented(_ protocols: Protocols) -> [String] {
        declarations.compactMap { declaration in
            guard declaration.isPublic, !declaration.isDocumented,
                !["import", "extension"].contains(declaration.keyword),
                declaration.isRequirement
                    || !protocols.require(declaration.name, of: declaration.scope)
            else { return nil }
            return "\(declaration.keyword) \(declaration.name), line \(declaration.line)"
        }
    }

    /// Whether a number with a fraction or an exponent begins at a token.
    func isFraction(_ code: [Token], at index: Int) -> Bool {
        let word = code[index].text
        guard let first = word.first, first.isASCII, first.isNumber else { return false }
        if !word.hasPrefix("0x"), word.contains("e") || word.contains("E") { return true }
        guard word.allSatisfy({ $0.isNumber || $0 == "_" }), index + 2 < code.count,
            index == 0 || code[index - 1].text != "."
        else { return false }
        let (dot, rest) = (code[index + 1], code[index + 2])
        return dot.text == "." && !dot.isSpaced && !rest.isSpaced && rest.kind == .word
            && rest.text.first?.isNumber == true
    }

    /// Where a dictionary or a set is gone through without sorting.
    ///
    /// It knows collections by their declared type or first value, within the file.
    var unorderedLoops: [String] {
        let code = code
        let names = unorderedNames(code)
        func isUnordered(_ index: Int) -> Bool {
            guard code.indices.contains(index), code[index].kind == .word else { return false }
            return names.contains(code[index].text)
                || ["Set", "Dictionary"].contains(code[index].text)
        }
        /// Whether what follows, to the end of the statement, sorts.
        func isSorted(from index: Int) -> Bool {
            code[index...].prefix { $0.line <= code[index].line + 1 }
                .contains { $0.text == "sorted" }
        }
        let loops: Set<String> = [
            "map", "flatMap", "compactMap", "forEach", "reduce", "first", "enumerated", "joined",
            "popFirst", "randomElement", "prefix", "dropFirst", "makeIterator", "elementsEqual",
        ]
        return code.indices.compactMap { index -> String? in
            let finding = "\(code[index].text), line \(code[index].line)"
            if code[index].text == "in", isLoop(code, index) {
                var last = index + 1
                while last + 2 < code.count, code[last + 1].text == ".",
                    !isUnordered(last), code[last + 2].kind == .word
                {
                    last += 2
                }
                guard isUnordered(last) else { return nil }
                // `d[key]` is an entry, not the dictionary.
                if code.indices.contains(last + 1), code[last + 1].text == "[" { return nil }
                return isSorted(from: last) ? nil : finding
            }
            guard isUnordered(index), index + 2 < code.count, code[index + 1].text == "." else {
                return nil
            }
            var member = index + 2
            if ["keys", "values"].contains(code[member].text), member + 2 < code.count,
                code[member + 1].text == "."
            {
                member += 2
            }
            return loops.contains(code[member].text) && !isSorted(from: index) ? finding : nil
        }
    }

    /// Whether an `in` is a loop's, not a closure's.
    private func isLoop(_ code: [Token], _ index: Int) -> Bool {
        code[..<index].reversed().prefix { !"{}".contains($0.text) && $0.text != "in" }
            .contains { $0.text == "for" }
    }

    /// Names that are declared as a dictionary or a set.
    private func unorderedNames(_ code: [Token]) -> Set<String> {
        var names: Set<String> = []
        for index in code.indices.dropLast(2) where code[index].kind == .word {
            let (mark, next) = (code[index + 1].text, code[index + 2])
            let name = code[index].text
            if mark == ":" || mark == "=" {
                if ["Set", "Dictionary"].contains(next.text), code.indices.contains(index + 3),
                    ["<", "("].contains(code[index + 3].text)
                {
                    names.insert(name)
                }
                if next.text == "[", isDictionary(code, index + 2, isType: mark == ":") {
                    names.insert(name)
                }
            }
        }
        return names
    }

    /// Whether `[K: V]` stands here: after a colon as a type, after an equals sign as a value.
    private func isDictionary(_ code: [Token], _ open: Int, isType: Bool) -> Bool {
        var depth = 0
        for index in open..<code.count {
            let text = code[index].text
            if code[index].kind == .mark, "([{".contains(text) { depth += 1 }
            if code[index].kind == .mark, ")]}".contains(text) { depth -= 1 }
            if depth == 0 { return false }
            guard depth == 1, text == ":" else { continue }
            // In a value the colon may be a label's within a call, which is deeper; here it isn't.
            return true
        }
        return false
    }
}

/// What protocols require, and who conforms to them.
struct Protocols: Sendable {
    private var requirements: [String: Set<String>] = [
        "CustomStringConvertible": ["description"], "Error": [], "Comparable": ["<"],
        "Equatable": ["=="], "Hashable": ["==", "hash(into:)"], "IteratorProtocol": ["next()"],
        "Sequence": ["makeIterator()", "underestimatedCount"],
        "RandomNumberGenerator": ["next()"], "RawRepresentable": ["rawValue", "init(rawValue:)"],
        "CaseIterable": ["allCases"], "Service": ["run()"],
        "AsyncSequence": ["makeAsyncIterator()"], "AsyncIteratorProtocol": ["next()"],
        "RouterMiddleware": ["handle(_:context:next:)"],
    ]
    private var conformances: [String: Set<String>] = [:]

    init(_ files: [SourceFile]) { for file in files { add(file) } }

    /// These, and those of another file.
    func adding(_ file: SourceFile) -> Self {
        var sum = self
        sum.add(file)
        return sum
    }

    private mutating func add(_ file: SourceFile) {
        for declaration in file.declarations {
            conformances[declaration.name, default: []].formUnion(declaration.conformances)
            guard let scope = declaration.scope, declaration.isRequirement else { continue }
            requirements[scope, default: []].insert(declaration.name)
        }
    }

    /// Whether a type's member is there because a protocol wants it.
    func require(_ member: String, of type: String?) -> Bool {
        guard let type else { return false }
        var seen: Set<String> = []
        var open = [type]
        while let name = open.popLast() {
            guard seen.insert(name).inserted else { continue }
            if requirements[name]?.contains(member) == true { return true }
            open += conformances[name] ?? []
        }
        return false
    }
}
