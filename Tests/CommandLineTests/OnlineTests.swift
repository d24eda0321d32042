import Foundation
import Testing

@Suite("Command line and exchange", .enabled(if: Program.isBuilt, "databourse is built"))
struct OnlineTests {
    @Test("Exit codes say what became of a command; a receipt verifies until it is damaged")
    func exitCodes() throws {
        let venue = try Venue()
        let status = try venue.run(["get", "status"])
        #expect(status.status == 0)
        #expect(status.output.contains("databourse.example/2026"))

        let refused = try venue.run(
            ["call", "membership/suspend", "member=M-99", "ground=x"],
            as: "operator"
        )
        #expect(refused.status == 3)
        #expect(refused.errors.contains("membership.admission.unknownMember"))

        let forbidden = try venue.run(
            ["call", "registry/accept", "registration=RC-1"],
            as: "auditor"
        )
        #expect(forbidden.status == 77)
        #expect(forbidden.errors.contains("needs: registrar"))

        let problem = try venue.run(["get", "members/M-99", "--json"])
        #expect(problem.status == 3)
        #expect(problem.output.hasPrefix(#"{"code":"gateway.notFound","#))

        let unsigned = try venue.run(["call", "registry/accept", "registration=RC-1"])
        #expect(unsigned.status == 1)
        #expect(unsigned.errors.contains("name a key"))

        let id = String(repeating: "0", count: 31) + "7"
        let command = ["call", "exchange/advance-clock", "--id", id]
        #expect(try venue.run(command + ["seconds=60"], as: "operator").status == 0)
        let again = try venue.run(command + ["seconds=60"], as: "operator")
        #expect(again.status == 0)
        #expect(again.errors.contains("as before"))
        let reused = try venue.run(command + ["seconds=61"], as: "operator")
        #expect(reused.status == 3)
        #expect(reused.errors.contains("gateway.commandIDReused"))

        try verify(in: venue)
        try audit(in: venue)
    }

    @Test("A key that nobody knows asks what everybody may; a node's folder is made once")
    func strangers() throws {
        let venue = try Venue()
        let key = "\(venue.folder.path)/new.pem"
        #expect(try Program.databourse.run(["key", "new", key], in: venue.folder).status == 0)
        #expect(try venue.run(["get", "products", "--key", key]).status == 0)
        #expect(try venue.run(["get", "membership/files", "--key", key]).status == 77)

        let data = "\(venue.folder.path)/air.csv"
        try Data("hour,value\n1,2\n".utf8).write(to: URL(filePath: data))
        let node = [
            "node", "init", "\(venue.folder.path)/node", "--exchange", venue.address,
            "--log-key", venue.logKey, "--dataset", "air=\(data)",
        ]
        #expect(try Program.databourse.run(node, in: venue.folder).status == 0)
        let again = try Program.databourse.run(node, in: venue.folder)
        #expect(again.status == 1)
        #expect(again.errors.contains("there is a node in"))
        #expect(!again.errors.contains("NSCocoa"))

        let missing = ["rows", "AE-1", "--receipt", "/none.receipt", "--key", key]
        let unread = try Program.databourse.run(missing, in: venue.folder)
        #expect(unread.status == 1)
        #expect(unread.errors.contains("/none.receipt can't be read"))
        let other = ["rows", "AE-1", "--receipt", data, "--key", key]
        #expect(try Program.databourse.run(other, in: venue.folder).status == 65)
    }

    private func verify(in venue: Venue) throws {
        let file = "\(venue.folder.path)/one.receipt"
        let unwritable = "/none/one.receipt"
        var fetched = try venue.run(["receipt", "1", "-o", file], as: "operator")
        for _ in 1...100 where fetched.status != 0 {
            usleep(100_000)
            fetched = try venue.run(["receipt", "1", "-o", file], as: "operator")
        }
        #expect(fetched.status == 0, "\(fetched.errors)")
        let nowhere = try venue.run(["receipt", "1", "-o", unwritable], as: "operator")
        #expect(nowhere.status == 1)
        #expect(nowhere.errors.contains("\(unwritable) can't be written"))

        let command = ["verify", file, "--log-key", venue.logKey]
        let verified = try Program.databourse.run(command, in: venue.folder)
        #expect(verified.status == 0)
        #expect(verified.output.contains("/v1/membership/found"))

        var bytes = Array(try Data(contentsOf: URL(filePath: file)))
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: URL(filePath: file))
        let damaged = try Program.databourse.run(command, in: venue.folder)
        #expect(damaged.status == 65)
        #expect(damaged.errors.contains("not verified"))
        #expect(damaged.output.isEmpty)
    }

    private func audit(in venue: Venue) throws {
        let journal = try venue.run(["journal"], as: "supervisor")
        #expect(journal.status == 0)
        let file = "\(venue.folder.path)/journal.ndjson"
        try Data(journal.output.utf8).write(to: URL(filePath: file))
        let audited = try Program.databourse.run(["audit", "--file", file], in: venue.folder)
        #expect(audited.status == 0)
        #expect(audited.output.contains("every signature and decision checked"))

        let changed = journal.output.replacing(#""seconds":60"#, with: #""seconds":61"#)
        #expect(changed != journal.output)
        try Data(changed.utf8).write(to: URL(filePath: file))
        let found = try Program.databourse.run(["audit", "--file", file], in: venue.folder)
        #expect(found.status == 65)
        #expect(found.errors.contains("the journal is wrong"))

        // A member who isn't an overseer doesn't get the journal.
        #expect(try venue.run(["journal"], as: "bank").status == 77)
    }
}
