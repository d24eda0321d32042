import Testing

/// A capability as its source and its tests show it.
struct CapabilitySource: Sendable, CustomStringConvertible {
    let name: String
    let module: String
    /// The numbered rules of its comment, such as `EA-1`.
    let rules: [String]
    /// The cases of its `Reason`.
    let reasons: [String]

    var description: String { "\(module).\(name)" }

    /// The capabilities among some files; one may stand in several.
    static func all(in files: [SourceFile]) -> [CapabilitySource] {
        files.flatMap { file in
            file.declarations.filter { declaration in
                declaration.keyword == "enum"
                    && !declaration.conformances.filter(["Capability", "Directory"].contains)
                        .isEmpty
            }.map { declaration in
                let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
                let siblings = files.filter { sibling in
                    sibling.path.hasPrefix(folder + "/" + declaration.name)
                        || sibling.path == file.path
                }
                return CapabilitySource(declaration.name, file.module, siblings)
            }
        }
    }

    private init(_ name: String, _ module: String, _ files: [SourceFile]) {
        self.name = name
        self.module = module
        rules = files.flatMap(\.tokens).filter { $0.kind == .doc }
            .flatMap { $0.text.matches(of: /\*\*([A-Z]+-[0-9]+)\*\*/).map { String($0.1) } }
        reasons = files.flatMap(Self.reasons)
    }

    private static func reasons(in file: SourceFile) -> [String] {
        let reason = file.declarations.first { $0.keyword == "enum" && $0.name == "Reason" }
        guard let lines = reason?.body else { return [] }
        let code = file.code.filter { lines.contains($0.line) }
        return zip(code, code.dropFirst()).compactMap { keyword, name in
            // A `case` of the enum itself; those of its `switch` begin with a dot.
            keyword.text == "case" && name.kind == .word ? name.text : nil
        }
    }

    /// Rules and reasons that no test of the capability names.
    func untested(in tests: [SourceFile]) -> [String] {
        let mine = tests.filter { test in
            test.module == module + "Tests"
                && (test.path.contains("/\(name)/") || test.path.contains("/\(name)"))
        }
        let code = mine.flatMap(\.code)
        let titles = code.filter { $0.kind == .text }.map(\.text)
        let words = Set(code.filter { $0.kind == .word }.map(\.text))
        let codes = titles.joined(separator: "\n")
        return rules.filter { rule in
            !titles.contains { title in
                title.split { !($0.isLetter || $0.isNumber || $0 == "-") }.contains { $0 == rule }
            }
        }
            + reasons.filter { reason in
                !words.contains(reason) && !codes.contains(".\(reason)")
            }
    }
}

@Suite("Capabilities")
struct CapabilityTests {
    static let all = CapabilitySource.all(in: Tree.sources)

    @Test("Every rule and every reason of a capability is named in its tests", arguments: all)
    func named(capability: CapabilitySource) {
        #expect(!capability.rules.isEmpty && !capability.reasons.isEmpty)
        #expect(Set(capability.rules).count == capability.rules.count)
        #expect(capability.untested(in: Tree.tests) == [])
    }

    @Test("Every capability is registered, in the exchange or by the kernel itself", arguments: all)
    func registered(capability: CapabilitySource) {
        guard Tree.manifest[capability.module]?.isPure == true else { return }
        #expect(Self.isRegistered(capability.name, in: Tree.sources))
    }

    /// `register(X.self)`, or `directory: X.self`.
    private static func isRegistered(_ name: String, in files: [SourceFile]) -> Bool {
        files.filter { ["Exchange", "Kernel"].contains($0.module) }.map(\.code).contains { code in
            code.indices.dropFirst(2).dropLast(2).contains { index in
                code[index].text == name && code[index + 2].text == "self"
                    && ["register", "directory"].contains(code[index - 2].text)
            }
        }
    }

    // MARK: Controls

    private static let source = SourceFile(
        "Sources/Trading/Lot/Lot.swift",
        """
        /// A lot.
        ///
        /// - **LO-1** One.
        /// - **LO-11** Eleven.
        public enum Lot: Capability {
            public enum Reason: String, RejectionReason {
                /// Cheap.
                case tooCheap
                case late
                case never
                public var refusal: Refusal { switch self { case .tooCheap: a; default: b } }
            }
        }
        """
    )

    private static func untested(_ path: String, _ text: String) -> [String] {
        all(source).flatMap { $0.untested(in: [SourceFile(path, text)]) }
    }

    private static func all(_ file: SourceFile) -> [CapabilitySource] {
        CapabilitySource.all(in: [file])
    }

    @Test("A capability's rules and reasons are found in its source")
    func reading() throws {
        let lot = try #require(Self.all(Self.source).first)
        #expect(lot.rules == ["LO-1", "LO-11"] && lot.description == "Trading.Lot")
        #expect(lot.reasons == ["tooCheap", "late", "never"])
        let names = Set(Self.all.map(\.description))
        #expect(names.isSuperset(of: ["Kernel.House", "KernelTesting.Roster"]))
    }

    @Test("An untested rule or reason is found, and so is a capability that nobody registers")
    func controls() {
        let path = "Tests/TradingTests/Lot/LotTests.swift"
        let whole = #"@Test("LO-1: a") func a() { f(.tooCheap, .late) }; let s = "LO-11 x.never""#
        #expect(Self.untested(path, whole) == [])
        #expect(Self.untested("Tests/TradingTests/OtherTests.swift", whole).count == 5)
        #expect(Self.untested("Tests/OtherTests/Lot/LotTests.swift", whole).count == 5)
        let partly = #"// LO-1, tooCheap"# + "\n" + #"@Test("LO-11") func a() { f(.late) }"#
        #expect(Self.untested(path, partly) == ["LO-1", "tooCheap", "never"])

        func exchange(_ text: String) -> [SourceFile] {
            [SourceFile("Sources/Exchange/E.swift", text)]
        }
        #expect(Self.isRegistered("Lot", in: exchange("machine.register(Lot.self)")))
        #expect(Self.isRegistered("Lot", in: exchange("StateMachine(directory: Lot.self) ; f()")))
        #expect(!Self.isRegistered("Lot", in: exchange("// machine.register(Lot.self)")))
        #expect(!Self.isRegistered("Lot", in: exchange("machine.register(Lots.self)")))
    }
}
