import ArgumentParser
import Exchange
import Foundation
import Kernel
import Membership
import Signatures
import Transparency
import Units
import Wire

/// A venue's folder: its genesis, its keys, its journal.
///
///     genesis.json       what the venue begins with: edit it before the first start
///     log.seed           the log's private key, 32 bytes in hex
///     rail.pem           the key that signs instructions to the bank
///     keys/*.pem         the founders' keys: hand them to their owners, and delete them here
///     data/              journal, snapshots, the log's tiles
struct VenueFolder {
    let url: URL

    init(_ path: String) { url = URL(filePath: path) }

    var genesis: URL { url.appending(path: "genesis.json") }
    var logSeed: URL { url.appending(path: "log.seed") }
    var railKey: URL { url.appending(path: "rail.pem") }
    var data: URL { url.appending(path: "data") }

    func key(_ name: String) -> URL { url.appending(path: "keys/\(name).pem") }

    func readGenesis() throws -> Genesis {
        guard let text = try? Data(contentsOf: genesis) else {
            throw fail("there is no venue in \(url.path): databourse init \(url.path)")
        }
        let content = try JSONTree(text).canonical
        do throws(WireError) {
            return try Genesis(wire: content.bytes)
        } catch {
            throw fail("genesis.json: \(error)")
        }
    }

    /// The log's signer, under the venue's origin.
    func signer(_ origin: String) throws -> NoteSigner {
        guard let text = try? String(contentsOf: logSeed, encoding: .utf8),
            let seed = Hex.decode(text.trimmingCharacters(in: .newlines))
        else { throw fail("log.seed can't be read") }
        do throws(NoteError) {
            return try NoteSigner(name: ExactText(origin), seed: seed)
        } catch {
            throw fail("log.seed: \(Sentence("a seed is 32 bytes in hex", "种子应为32字节十六进制"))")
        }
    }
}

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Prepares a venue: its keys and its genesis, as files to look at and edit."
    )

    @Argument(help: "The folder to make.", completion: .directory)
    var folder: String

    @Option(help: "The venue's name in Chinese.")
    var title = "数衡数据交易所"

    @Option(help: "The venue's name in English.")
    var titleEn = "DataBourse"

    @Option(help: "The schemeless address that names the log and binds every signature.")
    var origin = "databourse.example/2026"

    @Flag(help: "A venue for trying out: its operator may move the clock. Can't be undone.")
    var test = false

    /// The venue's own staff: the file's name, titles, code and roles.
    private static let founders: [(file: String, zh: String, en: String, code: String, [Role])] = [
        (
            "operator", "交易所运营", "Venue operator", "91110000000000001H",
            [.venueOperator, .registrar]
        ),
        ("supervisor", "地方金融监管", "Supervisor", "11110000000000002W", [.supervisor]),
        ("auditor", "独立审计", "Independent auditor", "91110000000000003P", [.auditor]),
        (
            "bank", "结算银行（模拟）", "Settlement bank (simulator)", "91110000000000004T",
            [.settlementBank]
        ),
    ]

    func run() throws {
        let venue = VenueFolder(folder)
        guard !FileManager.default.fileExists(atPath: venue.genesis.path) else {
            throw fail("\(Sentence("there is a venue in \(folder) already", "该目录已有交易所"))")
        }
        guard ExchangeName(text: origin) != nil else {
            throw ValidationError("an origin is a schemeless address without spaces: \(origin)")
        }
        let keys = venue.url.appending(path: "keys")
        try FileManager.default.createDirectory(
            at: keys,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let founders = try Self.founders.map { founder in
            let key = try makeKey(venue.key(founder.file))
            return try application(founder.zh, founder.en, founder.code, founder.4, key)
        }
        _ = try makeKey(venue.railKey)
        let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        try write(Hex.encode(seed) + "\n", to: venue.logSeed)
        let charter = House.Charter(
            title: Title(zh: title, en: titleEn),
            origin: origin,
            rules: .standard,
            isTest: test
        )
        let genesis = Genesis(charter: charter, founders: founders)
        let pretty = try JSONSerialization.data(
            withJSONObject: JSONSerialization.jsonObject(with: Data(genesis.wire)),
            options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        )
        try pretty.write(to: venue.genesis)
        let signer = try venue.signer(origin)
        note("venue \(title) in \(folder); look at genesis.json, then: databourse serve \(folder)")
        print(signer.key.vkey)
    }

    private func makeKey(_ file: URL) throws -> PublicKey {
        let key = PrivateKey.generate()
        do throws(KeyFailure) {
            try KeyFile.create(key, at: file.path)
        } catch {
            throw fail(file.path, error)
        }
        return key.publicKey
    }

    private func application(
        _ zh: String,
        _ en: String,
        _ code: String,
        _ roles: [Role],
        _ key: PublicKey
    ) throws -> Admission.Application {
        guard let uscc = USCC(text: code), let text = PublicKeyText(text: key.text) else {
            throw fail("a founder's code is wrong: \(code)")
        }
        return Admission.Application(
            title: Title(zh: zh, en: en),
            uscc: uscc,
            contact: "demo@databourse.example",
            roles: roles,
            key: text
        )
    }

    private func write(_ text: String, to file: URL) throws {
        let isMade = FileManager.default.createFile(
            atPath: file.path,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isMade else { throw fail("\(file.path) can't be written") }
    }
}
