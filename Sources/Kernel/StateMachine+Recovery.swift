public import Units
public import Wire

/// A record with its events decoded: what replaying needs of it, apart from the state.
public final class ReadRecord: Sendable {
    /// The record.
    public let record: Record
    let events: [(route: Route, event: any WireEnum)]

    init(_ record: Record, _ events: [(route: Route, event: any WireEnum)]) {
        self.record = record
        self.events = events
    }
}

extension StateMachine {
    /// Reads a record that is to be replayed; the state has no part in it, so that many are read at
    /// once.
    ///
    /// - Throws: `unknownCapability` or `malformed`.
    public func read(_ record: Record) throws(ReplayError) -> ReadRecord {
        do throws(ReplayError.Problem) {
            return ReadRecord(record, try events(of: record))
        } catch {
            throw ReplayError(sequence: record.sequence, problem: error)
        }
    }

    /// Records what the journal has, without deciding it again; whole, or not at all.
    ///
    /// - Throws: as `read`, and `gap`.
    public mutating func replay(_ record: Record) throws(ReplayError) {
        try replay(read(record))
    }

    /// Records what the journal has, without deciding it again.
    ///
    /// - Throws: `gap`, and the state is as it was.
    public mutating func replay(_ read: ReadRecord) throws(ReplayError) {
        let record = read.record
        guard record.sequence == world.sequence else {
            let problem = ReplayError.Problem.gap(expected: world.sequence)
            throw ReplayError(sequence: record.sequence, problem: problem)
        }
        if case .accepted(let effects) = record.outcome { world.post(effects) }
        for (route, event) in read.events { route.evolve(&world, event) }
        world.close(record)
    }

    /// The members who may read a record: who gave it, and whom its events concern.
    public func readers(of record: Record) -> [ID<Member>] {
        var members = record.actor.member.number > 0 ? [record.actor.member] : []
        for (route, event) in (try? events(of: record)) ?? [] {
            for member in route.readers(event) where !members.contains(member) {
                members.append(member)
            }
        }
        return members
    }

    /// A record's events, when this machine can read them and every alarm that the record sets.
    func events(
        of record: Record
    ) throws(ReplayError.Problem) -> [(route: Route, event: any WireEnum)] {
        guard record.format == Record.format else {
            throw .malformed(WireError(.outOfRange("format \(Record.format)"), at: 0))
        }
        guard case .accepted(let effects) = record.outcome else { return [] }
        do throws(WireError) {
            for case .set(let due) in effects.due { _ = try command(of: due) }
        } catch {
            throw .malformed(error)
        }
        var events: [(Route, any WireEnum)] = []
        for recorded in effects.events {
            guard let route = routes[recorded.capability] else {
                throw .unknownCapability(recorded.capability)
            }
            do throws(WireError) {
                events.append((route, try route.decodeEvent(recorded.event)))
            } catch {
                throw .malformed(error)
            }
        }
        return events
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
