import Foundation
public import Journal
public import Kernel
import KernelTesting
public import Sequencer
import Synchronization
public import Transparency
public import Units

/// A data directory and what a sequencer needs beside it, over any number of its lives.
///
/// The directory is removed in the end.
public final class Venue: Sendable {
    /// The exchange without records: the house, a roster and a diary.
    public static let machine: StateMachine = {
        var machine = StateMachine(directory: Roster.self)
        machine.register(Diary.self)
        return machine
    }()

    public let clock = TestClock()
    public let fatal = Recorded<SequencerError>()
    public let snapshots: SnapshotStore
    public let tiles: TileStore
    public let directory: DataDirectory
    public let log: NoteSigner
    public let members = [Signer(1), Signer(2)]
    private let salts = Mutex<UInt64>(0)

    public init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("venue-\(UUID().uuidString)")
        directory = try DataDirectory(url.path)
        snapshots = try SnapshotStore(directory)
        tiles = try TileStore(directory)
        log = try NoteSigner(
            name: ExactText(House.Charter.example.origin),
            seed: Array(repeating: 7, count: 32)
        )
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory.path)
    }

    /// What trusts the log's own signature, and asks for no witness.
    public var policy: TrustPolicy {
        get throws { try TrustPolicy(parsing: Array("log \(log.key)\nquorum none\n".utf8)) }
    }

    /// A sequencer on what is stored.
    public func start(
        _ journal: any Journal,
        options: Sequencer.Options = .quick,
        log: NoteSigner? = nil
    ) throws(SequencerError) -> Sequencer {
        try Sequencer(
            machine: Self.machine,
            journal: journal,
            snapshots: snapshots,
            tiles: tiles,
            signer: log ?? self.log,
            options: options,
            clock: { [clock] in clock.now },
            salt: { [weak self] in self?.salt() ?? Salt(high: 0, low: 0) },
            onFatal: { [fatal] in fatal.append($0) }
        )
    }

    /// Opens the venue and enrols its members.
    public func found(_ sequencer: Sequencer) async throws {
        _ = await sequencer.submit(try Form(House.self, .open(.example)).own)
        for signer in members {
            let roles: [Role] = [signer.member.number == 1 ? .venueOperator : .dataProvider]
            let command = Roster.Command.enrol(
                key: signer.keyID,
                member: signer.member,
                roles: roles,
                isActive: true
            )
            _ = await sequencer.submit(try Form(Roster.self, command).own)
        }
    }

    private func salt() -> Salt {
        salts.withLock { salts in
            salts += 1
            return Salt(high: 0, low: salts)
        }
    }
}

extension Sequencer.Options {
    /// Publishes at once and keeps few records; attests only when asked to.
    public static let quick: Self = {
        var options = Self()
        options.publishInterval = Span(microseconds: 1_000)
        options.attestationInterval = nil
        options.recentRecords = 16
        return options
    }()

    public static func attesting(every interval: Int64) -> Self {
        var options = quick
        options.attestationInterval = interval
        return options
    }
}

/// A clock that stands still until it is moved.
public final class TestClock: Sendable {
    private let time = Mutex(Instant(microseconds: 1_800_000_000_000_000))

    public var now: Instant { time.withLock { $0 } }

    /// Moves the clock, backwards too.
    public func move(seconds: Int64) {
        time.withLock { $0 = Instant(microseconds: $0.microseconds + seconds * 1_000_000) }
    }
}

/// What was told, in order.
public final class Recorded<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])

    public var all: [Value] { values.withLock { $0 } }
    public func append(_ value: Value) { values.withLock { $0.append(value) } }
}

/// Waits until something that another thread does is done; fails the test after 20 seconds.
public func eventually(_ condition: () throws -> Bool) async throws {
    for _ in 0..<4_000 {
        if try condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    throw Overdue()
}

/// What was waited for didn't come.
public struct Overdue: Error {}
