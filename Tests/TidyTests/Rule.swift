/// One rule of the style that a single file keeps or breaks.
struct Rule: Sendable, CustomStringConvertible {
    let description: String
    /// Which files it is for.
    let applies: @Sendable (SourceFile) -> Bool
    /// What breaks it, with the line.
    let findings: @Sendable (SourceFile) -> [String]
    /// Samples that break it, each in a way of its own.
    let bad: [String]
    /// Samples that look alike and keep it.
    let good: [String]

    init(
        _ description: String,
        for applies: @escaping @Sendable (SourceFile) -> Bool,
        bad: [String],
        good: [String] = [],
        findings: @escaping @Sendable (SourceFile) -> [String]
    ) {
        self.description = description
        self.applies = applies
        self.findings = findings
        self.bad = bad
        self.good = good
    }
}

extension Rule {
    static let all: [Rule] = [
        size, width, functions, pure, unordered, traps, documented, places, later,
    ]

    /// The spine and the functions.
    private static func isPure(_ file: SourceFile) -> Bool {
        isSource(file) && Tree.manifest[file.module]?.isPure == true
    }

    private static func isSource(_ file: SourceFile) -> Bool {
        file.path.hasPrefix("Sources/") && isSwift(file)
    }

    private static func isSwift(_ file: SourceFile) -> Bool { file.path.hasSuffix(".swift") }

    // MARK: Sizes

    static let size = Rule(
        "A file has at most 600 lines",
        for: isSwift,
        bad: [String(repeating: "\n", count: 601)],
        good: [String(repeating: "\n", count: 600)]
    ) { file in
        file.lines.count > 601 ? ["\(file.lines.count - 1) lines"] : []
    }

    static let width = Rule(
        "A line has at most 100 columns, if it isn't one literal or a row of a table",
        for: isSwift,
        bad: [
            String(repeating: "a", count: 101), "\n/// " + String(repeating: "数", count: 97),
            "let a = \"" + String(repeating: "a", count: 100) + "\"",
        ],
        good: [
            String(repeating: "a", count: 100), String(repeating: "数", count: 100),
            "    + \"" + String(repeating: "a", count: 100) + "\"",
            "    #\"" + String(repeating: "a", count: 100) + "\"#,",
            "/// | " + String(repeating: "a", count: 100) + " |",
        ]
    ) { file in
        file.lines.enumerated().compactMap { index, line in
            guard line.count > 100 else { return nil }
            let isLiteral = ["\"", "#"].contains(line.drop { " +?:=".contains($0) }.first)
            let isRow = line.drop { $0 == " " }.hasPrefix("/// |")
            return isLiteral || isRow ? nil : "line \(index + 1)"
        }
    }

    static let functions = Rule(
        "A function has at most 70 lines",
        for: isSwift,
        bad: [
            "func a() {" + String(repeating: "\n", count: 70) + "}",
            "struct S {\n  init(a: Int = f({ 1 })) throws(E) {" + String(repeating: "\n", count: 70)
                + "}}",
            "func a() { func b() {" + String(repeating: "\n", count: 70) + "}}",
        ],
        good: [
            "func a() {" + String(repeating: "\n", count: 69) + "}",
            "protocol P { func a()" + String(repeating: "\n", count: 80) + "}",
            "let x = S.init()" + String(repeating: "\n", count: 80) + "func a() {}",
        ]
    ) { file in
        file.functions.compactMap { name, first, last in
            last - first >= 70 ? "\(name) has \(last - first + 1) lines, from line \(first)" : nil
        }
    }

    // MARK: Purity

    /// Words that stand for a clock, randomness, floating point, concurrency or the outside world.
    private static let impure: Set<String> = [
        "Date", "UUID", "Double", "Float", "Float16", "Float32", "Float64", "Float80", "CGFloat",
        "Task", "async", "await", "shuffled", "shuffle", "randomElement", "random",
        "SystemRandomNumberGenerator", "ContinuousClock", "SuspendingClock", "Hasher", "hashValue",
        "print", "FileManager", "ProcessInfo", "Foundation", "FoundationEssentials", "Glibc",
        "Dispatch", "Thread", "Locale", "TimeZone", "DateFormatter", "sleep",
    ]

    static let pure = Rule(
        "The spine and the functions have no clock, randomness, floating point, I/O or concurrency",
        for: isPure,
        bad: [
            "let now = Date()", "import Foundation", "let id = UUID()", "let x = list.shuffled()",
            "let x: Double = 1", "let x = Int.random(in: 0...1)", "func f() async {}", "print(1)",
            "let s = \"\\(Date())\"", "let h = x.hashValue", "Task { }", "let x = 1.5",
            "let y = 1e3",
            "for i in 0..<3 { let f = Float(i) }",
        ],
        good: [
            "/// A Date, a Task.\nlet x = 1", "let s = \"Date() is 1.5\"", "let date = Day(1)",
            "let range = 1...5", "let pair = tuple.0", "let hex = 0xE5", "let version = v1.e5",
        ]
    ) { file in
        let code = file.code
        return code.indices.compactMap { index -> String? in
            let token = code[index]
            guard token.kind == .word else { return nil }
            guard impure.contains(token.text) || file.isFraction(code, at: index) else {
                return nil
            }
            // `hash(into hasher: inout Hasher)` is how a value says what it is made of.
            if token.text == "Hasher", index > 0, code[index - 1].text == "inout" { return nil }
            return "\(token.text), line \(token.line)"
        }
    }

    static let unordered = Rule(
        "The spine and the functions never go through a dictionary or a set in its own order",
        for: isPure,
        bad: [
            "let d: [String: Int] = [:]\nfor x in d { f(x) }",
            "var d = [String: Int]()\nfor (k, v) in d { f(k) }",
            "let s = Set(list)\nfor x in s { f(x) }",
            "let s: Set<Int>\nlet l = s.map { $0 }",
            "struct A { var d: [K: [V]] = [:]; func f() { for x in self.d.values { g(x) } } }",
            "func f(_ d: [String: Int]) -> [String] { d.keys.map { $0 } }",
            "let d: [String: Int]\nlet x = d.first",
            "let d: Dictionary<String, Int>\nd.forEach { f($0) }",
            "for x in Set(list) { f(x) }",
        ],
        good: [
            "let d: [String: Int] = [:]\nfor k in d.keys.sorted() { f(k) }",
            "let d: [String: Int] = [:]\nlet x = d[\"a\"]; let n = d.count; let b = d.isEmpty",
            "let s = Set(list)\nlet b = s.contains(1) && s.count == list.count",
            "let a: [Int] = []\nfor x in a { f(x) }",
            "let d: [String: Int]\nlet l = d.map { $0 }.sorted { $0.key < $1.key }",
            "let s: Set<Int>\nlet b = list.contains { x in s.contains(x) }",
        ]
    ) { file in file.unorderedLoops }

    // MARK: Traps

    static let traps = Rule(
        "Nothing is forced: no `!` after a value, no `try!`, no `as!`",
        for: isSwift,
        bad: [
            "let x = y!", "let x = f()!.a", "let x = a[0]!", "try! f()", "let x = y as! Int",
            "var x: Int!", "let s = \"\\(y!)\"", "let x = \"a\".first!",
        ],
        good: [
            "let x = !y", "if a != b {}", "let s = \"wow!\"", "// y!", "let x = a && !b",
            "let x = (!a)", "let x = [!a, !b]", "#if !DEBUG\n#endif", "let s = #\"a!\"#",
        ]
    ) { file in
        let code = file.code
        return code.indices.dropFirst().compactMap { index -> String? in
            let (before, token) = (code[index - 1], code[index])
            guard token.kind == .mark, token.text == "!", !token.isSpaced else { return nil }
            let isOperand = before.kind != .mark || [")", "]", "}", "?", ">"].contains(before.text)
            // `a != b` without the space.
            let next = code.indices.contains(index + 1) ? code[index + 1] : nil
            guard isOperand, next?.text != "=" || next?.isSpaced == true else { return nil }
            return "\(before.text)!, line \(token.line)"
        }
    }

    // MARK: Words

    static let documented = Rule(
        "Every public declaration says what it is",
        for: { isSource($0) && Tree.manifest[$0.module] != nil },
        bad: [
            "public struct A {}", "/// A.\npublic struct A {\n  public let x: Int\n}",
            "// A.\npublic func f() {}", "@Wire\npublic struct A {}",
            "/// A.\n\nlet a = 1\npublic var x: Int { 1 }", "@inlinable public func f() {}",
            "extension A { public init() {} }", "public static let x = 1",
            "/// A.\npublic protocol P { var x: Int { get } }",
            "extension A: Equatable { public var description: String { \"\" } }",
        ],
        good: [
            "/// A.\npublic struct A {}", "/// A.\n@Wire\npublic struct A {}",
            "public import Units",
            "/// A.\n@available(macOS 15, *)\n@inlinable\npublic func f() {}",
            "extension A: CustomStringConvertible { public var description: String { \"\" } }",
            "struct A {}",
            "public extension A {}", "/// A.\npublic internal(set) var x = 1",
            "extension A: Equatable { public static func == (a: Self, b: Self) -> Bool { true } }",
            "/// A.\npublic protocol P {\n  /// X.\n  var x: Int { get }\n}",
            "protocol P { var x: Int { get } }\nextension A: P { public var x: Int { 1 } }",
        ]
    ) { file in
        file.undocumented(Tree.protocols.adding(file))
    }

    /// A place on somebody's machine, put together so that it doesn't stand here.
    private static let machines = ["work", "src", "opt/swift-packages", "tmp/dev", "root"].map {
        "/\($0)/"
    }

    static let places = Rule(
        "Nothing names a place on the machine that it was made on",
        for: { _ in true },
        bad: machines.flatMap { ["let x = \"\($0)main\"", "see \($0)x"] },
        good: machines.flatMap { ["Sources\($0)a", "https://example.org\($0)a", "..\($0)x"] }
    ) { file in
        file.lines.enumerated().compactMap { index, line in
            let found = machines.first { place in
                line.ranges(of: place).contains { range in
                    guard range.lowerBound > line.startIndex else { return true }
                    return " \"'`(=:\t".contains(line[line.index(before: range.lowerBound)])
                }
            }
            return found.map { "\($0), line \(index + 1)" }
        }
    }

    /// Words for what is left undone, put together so that they don't stand here.
    private static let undone = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]

    static let later = Rule(
        "Nothing is left for later",
        for: isSwift,
        bad: undone.map { "// \($0): the rest" },
        good: ["let toDo = 1"]
    ) { file in
        file.lines.enumerated().compactMap { index, line in
            undone.contains { line.contains($0) } ? "line \(index + 1)" : nil
        }
    }
}
