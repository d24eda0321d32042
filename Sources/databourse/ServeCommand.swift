import UnixSignals
public import ArgumentParser
import Exchange
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import Journal
import Kernel
import Logging
import PublicPages
import Queries
import Sequencer
import ServiceLifecycle
import Signatures
import Synchronization
import Transparency
import Units
import Wire

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs the exchange of a venue's folder, until it is told to stop."
    )

    @Argument(help: "The venue's folder.", completion: .directory)
    var folder: String

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on.")
    var port = 8420

    @Option(help: "Serve figures for Prometheus at this port of 127.0.0.1; otherwise nowhere.")
    var metricsPort: Int?

    @Option(help: "Commands a minute and path from one address by who isn't a member.")
    var strangersPerMinute: Int64 = 10

    @Option(help: "The field in which a trusted proxy names the client's address.")
    var addressField: String?

    @Option(help: "The settlement bank's address; without it no instruction is sent.")
    var bank: String?

    @Option(help: "Log at this level: trace, debug, info, notice, warning, error.")
    var logLevel: Logger.Level = .notice

    func run() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "databourse")
        logger.logLevel = logLevel
        let venue = VenueFolder(folder)
        let genesis = try venue.readGenesis()
        let signer = try venue.signer(genesis.charter.origin)
        let (sequencer, tiles) = try await start(venue, genesis, signer, logger)
        guard let origin = ExchangeName(text: genesis.charter.origin) else {
            throw fail("the origin isn't a name")
        }
        var configuration = GatewayConfiguration(
            address: .hostname(host, port: port),
            exchange: origin,
            now: SystemSource.now
        )
        configuration.metricsPort = metricsPort
        let portal = PublicPortal(sequencer, origin: origin.text, logKey: signer.key.vkey)
        configuration.addressField = try addressField.map(field)
        configuration.strangerRate = .init(
            perMinute: strangersPerMinute,
            burst: strangersPerMinute
        )
        let gateway = HTTPGateway(
            configuration,
            service: RunningExchange(sequencer, tiles: tiles),
            keys: publicKey,
            queries: exchangeQueries,
            routes: [logKeyRoutes(signer), portal.routes],
            problemPage: portal.problemPage,
            logger: logger,
            onRunning: { port in note("\(genesis.charter.title.zh) at http://\(host):\(port)") }
        )
        var services: [any Service] = [gateway]
        if let bank {
            services.append(try rail(venue, to: bank, sequencer, logger))
        }
        let group = ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0) },
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        try await group.run()
        await sequencer.stop()
    }

    private func field(_ name: String) throws -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else {
            throw ValidationError("\(name) is no field's name")
        }
        return field
    }

    /// Recovers the exchange, and founds it when its journal is empty.
    private func start(
        _ venue: VenueFolder,
        _ genesis: Genesis,
        _ signer: NoteSigner,
        _ logger: Logger
    ) async throws -> (Sequencer, TileStore) {
        let sequencer: Sequencer
        let tiles: TileStore
        do {
            let directory = try DataDirectory(venue.data.path)
            tiles = try TileStore(directory)
            sequencer = try Sequencer(
                machine: makeExchange(),
                journal: SQLiteJournal(directory),
                snapshots: SnapshotStore(directory),
                tiles: tiles,
                signer: signer,
                logger: logger
            ) { error in
                // What can't be made durable must not be acknowledged: the process ends.
                note("databourse: fatal: \(error.sentence)")
                Foundation.exit(Exit.failed)
            }
        } catch let error as any Explained {
            throw fail("the exchange can't start", error)
        }
        if sequencer.state.world.sequence == 0 { try await genesis.found(sequencer) }
        return (sequencer, tiles)
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}

/// The log's verifier key and a policy that trusts it: to be checked against what the operator
/// publishes elsewhere.
func logKeyRoutes(_ signer: NoteSigner) -> Routes {
    let key = signer.key.vkey
    return { router in
        router.get("/log/key") { _, _ in "\(key)\n" }
        router.get("/log/policy") { _, _ in "log \(key)\nquorum none\n" }
    }
}
