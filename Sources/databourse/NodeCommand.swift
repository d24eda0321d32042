import Kernel
import ArgumentParser
import Client
import DataNode
import DataQuality
import Foundation
import Hummingbird
import Logging
import Registry
import ServiceLifecycle
import Signatures
import Units
import Wire

struct NodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node",
        abstract: "The software at a data owner's premises: profiles, delivers, meters.",
        subcommands: [Init.self, Describe.self, Prove.self, Serve.self]
    )

    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prepares a node's folder.")

        @Argument(help: "The folder to make.", completion: .directory)
        var folder: String

        @Option(help: "The exchange's address.")
        var exchange: String

        @Option(help: "The log's verifier key, from somebody you trust; may be repeated.")
        var logKey: [String]

        @Option(help: "A data set: name=file.csv; may be repeated.")
        var dataset: [String]

        @Option(help: "Seconds between two settlements of calls.")
        var settleSeconds: Int64 = 60

        func run() async throws {
            let origin = try await Connection.origin(of: exchange)
            let datasets = try dataset.map { text in
                let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else {
                    throw ValidationError("a data set is name=file: \(text)")
                }
                return DataSetSettings(name: parts[0], file: URL(filePath: parts[1]).path)
            }
            let node = NodeFolder(folder)
            guard !FileManager.default.fileExists(atPath: node.settings.path) else {
                let sentence = Sentence("there is a node in \(folder) already", "该目录已有节点")
                throw fail("\(sentence)")
            }
            try FileManager.default.createDirectory(
                at: node.url,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            let settings = NodeSettings(
                exchange: exchange,
                origin: origin.text,
                logKeys: logKey,
                datasets: datasets,
                settleSeconds: settleSeconds
            )
            try Data(settings.wire).write(to: node.settings, options: .withoutOverwriting)
            for dataset in datasets { try node.makeKey(dataset.name) }
            note("node in \(folder) for \(datasets.count) data sets")
        }
    }

    struct Describe: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Profiles a data set and takes its fingerprint, as a registration needs them."
        )

        @Argument(help: "The node's folder.", completion: .directory)
        var folder: String

        @Argument(help: "The data set's name.")
        var name: String

        @Flag(help: "Only what a disclosure needs: records, bytes and fingerprint.")
        var forDisclosure = false

        func run() throws {
            let node = NodeFolder(folder)
            let dataset = try node.open(name, try node.read())
            guard forDisclosure else { return output(dataset.profile.wire) }
            let fingerprint = Registry.Fingerprint(
                root: dataset.fingerprint.root,
                leaves: Int64(dataset.fingerprint.rows) + 1,
                profile: Digest(hashing: dataset.profile.wire)
            )
            output(
                DisclosedVolume(
                    bytes: Int64(dataset.profile.bytes),
                    fingerprint: fingerprint,
                    records: Int64(dataset.profile.rows)
                ).wire
            )
        }
    }

    struct Prove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows rows with the proof that they belong to the registered data set."
        )

        @Argument(help: "The node's folder.", completion: .directory)
        var folder: String

        @Argument(help: "The data set's name.")
        var name: String

        @Argument(help: "Row numbers; 0 is the header.")
        var rows: [Int]

        func run() throws {
            let node = NodeFolder(folder)
            let dataset = try node.open(name, try node.read())
            guard let proofs = try? dataset.proofs(of: rows) else {
                let last = dataset.fingerprint.rows
                let sentence = Sentence(
                    "row numbers are 0 to \(last), each once",
                    "行号为0至\(last)，不得重复"
                )
                throw fail("\(sentence)", Exit.usage)
            }
            for proof in proofs { output(proof.wire) }
        }
    }

    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Serves buyers, and settles what both sides have signed for."
        )

        @Argument(help: "The node's folder.", completion: .directory)
        var folder: String

        @Option(help: "The key that signs usage, and settles it: a key of the supplier's.")
        var key: String

        @Option(help: "The address to listen on.")
        var host = "127.0.0.1"

        @Option(help: "The port to listen on.")
        var port = 8422

        func run() async throws {
            let logger = Logger(label: "databourse.node")
            let node = NodeFolder(folder)
            let settings = try node.read()
            let key = try readKey(key)
            guard let origin = ExchangeName(text: settings.origin) else {
                throw fail("node.json: the origin isn't a name")
            }
            let datasets = try settings.datasets.map { try node.open($0.name, settings) }
            let meter = Meter(
                store: try UsageStore(path: node.url.appending(path: "usage.db").path),
                key: key
            )
            let server = try NodeServer(
                datasets: datasets,
                desk: try EntitlementDesk(
                    logKeys: settings.logKeys,
                    nodeKey: key.publicKey,
                    datasets: datasets.map(\.name)
                ),
                meter: meter,
                origin: origin,
                clock: { .clock }
            )
            let router = Router()
            server.addRoutes(to: router)
            let settlement = Settlement(
                meter: meter,
                exchange: ExchangeClient(address: settings.exchange, origin: origin, key: key),
                seconds: settings.settleSeconds,
                logger: logger
            )
            let app = Application(
                router: router,
                configuration: .init(address: .hostname(host, port: port)),
                services: [settlement],
                onServerRunning: { channel in
                    note("node at http://\(host):\(channel.localAddress?.port ?? port)")
                },
                logger: logger
            )
            try await app.runService()
        }
    }
}

/// What a disclosure needs of a data set.
@Wire
struct DisclosedVolume: Equatable {
    let bytes: Int64
    let fingerprint: Registry.Fingerprint
    let records: Int64
}

/// A node's folder: `node.json`, a secret key a data set, and the database of usage.
struct NodeFolder {
    let url: URL

    init(_ path: String) { url = URL(filePath: path) }

    var settings: URL { url.appending(path: "node.json") }

    func read() throws -> NodeSettings {
        guard let text = try? Data(contentsOf: settings) else {
            throw fail("there is no node in \(url.path): databourse node init \(url.path)")
        }
        let content = try JSONTree(text).canonical
        do throws(WireError) {
            return try NodeSettings(wire: content.bytes)
        } catch {
            throw fail("node.json: \(error)")
        }
    }

    private func key(_ dataset: String) -> URL { url.appending(path: "\(dataset).secret") }

    /// Makes the secret that salts a data set's rows.
    func makeKey(_ dataset: String) throws {
        let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        let isMade = FileManager.default.createFile(
            atPath: key(dataset).path,
            contents: Data((Hex.encode(secret) + "\n").utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isMade else { throw fail("\(key(dataset).path) can't be written") }
    }

    /// Reads a data set whole: its profile and fingerprint.
    func open(_ name: String, _ settings: NodeSettings) throws -> DataSet {
        guard let dataset = settings.datasets.first(where: { $0.name == name }) else {
            throw fail("node.json names no data set \(name)")
        }
        guard let text = try? String(contentsOf: key(name), encoding: .utf8),
            let bytes = Hex.decode(text.trimmingCharacters(in: .newlines)),
            let secret = DataSetKey(bytes: bytes)
        else { throw fail("\(key(name).path) can't be read") }
        do throws(DataSet.Failure) {
            return try DataSet(name: name, file: dataset.file, key: secret)
        } catch {
            switch error {
            case .unreadable(let file): throw fail("\(file) can't be read")
            case .malformed(let file, let reason): throw fail("\(file): \(reason)")
            case .changed(let file): throw fail("\(file) changes while it is read")
            }
        }
    }
}
