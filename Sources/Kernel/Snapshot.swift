import Ledgers
import Tables
public import Wire
import Units

extension StateMachine {
    /// The canonical form of the whole state: what a snapshot file holds and a digest is taken of.
    public var snapshot: [UInt8] {
        var writer = JSONWriter(reserving: 1 << 16)
        writer.beginObject()
        writer.key("capabilities")
        writer.beginObject()
        for name in capabilities {
            writer.key(name)
            routes[name]?.writeState(world, &writer)
        }
        writer.endObject()
        writer.key("commands")
        world.commands.write(to: &writer)
        writer.key("due")
        world.due.write(to: &writer)
        writer.key("money")
        world.money.write(to: &writer)
        writer.key("rights")
        world.rights.write(to: &writer)
        writer.key("sequence")
        writer.integer(world.sequence)
        writer.key("time")
        world.time.write(to: &writer)
        writer.endObject()
        return writer.bytes
    }

    /// Takes the state of a snapshot, whole or not at all.
    public mutating func restore(_ snapshot: [UInt8]) throws(WireError) {
        let members: [StaticString] = [
            "capabilities", "commands", "due", "money", "rights", "sequence", "time",
        ]
        var world = self.world
        var reader = JSONReader(snapshot)
        try reader.beginObject()
        try reader.require("capabilities", of: members)
        try reader.beginObject()
        for expected in capabilities {
            let name = try reader.anyKey()
            guard name == expected else { throw reader.error(.missingMember(expected)) }
            try routes[name]?.readState(&world, &reader)
        }
        try reader.endObject(of: [])
        try reader.require("commands", of: members)
        world.commands = try .init(from: &reader)
        try reader.require("due", of: members)
        world.due = try .init(from: &reader)
        try reader.require("money", of: members)
        world.money = try .init(from: &reader)
        try reader.require("rights", of: members)
        world.rights = try .init(from: &reader)
        try reader.require("sequence", of: members)
        world.sequence = try .init(from: &reader)
        try reader.require("time", of: members)
        world.time = try .init(from: &reader)
        try reader.endObject(of: members)
        try reader.end()
        for due in world.due.all { _ = try command(of: due) }
        self.world = world
    }
}
