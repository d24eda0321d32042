import Tables
public import Units
import Wire

/// Which record each command of late became: what keeps a command from being done twice.
///
/// Two tables take turns. When the newer one has filled for as long as commands are remembered, it
/// becomes the older one, whose own commands are forgotten: at no cost, whatever their number.
///
/// The clock here is the log's: a record's time less how far exchange time is ahead of it, so that
/// moving a test venue's clock forgets nothing, and every replay forgets the same.
@Wire
struct RecentCommands: Equatable, Sendable {
    private var newer: Table<CommandKey, Int64> = Table()
    private var older: Table<CommandKey, Int64> = Table()
    /// When the newer table began to fill.
    private var since: Instant = Instant(microseconds: 0)

    subscript(key: CommandKey) -> Int64? { newer[key] ?? older[key] }

    mutating func note(_ key: CommandKey, _ sequence: Int64, at clock: Instant) {
        if since + World.commandMemory <= clock {
            older = newer
            newer = Table()
            since = clock
        }
        newer[key] = sequence
    }
}

extension World {
    /// For how long a command's ID is remembered, at least: an hour.
    ///
    /// A signature is refused when it is more than five minutes older or newer than the receiver's
    /// clock, so whoever repeats a message later than ten minutes after its record is too late. The
    /// rest of the hour is for clients that ask, signing anew, what became of a command.
    public static let commandMemory = Span.seconds(3_600)

    /// Takes note of a record's command.
    mutating func remember(_ command: CommandID, of record: RecordHead) {
        let clock = record.time + Span(microseconds: -clockOffset.microseconds)
        commands.note(CommandKey(actor: record.actor, command: command), record.sequence, at: clock)
    }
}
