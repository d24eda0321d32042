import Foundation
import Journal

/// Appends to a journal until it's killed, and says on standard output what is acknowledged.
///
/// Each line is the number of records acknowledged so far. Record number n is made by `record`,
/// so that whoever reads the journal afterwards knows what each record must be.
@main
struct Child {
    /// How the child acknowledges; all but `honest` are faults that the test must catch.
    enum Mode: String {
        case honest
        case acknowledgesFirst = "acknowledges-first"
        case appendsTwice = "appends-twice"
    }

    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let mode = Mode(rawValue: arguments[2]) else {
            print("usage: journal-crash-child <directory> honest|acknowledges-first|appends-twice")
            exit(64)
        }
        do {
            try append(to: SQLiteJournal(DataDirectory(arguments[1])), mode)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    /// Goes on until the journal fails.
    private static func append(to journal: SQLiteJournal, _ mode: Mode) throws -> Never {
        while true {
            let head = try journal.head()
            let size = Int64.random(in: 1...20)
            var batch = (head.next..<head.next + size).map(record)
            if mode == .appendsTwice { batch.append(batch[0]) }
            if mode == .acknowledgesFirst { acknowledge(head.next + size) }
            try journal.append(batch, after: head)
            if mode != .acknowledgesFirst { acknowledge(head.next + Int64(batch.count)) }
        }
    }

    /// A record that tells its number; `CrashTests` knows the same rule.
    private static func record(_ sequence: Int64) -> [UInt8] {
        Array(
            #"{"pad":"\#(String(repeating: "数", count: Int(sequence % 200)))","sequence":\#(sequence)}"#
                .utf8
        )
    }

    private static func acknowledge(_ count: Int64) {
        FileHandle.standardOutput.write(Data("\(count)\n".utf8))
    }
}
