/// What `Package.swift` says of each library: its section, and what it may import.
struct Manifest: Sendable {
    struct Library: Sendable, Equatable, CustomStringConvertible {
        let name: String
        /// The comment line above it and its neighbours, which names the layer.
        let section: String
        var uses: [String] = []
        /// The modules of other packages.
        var packages: [String] = []

        var description: String { name }
        var isSpine: Bool { section.hasPrefix("The spine") }
        var isFunction: Bool { section.hasPrefix("The functions") }
        var isEngine: Bool { section.hasPrefix("Engines") }
        /// Nothing but computation: the same commands give the same state, anywhere and ever.
        var isPure: Bool { isSpine || isFunction }
    }

    private(set) var libraries: [Library] = []

    init(_ source: String) {
        let tokens = Lexer.tokens(of: source)
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        let products = Self.products(tokens)
        var section = ""
        for (index, token) in tokens.enumerated() {
            if token.kind == .comment, lines[token.line - 1].hasPrefix("        //") {
                section = String(token.text.drop { "/ ".contains($0) })
            }
            let isCall = index > 0 && tokens[index - 1].text != "func"
            if token.kind == .word, token.text == "library", isCall {
                libraries.append(Self.library(tokens[(index + 1)...], section, products))
            }
        }
    }

    subscript(name: String) -> Library? { libraries.first { $0.name == name } }

    /// Reads `("Name", uses: ["A"], packages: [constant, .product(name: "B", package: "b")])`.
    private static func library(
        _ tokens: ArraySlice<Token>,
        _ section: String,
        _ products: [String: String]
    ) -> Library {
        var name = ""
        var uses: [String] = []
        var packages: [String] = []
        var label = ""
        var depth = 0
        for index in tokens.indices {
            let token = tokens[index]
            let isLabel = tokens.indices.contains(index + 1) && tokens[index + 1].text == ":"
            switch (token.kind, token.text) {
            case (.mark, "("), (.mark, "["): depth += 1
            case (.mark, ")"), (.mark, "]"): depth -= 1
            case (.word, let word) where depth == 1 && isLabel: label = word
            case (.word, let word) where label == "packages" && depth == 2 && word != "product":
                packages.append(products[word] ?? word)
            case (.text, let text) where label == "" && depth == 1: name = text
            case (.text, let text) where label == "uses": uses.append(text)
            case (.text, let text) where label == "packages":
                if tokens[index - 2].text == "name" { packages.append(text) }
            default: break
            }
            if depth == 0 { break }
        }
        return Library(name: name, section: section, uses: uses, packages: packages)
    }

    /// The products that constants stand for, as in `let crypto = Target.Dependency.product(…)`.
    private static func products(_ tokens: [Token]) -> [String: String] {
        var products: [String: String] = [:]
        var constant = ""
        for (index, token) in tokens.enumerated() where token.kind == .word {
            if token.text == "let" { constant = tokens[index + 1].text }
            guard token.text == "product",
                let name = tokens[index...].first(where: { $0.kind == .text })
            else { continue }
            if products[constant] == nil { products[constant] = name.text }
        }
        return products
    }
}
