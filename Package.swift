// swift-tools-version: 6.2
import CompilerPluginSupport
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Whether this is a build for `scripts/fuzz`: our own code is then instrumented, optimised.
let isFuzzed = Context.environment["DATABOURSE_FUZZ"] != nil
let instrumented: [SwiftSetting] =
    isFuzzed ? [.unsafeFlags(["-O", "-sanitize=fuzzer,address"])] : []

/// A library target; `uses` and `packages` are the whole of what it may import.
func library(
    _ name: String,
    uses: [Target.Dependency] = [],
    packages: [Target.Dependency] = [],
    resources: [Resource] = []
) -> Target {
    .target(
        name: name,
        dependencies: uses + packages,
        resources: resources,
        swiftSettings: strict + instrumented
    )
}

func tests(_ name: String, uses: [Target.Dependency], packages: [Target.Dependency] = []) -> Target
{
    .testTarget(name: name, dependencies: uses + packages, swiftSettings: strict)
}

let arguments = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let structuredFields = Target.Dependency.product(
    name: "RawStructuredFieldValues",
    package: "swift-http-structured-headers"
)

let package = Package(
    name: "databourse",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/swiftlang/swift-syntax", from: "603.0.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-http-structured-headers", from: "1.7.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird",
            from: "2.28.1",
            traits: []
        ),
        .package(
            url: "https://github.com/swift-server/async-http-client",
            from: "1.37.0",
            traits: []
        ),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Work on all cores, for whoever isn't pure.
        library("AllCores"),

        // The spine: pure.
        .macro(
            name: "WireMacros",
            dependencies: [
                .product(name: "SwiftSyntaxMacros", package: "swift-syntax"),
                .product(name: "SwiftCompilerPlugin", package: "swift-syntax"),
            ],
            swiftSettings: strict
        ),
        library("Wire", uses: ["WireMacros"]),
        library("Units", uses: ["Wire"], packages: [crypto]),
        library("Tables", uses: ["Wire"]),
        library("Ledgers", uses: ["Wire", "Units", "Tables"]),
        library("Kernel", uses: ["Wire", "Units", "Tables", "Ledgers"]),
        // The functions: pure; a folder a capability.
        library("Membership", uses: ["Wire", "Units", "Tables", "Kernel"]),
        library("Registry", uses: ["Wire", "Units", "Tables", "Ledgers", "Kernel"]),
        library(
            "Products",
            uses: ["Wire", "Units", "Tables", "Ledgers", "Kernel", "Registry"]
        ),
        library("Clearing", uses: ["Wire", "Units", "Tables", "Ledgers", "Kernel"]),
        library("Contracts", uses: ["Wire", "Units", "Tables", "Ledgers", "Kernel"]),
        library(
            "Trading",
            uses: [
                "Wire", "Units", "Tables", "Ledgers", "Kernel", "Registry", "Products",
                "Contracts",
            ]
        ),
        library(
            "Exchange",
            uses: [
                "Wire", "Units", "Kernel", "Membership", "Registry", "Products", "Clearing",
                "Contracts", "Trading",
            ]
        ),

        // Public test kits.
        library("KernelTesting", uses: ["Wire", "Units", "Tables", "Ledgers", "Kernel"]),
        library(
            "ExchangeTesting",
            uses: [
                "Wire", "Units", "Tables", "Ledgers", "Kernel", "KernelTesting", "Membership",
                "Registry", "Products", "Clearing", "Contracts", "Trading", "Exchange",
            ]
        ),

        tests("TidyTests", uses: []),
        tests("WireTests", uses: ["Wire", "KernelTesting"]),
        tests("UnitsTests", uses: ["Wire", "Units", "KernelTesting"]),
        tests("TablesTests", uses: ["Wire", "Tables", "KernelTesting"]),
        tests("LedgersTests", uses: ["Wire", "Units", "Ledgers", "KernelTesting"]),
        tests(
            "KernelTests",
            uses: ["Wire", "Units", "Ledgers", "Kernel", "KernelTesting"]
        ),
        tests("KernelTestingTests", uses: ["Units", "Ledgers", "Kernel", "KernelTesting"]),
        tests(
            "MembershipTests",
            uses: [
                "Membership", "ExchangeTesting", "Wire", "Units", "Kernel", "KernelTesting",
            ]
        ),
        library(
            "Simulation",
            uses: [
                "Wire", "Units", "Ledgers", "Kernel", "KernelTesting", "Membership", "Registry",
                "Products", "Clearing", "Contracts", "Trading", "Exchange", "ExchangeTesting",
            ]
        ),
        .executableTarget(
            name: "simulate",
            dependencies: [
                "AllCores", "Simulation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        tests("SimulationTests", uses: ["Simulation"]),
        tests(
            "RegistryTests",
            uses: [
                "Registry", "ExchangeTesting", "Units", "Ledgers", "Kernel", "KernelTesting",
            ]
        ),
        tests(
            "ProductsTests",
            uses: [
                "Products", "Registry", "ExchangeTesting", "Units", "Ledgers", "Kernel",
                "KernelTesting",
            ]
        ),
        tests(
            "ContractsTests",
            uses: [
                "Contracts", "ExchangeTesting", "Wire", "Units", "Ledgers", "Kernel",
                "KernelTesting",
            ]
        ),
        tests(
            "TradingTests",
            uses: [
                "Trading", "Contracts", "Products", "Registry", "ExchangeTesting", "Units",
                "Ledgers", "Kernel", "KernelTesting",
            ]
        ),
        tests(
            "ExchangeTests",
            uses: [
                "Exchange", "ExchangeTesting", "Registry", "Contracts", "Units", "Ledgers",
                "Kernel", "KernelTesting",
            ]
        ),
        tests(
            "ClearingTests",
            uses: [
                "Clearing", "ExchangeTesting", "Units", "Ledgers", "Kernel", "KernelTesting",
            ]
        ),

        // Signed messages and keys.
        library("Signatures", uses: ["Units"], packages: [crypto, httpTypes]),
        tests(
            "SignaturesTests",
            uses: ["Signatures", "Units"],
            packages: [crypto, httpTypes, structuredFields]
        ),
        library(
            "Client",
            uses: ["Wire", "Units", "Signatures"],
            packages: [
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),

        // Engines: pure algorithms that run beside the core.
        library("Transparency", uses: ["Units"], packages: [crypto]),
        tests("TransparencyTests", uses: ["Transparency", "Units"], packages: [crypto]),
        library("DataQuality", uses: ["Wire", "Units", "Transparency"], packages: [crypto]),
        tests("DataQualityTests", uses: ["DataQuality", "Units", "Wire", "Transparency"]),

        // The shells: all I/O.
        library("Journal", uses: ["Wire", "Units"], packages: [crypto, sqlite]),
        .executableTarget(
            name: "journal-crash-child",
            dependencies: ["Journal"],
            path: "Tests/JournalCrashChild",
            swiftSettings: strict
        ),
        tests(
            "JournalTests",
            uses: ["Journal", "Units", "journal-crash-child"],
            packages: [sqlite]
        ),
        library(
            "Portal",
            uses: ["Units"],
            packages: [crypto],
            resources: [.embedInCode("Assets")]
        ),
        tests("PortalTests", uses: ["Portal", "Units"], packages: [crypto]),

        library(
            "Gateway",
            uses: ["Wire", "Units", "Kernel", "Signatures", "Transparency"],
            packages: [
                crypto,
                httpTypes,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        tests(
            "GatewayTests",
            uses: [
                "Gateway", "Wire", "Units", "Ledgers", "Kernel", "KernelTesting", "Signatures",
                "Transparency",
            ],
            packages: [
                httpTypes,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),

        library(
            "Sequencer",
            uses: ["AllCores", "Wire", "Units", "Kernel", "Transparency", "Journal"],
            packages: [logging]
        ),
        library(
            "Audit",
            uses: ["AllCores", "Wire", "Units", "Kernel", "Signatures", "Transparency"]
        ),

        // What may be asked of the exchange, and the public pages on it.
        library(
            "Queries",
            uses: [
                "Wire", "Units", "Tables", "Ledgers", "Kernel", "Membership", "Registry",
                "Products",
                "Clearing", "Contracts", "Trading", "Gateway",
            ]
        ),
        tests(
            "QueriesTests",
            uses: [
                "Queries", "Exchange", "Wire", "Units", "Ledgers", "Kernel", "KernelTesting",
                "Membership", "Registry", "Products", "Clearing", "Contracts", "Trading",
                "Gateway", "Signatures", "Transparency",
            ],
            packages: [
                httpTypes, hummingbird, logging, nioCore,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]
        ),
        library(
            "PublicPages",
            uses: [
                "Wire", "Units", "Ledgers", "Kernel", "Membership", "Registry", "Products",
                "Contracts", "Queries", "Gateway", "Sequencer", "Transparency", "Portal",
            ],
            packages: [httpTypes, hummingbird, nioCore]
        ),
        tests(
            "PublicPagesTests",
            uses: [
                "PublicPages", "Portal", "ExchangeTesting", "KernelTesting", "Units", "Ledgers",
                "Kernel", "Registry", "Products",
            ]
        ),

        // Payment rails, and a counterpart that speaks the other side.
        library(
            "Rails",
            uses: ["Wire", "Units", "Kernel", "Clearing", "Client"],
            packages: [logging, lifecycle]
        ),
        .executableTarget(
            name: "bank-simulator",
            dependencies: [
                "Wire", "Units", "Clearing", "Client", "Rails", "Signatures", arguments,
                hummingbird, logging, lifecycle,
            ],
            swiftSettings: strict
        ),

        tests(
            "RailsTests",
            uses: [
                "Rails", "Clearing", "Client", "Kernel", "KernelTesting", "Ledgers", "Signatures",
                "Units", "Wire",
            ],
            packages: [
                httpTypes, hummingbird, logging,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]
        ),

        // The node at a data owner's premises.
        library(
            "DataNode",
            uses: [
                "Wire", "Units", "Kernel", "Contracts", "DataQuality", "Signatures",
                "Transparency", "Audit", "Client",
            ],
            packages: [
                httpTypes, hummingbird, logging, lifecycle, nioCore,
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),

        tests(
            "DataNodeTests",
            uses: [
                "DataNode", "Wire", "Units", "Kernel", "Contracts", "DataQuality", "Signatures",
                "Transparency",
            ],
            packages: [
                httpTypes, hummingbird, nioCore,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]
        ),

        // The executable: one file a subcommand.
        .executableTarget(
            name: "databourse",
            dependencies: [
                "Wire", "Units", "Kernel", "Membership", "Registry", "Contracts", "Exchange",
                "Queries", "Gateway", "PublicPages", "Sequencer", "Journal", "Transparency",
                "Audit", "Signatures", "Client", "Rails", "DataNode", "DataQuality", arguments,
                crypto, httpTypes, hummingbird, logging, lifecycle,
            ],
            swiftSettings: strict
        ),

        // A venue for tests: a journal, snapshots, tiles, and members with keys.
        .target(
            name: "DiaryVenue",
            dependencies: [
                "Wire", "Units", "Tables", "Kernel", "KernelTesting", "Signatures", "Transparency",
                "Journal", "Sequencer", httpTypes,
            ],
            path: "Tests/DiaryVenue",
            swiftSettings: strict
        ),
        tests(
            "SequencerTests",
            uses: [
                "DiaryVenue", "Wire", "Units", "Kernel", "KernelTesting", "Transparency", "Journal",
                "Sequencer",
            ]
        ),
        tests(
            "AuditTests",
            uses: [
                "DiaryVenue", "Wire", "Units", "Kernel", "KernelTesting", "Signatures",
                "Transparency", "Journal", "Sequencer", "Audit",
            ]
        ),
        tests(
            "CommandLineTests",
            uses: ["Clearing", "Client", "Rails", "Signatures", "Units", "Wire"],
            packages: [
                httpTypes, hummingbird, logging,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]
        ),
        tests(
            "ExchangeTestingTests",
            uses: ["ExchangeTesting", "Kernel", "KernelTesting", "Ledgers", "Units"]
        ),

        tests("AllCoresTests", uses: ["AllCores"]),

        // Measurements (`docs/performance.md`), on an exchange with something to sell.
        .target(
            name: "SampleMarket",
            dependencies: [
                "Wire", "Units", "Ledgers", "Kernel", "KernelTesting", "Membership", "Registry",
                "Products", "Clearing", "Contracts", "Trading", "Exchange", "Signatures",
                httpTypes,
            ],
            path: "Benchmarks/Market",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "databourse-bench",
            dependencies: [
                "SampleMarket", "Wire", "Units", "Ledgers", "Kernel", "Contracts", "Trading",
                "Exchange", "Signatures", "Transparency", "DataQuality", "Journal", "Sequencer",
                sqlite, httpTypes,
            ],
            path: "Benchmarks/Measure",
            swiftSettings: strict
        ),
    ]
)

// One program with every decoder of foreign bytes, for `scripts/fuzz` alone.
if isFuzzed {
    package.targets += [
        .target(name: "FuzzDriver", path: "Fuzz/Driver"),
        .executableTarget(
            name: "databourse-fuzz",
            dependencies: [
                "FuzzDriver", "SampleMarket", "Wire", "Units", "Kernel", "Exchange", "Clearing",
                "Contracts", "Registry", "Signatures", "Transparency", "Audit", "DataQuality",
                "DataNode", "Rails", "Gateway", "Queries", "Portal", crypto, httpTypes,
                nioCore, .product(name: "HummingbirdCore", package: "hummingbird"),
            ],
            path: "Fuzz/Decoders",
            swiftSettings: strict + instrumented,
            linkerSettings: [
                .unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])
            ]
        ),
    ]
}
