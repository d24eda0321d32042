import ArgumentParser
import Client
import Foundation
import Signatures
import Wire

/// Where an exchange is, and who asks it: kept so that it needn't be said each time.
@Wire
struct Profile: Equatable {
    let key: String?
    let logKey: String?
    let origin: String
    let server: String
}

extension Profile {
    /// Where profiles are kept: `$XDG_CONFIG_HOME/databourse/profiles`.
    static var folder: URL {
        let environment = ProcessInfo.processInfo.environment
        let home = URL(filePath: environment["HOME"] ?? ".")
        let base = environment["XDG_CONFIG_HOME"].map { URL(filePath: $0) }
        return (base ?? home.appending(path: ".config")).appending(path: "databourse/profiles")
    }

    static func file(_ name: String) throws -> URL {
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || "-_".contains($0) })
        else { throw ValidationError("a profile's name is letters, digits, - and _: \(name)") }
        return folder.appending(path: "\(name).json")
    }

    static func read(_ name: String) throws -> Profile {
        let file = try file(name)
        guard let data = try? Data(contentsOf: file) else {
            throw fail("there is no profile \(name): databourse profile add \(name) --server …")
        }
        do throws(WireError) {
            return try Profile(wire: data)
        } catch {
            throw fail("profile \(name): \(error)")
        }
    }
}

/// The options with which a command finds the exchange and its own key.
struct Connection: ParsableArguments {
    @Option(help: "The profile to use; DATABOURSE_PROFILE otherwise.")
    var profile: String?

    @Option(help: "The exchange's address, instead of the profile's.")
    var server: String?

    @Option(help: "A private key file, instead of the profile's.", completion: .file())
    var key: String?

    @Flag(help: "Print the answer as JSON, errors too.")
    var json = false

    /// The profile that is named, if one is.
    func chosen() throws -> Profile? {
        let name = profile ?? ProcessInfo.processInfo.environment["DATABOURSE_PROFILE"]
        return try name.map(Profile.read)
    }

    /// The key that the options name, if they name one.
    func privateKey() throws -> PrivateKey? {
        try (key ?? chosen()?.key).map(readKey)
    }

    /// A client for the exchange that the options name.
    func client() async throws -> ExchangeClient {
        let chosen = try chosen()
        guard let address = server ?? chosen?.server else {
            throw ValidationError("name the exchange: --server http://… or --profile …")
        }
        let privateKey = try privateKey()
        let origin: ExchangeName
        if let chosen, server == nil || server == chosen.server {
            guard let name = ExchangeName(text: chosen.origin) else {
                throw fail("the profile's origin isn't a name")
            }
            origin = name
        } else {
            origin = try await Self.origin(of: address)
        }
        return ExchangeClient(address: address, origin: origin, key: privateKey)
    }

    /// What the exchange at an address calls itself.
    static func origin(of address: String) async throws -> ExchangeName {
        guard let anyName = ExchangeName(text: "unknown") else { throw fail("no name") }
        let client = ExchangeClient(address: address, origin: anyName, key: nil)
        do throws(ClientError) {
            let status = try await client.get("/v1/status")
            let object = try? JSONSerialization.jsonObject(with: Data(status)) as? [String: Any]
            guard let text = object?["origin"] as? String, let name = ExchangeName(text: text)
            else { throw .malformed("\(address)/v1/status names no origin") }
            return name
        } catch {
            throw error.exit(json: false)
        }
    }
}

struct ProfileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "Keeps an exchange's address and a key under a name.",
        subcommands: [Add.self, List.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds or replaces a profile; asks the exchange for its origin."
        )

        @Argument(help: "The profile's name.")
        var name: String

        @Option(help: "The exchange's address.")
        var server: String

        @Option(help: "Your private key file.", completion: .file())
        var key: String?

        @Option(help: "The log's verifier key, from somebody you trust.")
        var logKey: String?

        func run() async throws {
            let file = try Profile.file(name)
            let origin = try await Connection.origin(of: server)
            let profile = Profile(
                key: key.map { URL(filePath: $0).path },
                logKey: logKey,
                origin: origin.text,
                server: server
            )
            try FileManager.default.createDirectory(
                at: Profile.folder,
                withIntermediateDirectories: true
            )
            try Data(profile.wire).write(to: file, options: .atomic)
            note("profile \(name): \(server), origin \(origin)")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the profiles.")

        func run() throws {
            let files = try? FileManager.default.contentsOfDirectory(atPath: Profile.folder.path)
            for name in (files ?? []).sorted() where name.hasSuffix(".json") {
                let profile = try Profile.read(String(name.dropLast(5)))
                print("\(name.dropLast(5))\t\(profile.server)\t\(profile.key ?? "no key")")
            }
        }
    }
}
