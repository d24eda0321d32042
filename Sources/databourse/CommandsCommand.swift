import ArgumentParser
import Exchange
import Kernel
import Wire

struct CommandsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commands",
        abstract: "Lists the exchange's commands, or describes one."
    )

    @Argument(help: "A command: function/verb.", completion: .list(makeExchange().names))
    var name: String?

    func run() throws {
        let machine = makeExchange()
        guard let name else {
            for endpoint in machine.endpoints {
                let words = String(endpoint.path.dropFirst(4))
                let gap = String(repeating: " ", count: max(1, 30 - words.count))
                print("\(words)\(gap)\(endpoint.documentation)")
            }
            return
        }
        guard let endpoint = machine.endpoints.first(where: { $0.path == "/v1/\(name)" }) else {
            throw unknown(name, of: machine)
        }
        print("POST \(endpoint.path)\n\(endpoint.documentation)\n")
        describe(endpoint.body, indent: 0)
        print("\nReasons of \(endpoint.capability), for all its commands, in order of precedence:")
        for (code, refusal) in endpoint.refusals {
            print("  \(code)\n    \(refusal.zh) · \(refusal.en)")
        }
    }

    private func describe(_ schema: Schema, indent: Int) {
        let margin = String(repeating: "  ", count: indent)
        switch schema {
        case .object(_, let members):
            for member in members {
                let mark = member.isOptional ? "?" : ""
                let note = member.documentation.isEmpty ? "" : "  — \(member.documentation)"
                print("\(margin)\(member.name)\(mark): \(summary(member.schema))\(note)")
                describe(member.schema, indent: indent + 1)
            }
        case .array(let element): describe(element, indent: indent)
        case .oneOf(_, let cases):
            for item in cases {
                print("\(margin)either \(item.name):")
                describe(item.payload, indent: indent + 1)
            }
        default: break
        }
    }

    private func summary(_ schema: Schema) -> String {
        switch schema {
        case .integer: "integer"
        case .bool: "true or false"
        case .string(let format): format.name
        case .enumeration(let values): values.joined(separator: " | ")
        case .array(let element): "list of \(summary(element))"
        case .object(let name, _): name
        case .oneOf(let name, _): "one of \(name)"
        }
    }
}
