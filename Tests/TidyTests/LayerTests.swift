import Testing

/// The arrows of the architecture: who may import whom.
@Suite("Layers")
struct LayerTests {
    /// Modules of the toolchain that do I/O, and are for everybody but the pure.
    private static let system: Set<String> = [
        "Foundation", "FoundationEssentials", "Dispatch", "Glibc", "Musl", "Darwin",
        "Synchronization", "RegexBuilder",
    ]

    /// Imports that the target doesn't declare.
    private static func undeclared(_ file: SourceFile, _ library: Manifest.Library) -> [String] {
        let allowed = Set(library.uses + library.packages)
        return file.imports.filter { module in
            !allowed.contains(module) && (library.isPure || !system.contains(module))
        }
    }

    static let libraries = Tree.manifest.libraries

    @Test("A library imports only what its line in the manifest names", arguments: libraries)
    func imports(library: Manifest.Library) {
        let files = Tree.sources.filter { $0.module == library.name }
        #expect(!files.isEmpty)
        for file in files { #expect(Self.undeclared(file, library) == [], "\(file)") }
    }

    @Test("The manifest is in dependency order")
    func order() {
        #expect(Self.disorder(Tree.manifest) == [])
    }

    private static func disorder(_ manifest: Manifest) -> [String] {
        var known: Set<String> = ["WireMacros"]
        return manifest.libraries.flatMap { library in
            defer { known.insert(library.name) }
            return library.uses.filter { !known.contains($0) }.map { "\(library) uses \($0)" }
        }
    }

    @Test("The spine stands on itself, the functions on the spine, the engines beside them")
    func layers() {
        #expect(Self.upward(Tree.manifest) == [])
        let spine = Tree.manifest.libraries.filter(\.isSpine).map(\.name)
        #expect(spine == ["Wire", "Units", "Tables", "Ledgers", "Kernel"])
        #expect(Tree.manifest.libraries.contains { $0.isFunction })
        #expect(Tree.manifest.libraries.contains { $0.isEngine })
    }

    /// Uses that point up, or sideways into another layer.
    private static func upward(_ manifest: Manifest) -> [String] {
        manifest.libraries.flatMap { library -> [String] in
            let allowed: Set<String> = Set(
                manifest.libraries.filter { other in
                    if library.isSpine { return other.isSpine }
                    if library.isFunction { return other.isSpine || other.isFunction }
                    if library.isEngine {
                        return ["Wire", "Units"].contains(other.name) || other.isEngine
                    }
                    return true
                }.map(\.name)
            ).union(["WireMacros"])
            let packages = library.isPure ? library.packages.filter { $0 != "Crypto" } : []
            return (library.uses.filter { !allowed.contains($0) } + packages)
                .map { "\(library) uses \($0)" }
        }
    }

    // MARK: Controls

    static let sample = Manifest(
        """
        let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
        func library(_ name: String, uses: [Target.Dependency] = []) -> Target {}
        let package = Package(
            targets: [
                // The spine: pure.
                library("Wire", uses: ["WireMacros"]),
                library("Ledgers", uses: ["Wire", "Registry"]),
                // The functions: pure; a folder a capability.
                library(
                    "Registry",
                    uses: ["Wire"],
                    packages: [.product(name: "NIOCore", package: "swift-nio")]
                ),
                // Engines: pure algorithms.
                library("Matching", uses: ["Registry"], packages: [crypto]),
                // The shells: all I/O.
                library("Journal", uses: ["Registry"], packages: [crypto]),
            ]
        )
        """
    )

    @Test("The manifest is read as it is written")
    func reading() {
        #expect(
            Self.sample.libraries.map(\.name) == [
                "Wire", "Ledgers", "Registry", "Matching", "Journal",
            ]
        )
        #expect(Self.sample["Registry"]?.packages == ["NIOCore"])
        #expect(Self.sample["Matching"]?.packages == ["Crypto"])
        #expect(Self.sample["Journal"]?.section == "The shells: all I/O.")
        let text = Tree.all.first { $0.path == "Package.swift" }?.text ?? ""
        #expect(text.ranges(of: "library(").count == Self.libraries.count + 1)
    }

    @Test("An arrow that points up, a late declaration and an undeclared import are found")
    func controls() throws {
        #expect(
            Self.upward(Self.sample) == [
                "Ledgers uses Registry", "Registry uses NIOCore", "Matching uses Registry",
            ]
        )
        #expect(Self.disorder(Self.sample) == ["Ledgers uses Registry"])
        let file = SourceFile(
            "Sources/Wire/A.swift",
            "public import Units\nimport Foundation\n@testable import struct Tables.Table\nimport WireMacros"
        )
        let wire = try #require(Self.sample["Wire"])
        #expect(Self.undeclared(file, wire) == ["Units", "Foundation", "Tables"])
        let journal = try #require(Self.sample["Journal"])
        #expect(Self.undeclared(file, journal) == ["Units", "Tables", "WireMacros"])
    }
}
