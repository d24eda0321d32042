import Ledgers
public import Units
import Wire

/// What replaying needs of a record: who, when, and what it caused, the events decoded.
///
/// The command's body, its signature and what else only auditors need are stepped over, which
/// makes reading twice as fast; they are checked to be canonical JSON, and the journal's chain says
/// that they are what was written.
public final class ReadRecord: Sendable {
    /// The record's number.
    public var sequence: Int64 { head.sequence }
    /// Its exchange time.
    public var time: Instant { head.time }
    let head: RecordHead
    /// Without the events, which are decoded here.
    let effects: Effects
    let events: [(route: Route, event: any WireEnum)]

    private static let members: [StaticString] = [
        "actor", "body", "command", "due", "format", "outcome", "path", "rules", "salt",
        "sequence", "signature", "time",
    ]

    /// Reads the form that `Record` has.
    init(
        from reader: inout JSONReader,
        _ route: (String) -> Route?
    ) throws(WireError) {
        let members = Self.members
        try reader.beginObject()
        try reader.require("actor", of: members)
        let actor = try Actor(from: &reader)
        try reader.require("body", of: members)
        try reader.skip()
        let command = try reader.key("command") ? try CommandID(from: &reader) : nil
        let due = try reader.key("due") ? try AlarmKey(from: &reader) : nil
        try reader.require("format", of: members)
        let start = reader.offset
        guard try reader.integer() == Record.format else {
            throw WireError(.outOfRange("format \(Record.format)"), at: start)
        }
        try reader.require("outcome", of: members)
        (effects, events) = try Self.outcome(from: &reader, route)
        for name: StaticString in ["path", "rules", "salt"] {
            try reader.require(name, of: members)
            try reader.skip()
        }
        try reader.require("sequence", of: members)
        let sequence = try reader.integer()
        if try reader.key("signature") { try reader.skip() }
        try reader.require("time", of: members)
        let time = try Instant(from: &reader)
        try reader.endObject(of: members)
        head = RecordHead(
            actor: actor,
            command: command,
            due: due,
            sequence: sequence,
            time: time
        )
    }

    private static func outcome(
        from reader: inout JSONReader,
        _ route: (String) -> Route?
    ) throws(WireError) -> (Effects, [(route: Route, event: any WireEnum)]) {
        var effects = Effects(due: [], events: [], rights: [], transfers: [])
        var events: [(route: Route, event: any WireEnum)] = []
        try reader.beginObject()
        let outcome = try reader.anyKey()
        switch outcome {
        case "accepted":
            let members: [StaticString] = ["due", "events", "rights", "transfers"]
            try reader.beginObject()
            try reader.require("due", of: members)
            effects.due = try [DueChange](from: &reader)
            try reader.require("events", of: members)
            try reader.beginArray()
            while try reader.element() { events.append(try event(from: &reader, route)) }
            try reader.require("rights", of: members)
            effects.rights = try [RightsPosting](from: &reader)
            try reader.require("transfers", of: members)
            effects.transfers = try [Transfer](from: &reader)
            try reader.endObject(of: members)
        case "rejected": try reader.skip()
        default: throw reader.error(.unknownCase(outcome))
        }
        try reader.endObject(of: [])
        return (effects, events)
    }

    private static func event(
        from reader: inout JSONReader,
        _ route: (String) -> Route?
    ) throws(WireError) -> (route: Route, event: any WireEnum) {
        let members: [StaticString] = ["capability", "event"]
        try reader.beginObject()
        try reader.require("capability", of: members)
        let start = reader.offset
        let name = try reader.string()
        guard let route = route(name) else { throw WireError(.unknownCase(name), at: start) }
        try reader.require("event", of: members)
        let event = try route.readEvent(&reader)
        try reader.endObject(of: members)
        return (route, event)
    }
}
