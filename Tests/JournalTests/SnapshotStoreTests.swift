import Foundation
import Journal
import Testing

@Suite("Snapshots of the state")
struct SnapshotStoreTests {
    private let directory: TestDirectory
    private let snapshots: SnapshotStore

    init() throws {
        directory = try TestDirectory()
        snapshots = try SnapshotStore(directory.lock())
    }

    private func snapshot(_ sequence: Int64) -> Snapshot {
        Snapshot(
            format: 3,
            sequence: sequence,
            body: Array("state \(sequence)\nof more lines".utf8)
        )
    }

    private func name(_ sequence: Int64) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: 20 - digits.count) + digits + ".snapshot"
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(directory.path)/snapshots").sorted()
    }

    @Test("There is none to begin with")
    func none() throws {
        #expect(try snapshots.newest() == .init(snapshot: nil, skipped: []))
    }

    @Test("The newest is found, and only the two newest are kept")
    func newest() throws {
        for sequence: Int64 in [9, 10, 100, 1_000] { try snapshots.write(snapshot(sequence)) }

        #expect(try snapshots.newest() == .init(snapshot: snapshot(1_000), skipped: []))
        #expect(try files() == [name(100), name(1_000)])
    }

    @Test("The file is a line of canonical JSON and the body")
    func file() throws {
        try snapshots.write(Snapshot(format: 3, sequence: 12, body: Array("abc".utf8)))

        let content = try Data(contentsOf: directory.url("snapshots/\(name(12))"))
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let header = #"{"digest":"\#(digest)","format":3,"sequence":12}"#
        #expect(String(decoding: content, as: UTF8.self) == header + "\nabc")
    }

    @Test(
        "A snapshot that isn't whole is passed over, reported, and not counted as kept",
        arguments: [
            "cut": { Data($0.dropLast(3)) },
            "longer": { $0 + Data([0]) },
            "flipped": { Data($0.dropLast()) + Data([$0[$0.count - 1] ^ 1]) },
            "empty": { _ in Data() },
            "no header": { Data($0.drop { $0 != 10 }) },
            "other header": { Data(" ".utf8) + $0 },
            "other sequence": {
                Data(
                    String(decoding: $0, as: UTF8.self)
                        .replacingOccurrences(of: #""sequence":300"#, with: #""sequence":301"#).utf8
                )
            },
            "upper case": {
                Data(
                    String(decoding: $0, as: UTF8.self)
                        .replacingOccurrences(of: "a", with: "A").utf8
                )
            },
        ] as [String: @Sendable (Data) -> Data]
    )
    func damaged(change: (key: String, value: @Sendable (Data) -> Data)) throws {
        for sequence: Int64 in [100, 200, 300] { try snapshots.write(snapshot(sequence)) }
        let file = directory.url("snapshots/\(name(300))")
        try change.value(Data(contentsOf: file)).write(to: file)

        #expect(
            try snapshots.newest() == .init(snapshot: snapshot(200), skipped: [name(300)])
        )

        try snapshots.write(snapshot(400))
        #expect(try snapshots.newest() == .init(snapshot: snapshot(400), skipped: []))
        #expect(try files() == [name(200), name(300), name(400)])
    }

    @Test("A write that was cut off leaves the old snapshots")
    func leftover() throws {
        try snapshots.write(snapshot(100))
        try Data("half".utf8).write(to: directory.url("snapshots/.\(name(200))"))

        #expect(try snapshots.newest() == .init(snapshot: snapshot(100), skipped: []))
        try snapshots.write(snapshot(200))
        #expect(try files() == [name(100), name(200)])
    }
}
