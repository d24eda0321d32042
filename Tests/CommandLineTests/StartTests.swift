import Foundation
import Testing

/// Venues that are started, stopped and tampered with.
@Suite("A venue's start", .enabled(if: Program.isBuilt, "databourse is built"))
struct StartTests {
    let folder: Folder
    let venue: String

    init() throws {
        folder = try Folder()
        venue = "\(folder.path)/venue"
    }

    func run(_ arguments: String...) throws -> Program.Run {
        try Program.databourse.run(arguments, in: folder)
    }

    /// Serves until `work` is done, and then until the process has ended.
    func serve(_ work: (_ address: String) throws -> Void = { _ in }) throws {
        let log = "\(folder.path)/\(UUID()).log"
        let process = try Program.databourse.start(
            ["serve", venue, "--port", "0"],
            in: folder,
            log: log
        )
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        try work(try Program.address(in: log))
    }

    /// The start is refused: its exit code and message.
    func refusal() throws -> (status: Int32, errors: String) {
        let run = try run("serve", venue, "--port", "0")
        return (run.status, run.errors)
    }

    @Test("Another log.seed is refused once a checkpoint is signed, and the old one goes on")
    func otherSeed() throws {
        #expect(try run("init", venue, "--test").status == 0)
        let seed = URL(filePath: "\(venue)/log.seed")
        let other = String(repeating: "5a", count: 32) + "\n"
        let own = try String(contentsOf: seed, encoding: .utf8)
        try serve()
        try other.write(to: seed, atomically: true, encoding: .utf8)
        let refused = try refusal()
        #expect(refused.status == 65)
        #expect(refused.errors.contains("isn't signed by log.seed's key"))
        #expect(refused.errors.contains("请恢复原log.seed"))
        try own.write(to: seed, atomically: true, encoding: .utf8)
        try serve()
    }

    @Test("An older copy of the journal is refused beside the newer log")
    func olderJournal() throws {
        #expect(try run("init", venue, "--test").status == 0)
        try serve()
        let data = URL(filePath: "\(venue)/data")
        let copy = URL(filePath: "\(folder.path)/copy")
        try FileManager.default.copyItem(at: data, to: copy)
        try serve { address in
            let key = "\(venue)/keys/operator.pem"
            let moved = try run(
                "call",
                "exchange/advance-clock",
                "seconds=60",
                "--server",
                address,
                "--key",
                key
            )
            #expect(moved.status == 0)
            // The events are the record's own bytes.
            #expect(!moved.output.contains(#"\/"#))
        }
        for name in ["snapshots", "log"] {
            try? FileManager.default.removeItem(at: copy.appending(path: name))
        }
        try FileManager.default.copyItem(
            at: data.appending(path: "log"),
            to: copy.appending(path: "log")
        )
        try FileManager.default.removeItem(at: data)
        try FileManager.default.moveItem(at: copy, to: data)
        let refused = try refusal()
        #expect(refused.status == 65)
        #expect(refused.errors.contains("the journal is an older copy"))
    }

    @Test("A genesis with a mistake founds nothing; mended, it founds everybody")
    func founding() throws {
        #expect(try run("init", venue, "--test").status == 0)
        let genesis = URL(filePath: "\(venue)/genesis.json")
        let text = try String(contentsOf: genesis, encoding: .utf8)
        let wrong = text.replacing("91110000000000003P", with: "11110000000000002W")
        #expect(wrong != text)
        try wrong.write(to: genesis, atomically: true, encoding: .utf8)
        let refused = try refusal()
        #expect(refused.status == 3)
        #expect(refused.errors.contains("genesis.json: the founder 3 is refused"))
        #expect(refused.errors.contains("membership.admission.alreadyMember"))
        try text.write(to: genesis, atomically: true, encoding: .utf8)
        try serve { address in
            #expect(try run("get", "members/M-4", "--server", address).status == 0)
            let status = try run("get", "status", "--json", "--server", address)
            #expect(status.output.contains(#""sequence":5"#))
        }
    }

    @Test("An audit of a folder compares its checkpoint, and says what it couldn't check")
    func audit() throws {
        let made = try run("init", venue, "--test")
        let logKey = made.output.trimmingCharacters(in: .newlines)
        try serve()
        let plain = try run("audit", "--folder", venue)
        #expect(plain.status == 0)
        #expect(plain.output.contains("agrees with the checkpoint of size 5"))
        #expect(plain.output.contains("not checked   the checkpoint's signature: no --log-key"))
        let checked = try run("audit", "--folder", venue, "--log-key", logKey, "--json")
        #expect(checked.status == 0)
        #expect(
            checked.output.hasPrefix(
                #"{"attestations":0,"checkpoint":5,"notChecked":[],"records":5,"#
            )
        )
        let foreign = logKey.dropLast(4) + (logKey.hasSuffix("AAAA") ? "BBBB" : "AAAA")
        #expect(try run("audit", "--folder", venue, "--log-key", String(foreign)).status != 0)

        let journal = try run("journal", "--folder", venue).output
        let file = URL(filePath: "\(folder.path)/journal.ndjson")
        let note = "\(venue)/data/log/checkpoint"
        let lines = journal.split(separator: "\n")
        func audited(_ text: String, _ arguments: String...) throws -> Program.Run {
            try Data(text.utf8).write(to: file)
            let command = ["audit", "--file", file.path] + arguments
            return try Program.databourse.run(command, in: folder)
        }
        let alone = try audited(journal)
        #expect(alone.status == 0)
        #expect(alone.output.contains("not checked   whether records were cut off"))
        #expect(try audited(journal, "--log-key", logKey).status == 65)
        let whole = try audited(journal, "--checkpoint", note, "--log-key", logKey)
        #expect(whole.status == 0)
        #expect(!whole.output.contains("not checked"))

        let cut = lines.dropLast().joined(separator: "\n")
        let short = try audited(cut, "--checkpoint", note, "--log-key", logKey, "--json")
        #expect(short.status == 65)
        #expect(short.output.contains(#""sequence":4"#))
        // Another salt in the last record, with which everything else still fits.
        let last = try #require(lines.last)
        let at = try #require(last.range(of: #""salt":""#)).upperBound
        let salt = last[at...].hasPrefix("0") ? "1" : "0"
        let salted = cut + "\n" + last[..<at] + salt + last[last.index(after: at)...]
        #expect(try audited(salted).status == 0)
        let found = try audited(salted, "--checkpoint", note, "--log-key", logKey)
        #expect(found.status == 65)
        #expect(found.errors.contains("was signed"))
    }

    @Test("Two processes on one folder: the second is told who has it")
    func held() throws {
        #expect(try run("init", venue, "--test").status == 0)
        try serve { _ in
            for arguments in [["serve", venue, "--port", "0"], ["audit", "--folder", venue]] {
                let second = try Program.databourse.run(arguments, in: folder)
                #expect(second.status == 75)
                #expect(second.errors.contains("uses the folder"))
                #expect(!second.errors.contains("Optional"))
            }
        }
    }
}
