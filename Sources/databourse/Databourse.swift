import ArgumentParser

@main
struct Databourse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "databourse",
        abstract: "数衡 DataBourse: a data exchange that nobody has to trust.",
        discussion: """
            One binary: the exchange, the node of a data owner, the auditor, and the client.
            Exit codes: 0 done, 1 failed, 3 refused by a rule, 64 usage, 65 a proof or signature \
            doesn't verify, 69 no answer, 75 try again, 77 not permitted.
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Member",
                subcommands: [
                    KeyCommand.self, ProfileCommand.self, CallCommand.self, GetCommand.self,
                    CommandsCommand.self, EventsCommand.self,
                ]
            ),
            CommandGroup(
                name: "Data",
                subcommands: [NodeCommand.self, FetchCommand.self, RowsCommand.self]
            ),
            CommandGroup(
                name: "Audit",
                subcommands: [
                    JournalCommand.self, ReceiptCommand.self, VerifyCommand.self,
                    AuditCommand.self,
                ]
            ),
            CommandGroup(
                name: "Operator",
                subcommands: [InitCommand.self, ServeCommand.self]
            ),
        ]
    )
}
