import Foundation

/// A file of this package, read once.
struct SourceFile: Sendable, CustomStringConvertible {
    /// From the package's folder, such as `Sources/Kernel/World.swift`.
    let path: String
    let text: String
    let lines: [Substring]
    let tokens: [Token]
    let declarations: [Declaration]

    init(_ path: String, _ text: String) {
        self.path = path
        self.text = text
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        tokens = path.hasSuffix(".swift") ? Lexer.tokens(of: text) : []
        declarations = DeclarationParser.declarations(in: tokens)
    }

    var description: String { path }
    /// The target's folder.
    var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    /// The modules that it imports.
    var imports: [String] {
        let code = code
        let kinds: Set<String> = ["struct", "enum", "class", "protocol", "func", "var", "let"]
        return code.indices.dropLast().compactMap { index in
            guard code[index].text == "import", code[index].kind == .word else { return nil }
            let isScoped = kinds.contains(code[index + 1].text) && index + 2 < code.count
            return code[index + (isScoped ? 2 : 1)].text
        }
    }

    /// Tokens without comments.
    var code: [Token] { tokens.filter { $0.kind != .comment && $0.kind != .doc } }
}

/// The whole package.
enum Tree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let sources = swiftFiles("Sources")
    static let tests = swiftFiles("Tests")
    static let protocols = Protocols(sources)
    static let manifest = Manifest(
        (try? String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)) ?? ""
    )

    /// Every text file that the repository keeps.
    static let all: [SourceFile] = {
        let keeper = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        var files: [SourceFile] = []
        while let url = keeper?.nextObject() as? URL {
            if [".git", ".build", ".venv", ".demo", ".hypothesis"].contains(url.lastPathComponent) {
                keeper?.skipDescendants()
                continue
            }
            guard let data = try? Data(contentsOf: url), data.count < 1 << 21,
                let text = String(data: data, encoding: .utf8)
            else { continue }
            files.append(SourceFile(path(of: url), text))
        }
        return files.sorted { $0.path < $1.path }
    }()

    private static func path(of url: URL) -> String {
        String(url.standardizedFileURL.path.dropFirst(root.standardizedFileURL.path.count))
            .trimmingPrefix("/").description
    }

    private static func swiftFiles(_ folder: String) -> [SourceFile] {
        all.filter { $0.path.hasPrefix(folder + "/") && $0.path.hasSuffix(".swift") }
    }
}
