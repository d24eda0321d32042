import ArgumentParser
import Signatures
import Units

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Makes and shows signing keys.",
        subcommands: [New.self, Show.self]
    )

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a key and writes it to a new file that only you can read."
        )

        @Argument(help: "The file to write.", completion: .file())
        var path: String

        @Flag(help: "An ECDSA P-256 key instead of Ed25519.")
        var p256 = false

        func run() throws {
            let key = PrivateKey.generate(p256 ? .ecdsaP256 : .ed25519)
            do throws(KeyFailure) {
                try KeyFile.create(key, at: path)
            } catch {
                throw fail(path, error)
            }
            Show.show(key.publicKey)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the public key and the key's ID."
        )

        @Argument(help: "A private key file.", completion: .file())
        var path: String

        func run() throws {
            Self.show(try readKey(path).publicKey)
        }

        static func show(_ key: PublicKey) {
            print("key    \(key.text)")
            print("keyID  \(key.keyID)")
        }
    }
}
