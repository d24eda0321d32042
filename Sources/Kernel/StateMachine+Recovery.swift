public import Units
public import Wire

extension StateMachine {
    /// Records what the journal has, without deciding it again; whole, or not at all.
    ///
    /// - Throws: as `read`, and `gap`.
    public mutating func replay(_ record: Record) throws(ReplayError) {
        do throws(ReplayError.Problem) {
            try replay(read(record.wire))
        } catch {
            throw ReplayError(sequence: record.sequence, problem: error)
        }
    }

    /// Records what the journal has, without deciding it again.
    ///
    /// - Throws: `gap`, and the state is as it was.
    public mutating func replay(_ read: ReadRecord) throws(ReplayError.Problem) {
        guard read.sequence == world.sequence else { throw .gap(expected: world.sequence) }
        world.post(read.effects)
        for (route, event) in read.events { route.evolve(&world, event) }
        world.close(read.head, read.effects.due)
    }

    /// Reads of a record's canonical form what replaying needs; the state has no part in it, so
    /// many are read at once.
    ///
    /// - Throws: `unknownCapability` or `malformed`.
    public func read(_ bytes: [UInt8]) throws(ReplayError.Problem) -> ReadRecord {
        var reader = JSONReader(bytes)
        var unknown: String?
        do throws(WireError) {
            let read = try ReadRecord(from: &reader) { name in
                if routes[name] == nil { unknown = name }
                return routes[name]
            }
            try reader.end()
            for case .set(let due) in read.effects.due { _ = try command(of: due) }
            return read
        } catch {
            throw unknown.map(ReplayError.Problem.unknownCapability) ?? .malformed(error)
        }
    }

    /// The members who may read a record: who gave it, and whom its events concern.
    public func readers(of record: Record) -> [ID<Member>] {
        var members = record.actor.member.number > 0 ? [record.actor.member] : []
        for (route, event) in (try? read(record.wire))?.events ?? [] {
            for member in route.readers(event) where !members.contains(member) {
                members.append(member)
            }
        }
        return members
    }

    /// The command that an alarm gives.
    func command(of due: Due) throws(WireError) -> any WireEnum {
        guard let route = routes[due.key.capability] else {
            throw WireError(.unknownCase(due.key.capability), at: 0)
        }
        return try route.decodeCommand(due.key.verb, due.command)
    }
}

/// Why a journal can't be replayed, and at which record.
public struct ReplayError: Error, Equatable, Sendable {
    /// What is wrong with the record.
    public enum Problem: Error, Equatable, Sendable {
        /// Another record comes next.
        case gap(expected: Int64)
        /// An event is of a capability that this machine doesn't have.
        case unknownCapability(String)
        /// An event or an alarm isn't one of its capability's, or the record has another layout.
        case malformed(WireError)
    }

    /// The record's number.
    public let sequence: Int64
    /// What is wrong with it.
    public let problem: Problem

    /// A problem with the record of this number.
    public init(sequence: Int64, problem: Problem) {
        self.sequence = sequence
        self.problem = problem
    }
}
