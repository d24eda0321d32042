import ArgumentParser
import Client
import Exchange
import Foundation
import Gateway
import Kernel
import Signatures
import Units
import Wire

struct CallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Gives the exchange a signed command.",
        discussion: """
            databourse call contracts/accept contract=TC-1
            databourse call registry/submit --body disclosure.json
            A value is text unless the command wants something else; a.b=1 sets a member inside. \
            `databourse commands` lists the commands and their members.
            """
    )

    @Argument(help: "The command: function/verb.", completion: .list(makeExchange().names))
    var command: String

    @Argument(help: "Members of the body: name=value.")
    var members: [String] = []

    @Option(help: "A file with the body as JSON, or - for standard input.", completion: .file())
    var body: String?

    @Option(help: "The command's ID: sending it again does nothing again.")
    var id: String?

    @Flag(name: [.customShort("n"), .long], help: "Show what would be signed, and send nothing.")
    var dryRun = false

    @OptionGroup var connection: Connection

    func run() async throws {
        let machine = makeExchange()
        let path = command.hasPrefix("/") ? command : "/v1/\(command)"
        guard let endpoint = machine.endpoints.first(where: { $0.path == path }) else {
            throw unknown(command, of: machine)
        }
        let content = try content(endpoint)
        if dryRun { return output(content.bytes) }
        let client = try await connection.client()
        let commandID = try commandID()
        do throws(ClientError) {
            let reply = try await client.post(path, content, id: commandID)
            show(reply)
        } catch {
            if case .unreachable = error {
                note("the outcome is unknown; to be sure, repeat with --id \(commandID)")
            }
            throw error.exit(json: connection.json)
        }
    }

    private func commandID() throws -> CommandID {
        guard let id else { return .random() }
        guard let commandID = CommandID(text: id) else {
            throw ValidationError("an ID is 32 lowercase hex digits")
        }
        return commandID
    }

    /// The body in canonical form, whatever way it was written.
    private func content(_ endpoint: Endpoint) throws -> RawJSON {
        var tree = JSONTree.object([:])
        if let body {
            let data =
                body == "-"
                ? FileHandle.standardInput.readDataToEndOfFile()
                : try? Data(contentsOf: URL(filePath: body))
            guard let data else { throw fail("\(body) can't be read") }
            tree = try JSONTree(data)
        }
        for member in members {
            let (name, text) = try pair(member, "a member")
            let path = name.split(separator: ".", omittingEmptySubsequences: false)
                .map(String.init)
            let value = JSONTree(text: text, endpoint.body.member(at: path))
            tree = tree.setting(path, to: value)
        }
        return tree.canonical
    }

    private func show(_ reply: [UInt8]) {
        if connection.json { return output(reply) }
        guard let reply = try? CommandReply(wire: reply) else { return output(reply) }
        let again = reply.repeat ? ", as before" : ""
        note("recorded as \(reply.sequence) (\(reply.finality.rawValue)\(again))")
        guard case .accepted(let effects) = reply.outcome else { return }
        for event in effects.events {
            print("\(event.capability)\t\(String(decoding: event.event.bytes, as: UTF8.self))")
        }
    }
}

struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Asks the exchange something.",
        discussion: """
            databourse get products search=空气质量
            databourse get registry/certificates/SJ1112026110001
            `/openapi.json` describes all queries.
            """
    )

    @Argument(help: "The query's path, without /v1/.")
    var path: String

    @Argument(help: "Parameters: name=value.")
    var parameters: [String] = []

    @OptionGroup var connection: Connection

    func run() async throws {
        let pairs = try parameters.map { try pair($0, "a parameter") }
        let client = try await connection.client()
        do throws(ClientError) {
            let answer = try await client.get(path.hasPrefix("/") ? path : "/v1/\(path)", pairs)
            output(connection.json ? answer : pretty(answer))
        } catch {
            throw error.exit(json: connection.json)
        }
    }

    private func pretty(_ answer: [UInt8]) -> [UInt8] {
        guard let object = try? JSONSerialization.jsonObject(with: Data(answer)),
            let text = try? JSONSerialization.data(
                withJSONObject: object,
                options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            )
        else { return answer }
        return Array(text)
    }
}

extension StateMachine {
    /// The commands' names: paths without `/v1/`.
    var names: [String] { endpoints.map { String($0.path.dropFirst(4)) } }
}

/// The two sides of `name=value`; the value may be empty, the name may not.
private func pair(_ text: String, _ what: String) throws -> (name: String, value: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
        throw ValidationError("\(what) is name=value: \(text)")
    }
    return (String(parts[0]), String(parts[1]))
}

/// Says that there is no such command, and which one may be meant.
func unknown(_ command: String, of machine: StateMachine) -> ExitCode {
    let near = nearest(command, among: machine.names).map { ": did you mean \($0)?" }
    return fail("there is no command \(command)\(near ?? "")", Exit.usage)
}

/// The name that differs least from a word, when it differs little.
private func nearest(_ word: String, among names: [String]) -> String? {
    let ranked = names.map { (distance(Array(word), Array($0)), $0) }.min { $0.0 < $1.0 }
    return ranked.flatMap { $0.0 <= 4 ? $0.1 : nil }
}

/// How many letters must be added, dropped or changed (Levenshtein).
private func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, y) in b.enumerated() {
            let above = row[j + 1]
            row[j + 1] = min(min(above, row[j]) + 1, diagonal + (x == y ? 0 : 1))
            diagonal = above
        }
    }
    return row[b.count]
}
