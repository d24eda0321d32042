import Foundation
import Testing

/// One of the built programs, run as a user would.
struct Program: Sendable {
    let path: String

    /// Both programs, when they lie beside what runs the tests.
    static let databourse = Program(named: "databourse")

    static var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: databourse.path) }

    init(named name: String) {
        let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? tests.path
        let folders = [tests, URL(filePath: bundle)].map { $0.deletingLastPathComponent() }
        let paths = folders.map { $0.appending(path: name).path }
        path = paths.first { FileManager.default.isExecutableFile(atPath: $0) } ?? name
    }

    /// What a run has left.
    struct Run: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs to the end, with `folder` as home.
    func run(_ arguments: [String], in folder: Folder, input: String? = nil) throws -> Run {
        let process = process(arguments, folder)
        let (output, errors) = ("\(folder.path)/\(UUID()).out", "\(folder.path)/\(UUID()).err")
        process.standardOutput = try Self.newFile(output)
        process.standardError = try Self.newFile(errors)
        let source = "\(folder.path)/\(UUID()).in"
        try Data((input ?? "").utf8).write(to: URL(filePath: source))
        process.standardInput = FileHandle(forReadingAtPath: source)
        try process.run()
        process.waitUntilExit()
        return Run(
            status: process.terminationStatus,
            output: try String(contentsOfFile: output, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8)
        )
    }

    /// Starts it; its messages go to `log`.
    func start(_ arguments: [String], in folder: Folder, log: String) throws -> Process {
        let process = process(arguments, folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try Self.newFile(log)
        try process.run()
        return process
    }

    /// The address that a server says it is at, as soon as it does.
    static func address(in log: String) throws -> String {
        for _ in 1...600 {
            let words = try String(contentsOfFile: log, encoding: .utf8).split { $0.isWhitespace }
            if let address = words.first(where: { $0.hasPrefix("http://127.0.0.1:") }) {
                return String(address)
            }
            usleep(50_000)
        }
        let said = try String(contentsOfFile: log, encoding: .utf8)
        return try #require(nil, "no server: \(said)")
    }

    private func process(_ arguments: [String], _ folder: Folder) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ["HOME": folder.path, "PATH": "/usr/bin:/bin"]
        return process
    }

    private static func newFile(_ path: String) throws -> FileHandle {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        return try #require(FileHandle(forWritingAtPath: path))
    }
}

/// A folder that goes when nobody needs it any more.
final class Folder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "line-\(UUID())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A test venue that runs as a process of its own until nobody needs it any more.
final class Venue {
    let folder: Folder
    let address: String
    let logKey: String
    private let process: Process

    init() throws {
        folder = try Folder()
        let made = try Program.databourse.run(
            ["init", "\(folder.path)/venue", "--test"],
            in: folder
        )
        logKey = made.output.trimmingCharacters(in: .newlines)
        let log = "\(folder.path)/serve.log"
        let process = try Program.databourse.start(
            ["serve", "\(folder.path)/venue", "--port", "0"],
            in: folder,
            log: log
        )
        do {
            address = try Program.address(in: log)
        } catch {
            process.terminate()
            throw error
        }
        self.process = process
    }

    deinit { process.terminate() }

    func key(_ name: String) -> String { "\(folder.path)/venue/keys/\(name).pem" }

    /// Runs the program against this venue.
    func run(_ arguments: [String], as key: String? = nil) throws -> Program.Run {
        let named = key.map { ["--key", self.key($0)] } ?? []
        return try Program.databourse.run(
            arguments + ["--server", address] + named,
            in: folder
        )
    }
}
