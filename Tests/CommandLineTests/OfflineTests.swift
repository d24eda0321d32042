import Foundation
import Testing

@Suite("Command line", .enabled(if: Program.isBuilt, "databourse is built"))
struct OfflineTests {
    let folder: Folder

    init() throws { folder = try Folder() }

    func run(_ arguments: String..., input: String? = nil) throws -> Program.Run {
        try Program.databourse.run(arguments, in: folder, input: input)
    }

    /// Groups of subcommands, and what is in each.
    static let groups: [(path: [String], subcommands: [String])] = [
        (
            [],
            [
                "key", "profile", "call", "get", "commands", "events", "node", "fetch", "rows",
                "journal", "receipt", "verify", "audit", "init", "serve",
            ]
        ),
        (["key"], ["new", "show"]),
        (["profile"], ["add", "list"]),
        (["node"], ["init", "describe", "prove", "serve"]),
    ]

    @Test("Help names every subcommand, and each of them has help", arguments: groups)
    func help(_ group: (path: [String], subcommands: [String])) throws {
        let help = try Program.databourse.run(group.path + ["--help"], in: folder)
        #expect(help.status == 0)
        let named = help.output.split(separator: "\n").compactMap { line in
            line.hasPrefix("  ") && !line.hasPrefix("   ")
                ? line.split(separator: " ").first.map(String.init) : nil
        }
        #expect(named.filter { !$0.hasPrefix("-") && $0 != "See" } == group.subcommands)
        for subcommand in group.subcommands {
            let arguments = group.path + [subcommand, "--help"]
            let help = try Program.databourse.run(arguments, in: folder)
            #expect(help.status == 0)
            #expect(help.output.hasPrefix("OVERVIEW: "))
        }
    }

    @Test("Completion scripts can be made", arguments: ["bash", "zsh", "fish"])
    func completion(_ shell: String) throws {
        let script = try run("--generate-completion-script", shell)
        #expect(script.status == 0)
        // Commands of the exchange are completed too.
        #expect(script.output.contains("registry/submit"))
    }

    @Test("A key is only its owner's to read, and is never overwritten", arguments: [false, true])
    func newKey(_ isP256: Bool) throws {
        let path = "\(folder.path)/my.pem"
        let arguments = ["key", "new", path] + (isP256 ? ["--p256"] : [])
        let made = try Program.databourse.run(arguments, in: folder)
        #expect(made.status == 0)
        #expect(made.output.hasPrefix(isP256 ? "key    p256:" : "key    ed25519:"))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? Int) == 0o600)
        #expect(try run("key", "show", path).output == made.output)

        let content = try Data(contentsOf: URL(filePath: path))
        let again = try Program.databourse.run(arguments, in: folder)
        #expect(again.status == 1)
        #expect(again.errors.contains("a key is never overwritten"))
        #expect(try Data(contentsOf: URL(filePath: path)) == content)

        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let open = try run("key", "show", path)
        #expect(open.status == 77)
        #expect(open.errors.contains("chmod 600"))
    }

    /// What is typed, and the canonical body that would be signed.
    static let bodies: [(typed: [String], body: String)] = [
        (["contracts/accept", "contract=TC-1"], #"{"contract":"TC-1"}"#),
        (["/v1/contracts/accept", "contract=TC-1"], #"{"contract":"TC-1"}"#),
        (
            ["clearing/request-deposit", "amount.currency=CNY", "account=6222", "amount.amount=7"],
            #"{"account":"6222","amount":{"amount":7,"currency":"CNY"}}"#
        ),
        // Text stays text, whatever it looks like.
        (
            ["clearing/confirm", "reference=007", "instruction=PAY-1"],
            #"{"instruction":"PAY-1","reference":"007"}"#
        ),
        (
            ["membership/admit", "member=M-5", #"roles=["dataProvider", "dataDemander"]"#],
            #"{"member":"M-5","roles":["dataProvider","dataDemander"]}"#
        ),
        (
            ["registry/refuse", "registration=RC-1", "explanation=a=b", "ground="],
            #"{"explanation":"a=b","ground":"","registration":"RC-1"}"#
        ),
    ]

    @Test("A dry run shows the canonical body, and sends nothing", arguments: bodies)
    func dryRun(_ item: (typed: [String], body: String)) throws {
        let shown = try Program.databourse.run(["call", "-n"] + item.typed, in: folder)
        #expect(shown.status == 0)
        #expect(shown.output == item.body + "\n")
    }

    @Test("A body is read from standard input, and members typed beside it replace its own")
    func standardInput() throws {
        let body = #"{ "contract": "TC-1", "accessKey": "x" }"#
        let shown = try run(
            "call",
            "-n",
            "contracts/fund",
            "contract=TC-2",
            "--body",
            "-",
            input: body
        )
        #expect(shown.output == #"{"accessKey":"x","contract":"TC-2"}"# + "\n")
    }

    /// What is typed, its exit code, and words of the message.
    static let mistakes: [(typed: [String], status: Int32, message: String)] = [
        (["frobnicate"], 64, "frobnicate"),
        (["call", "contracts/acept", "contract=TC-1"], 64, "did you mean contracts/accept?"),
        (["call", "nothing/like-it"], 64, "there is no command nothing/like-it"),
        (["commands", "registry/sumbit"], 64, "did you mean registry/submit?"),
        (["call", "-n", "contracts/accept", "contract"], 64, "a member is name=value: contract"),
        (["call", "-n", "contracts/accept", "=TC-1"], 64, "a member is name=value: =TC-1"),
        (
            ["call", "contracts/accept", "--id", "1", "--server", "http://127.0.0.1:1"], 69,
            "no answer"
        ),
        (
            ["call", "-n", "contracts/accept", "--body", "/none.json"], 1,
            "/none.json can't be read"
        ),
        (["get", "status"], 64, "name the exchange"),
        (["get", "status", "--server", "http://127.0.0.1:1"], 69, "no answer"),
        (["get", "status", "--profile", "none"], 1, "there is no profile none"),
        (["get", "status", "--profile", "../none"], 64, "a profile's name is letters"),
        (
            ["profile", "add", "../none", "--server", "http://127.0.0.1:9"], 64,
            "a profile's name is letters"
        ),
        (["verify", "/none"], 64, "say whom to trust"),
        (["verify", "/none", "--log-key", "x"], 1, "/none can't be read"),
        (["key", "show", "/none.pem"], 1, "there is no key file that can be read 无法读取密钥文件"),
        (["serve", "/none"], 1, "there is no venue in /none"),
        (["node", "serve", "/none", "--key", "/none.pem"], 1, "there is no node in /none"),
        (
            ["rows", "XX", "--server", "http://127.0.0.1:1"], 64,
            "an entitlement is AE- and a number"
        ),
    ]

    @Test("A mistake has its exit code, and says what is wrong", arguments: mistakes)
    func mistake(_ item: (typed: [String], status: Int32, message: String)) throws {
        let run = try Program.databourse.run(item.typed, in: folder)
        #expect(run.status == item.status)
        #expect(run.errors.contains(item.message), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test(
        "JSON that can't be said canonically is refused",
        arguments: [
            "{", #"{"contract":null}"#, #"{"contract":1.5}"#, #"{"contract":1e300}"#,
            #"{"contract":9223372036854775808}"#, #"{"contract":-9223372036854775809}"#,
        ]
    )
    func hostileBody(_ body: String) throws {
        let run = try run("call", "-n", "contracts/accept", "--body", "-", input: body)
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
    }
}
