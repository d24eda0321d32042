import Gateway
import Kernel
import KernelTesting
import Signatures
import Synchronization
import Transparency
import Units
import Wire

/// An exchange in memory, whose answers a test may set.
final class TestExchange: ExchangeService {
    private struct State {
        var venue: TestVenue
        var followers: [AsyncStream<Int64>.Continuation] = []
        /// What every command gets instead of being decided.
        var answer: Submission?
        /// Held up until the test lets it go.
        var gate: AsyncStream<Void>?
    }

    static let tile = Array(repeating: UInt8(7), count: 64)
    static let checkpointNote = "exchange.example/log\n2\nAAAA\n\n— exchange.example/log BBBB\n"

    private let locked: Mutex<State>
    private let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)

    /// A venue that has a name but isn't open.
    init() {
        locked = Mutex(State(venue: TestVenue(StateMachine(directory: Roster.self))))
    }

    /// An open venue that knows these members.
    init(_ members: [TestMember]) {
        var venue = TestVenue(Purse.self)
        for member in members {
            venue.give(
                Roster.self,
                .enrol(
                    key: member.key.publicKey.keyID,
                    member: member.id,
                    roles: member.roles,
                    isActive: member.isActive
                ),
                signedBy: nil,
                at: testTime
            )
        }
        locked = Mutex(State(venue: venue))
    }

    var state: StateMachine { locked.withLock { $0.venue.machine } }
    var journal: [Record] { locked.withLock { $0.venue.journal } }

    func answerAll(with answer: Submission) { locked.withLock { $0.answer = answer } }
    func holdUp(behind gate: AsyncStream<Void>) { locked.withLock { $0.gate = gate } }

    /// Changes what the directory knows of a member.
    func enrol(_ member: TestMember, isActive: Bool) {
        let call = Roster.Command.enrol(
            key: member.key.publicKey.keyID,
            member: member.id,
            roles: isActive ? member.roles : [],
            isActive: isActive
        )
        locked.withLock { state in
            _ = state.venue.give(Roster.self, call, signedBy: nil, at: testTime)
        }
    }

    /// Ends the streams of those who follow.
    func endGrowth() { for follower in locked.withLock({ $0.followers }) { follower.finish() } }

    /// Returns when a command waits behind the gate.
    func untilHeldUp() async { for await _ in arrivals { return } }

    func submit(_ call: Call) async -> Submission {
        if let gate = locked.withLock({ $0.gate }) {
            arrived.yield()
            for await _ in gate {}
        }
        return locked.withLock { state in
            if let answer = state.answer { return answer }
            let holder = call.signature.flatMap { state.venue.machine.holder(of: $0.key) }
            let actor = holder.map { Actor.member($0.member) } ?? .system
            if let id = call.id, let known = state.venue.machine.world.record(of: id, by: actor) {
                let record = state.venue.journal[Int(known)]
                guard record.body == call.body, record.path == call.path else {
                    return .reusedID(sequence: known)
                }
                return .recorded(record, isRepeat: true)
            }
            switch state.venue.apply(call, at: testTime) {
            case .refused(let report): return .refused(report)
            case .recorded(let record, _):
                for follower in state.followers { follower.yield(record.sequence + 1) }
                return .recorded(record, isRepeat: false)
            }
        }
    }

    func records(from sequence: Int64, limit: Int) async throws -> [StoredRecord] {
        // A journal may give fewer than were asked for.
        journal.dropFirst(Int(sequence)).prefix(min(limit, 4))
            .map { StoredRecord($0, bytes: $0.wire) }
    }

    func growth() -> AsyncStream<Int64> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Int64.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        locked.withLock { $0.followers.append(continuation) }
        return stream
    }

    func receipt(for sequence: Int64) async throws -> String? {
        sequence < 3 ? "c2sp.org/tlog-proof@v1\nindex \(sequence)\n\n" : nil
    }

    var checkpoint: PublishedCheckpoint? {
        PublishedCheckpoint(size: 2, note: Array(Self.checkpointNote.utf8))
    }

    func finality(of sequence: Int64) -> Finality { sequence < 2 ? .checkpointed : .durable }

    func tile(_ tile: TileCoordinate) async throws -> [UInt8]? {
        ["tile/0/000.p/2", "tile/entries/000.p/2"].contains(tile.path) ? Self.tile : nil
    }
}

/// Somebody with a key.
struct TestMember: Sendable {
    let id: ID<Member>
    let roles: [Role]
    let isActive: Bool
    let key: PrivateKey

    init(_ number: Int64, _ roles: Role..., isActive: Bool = true) {
        id = ID(number)
        self.roles = roles
        self.isActive = isActive
        key = .generate()
    }

    static let buyer = TestMember(1, .dataDemander)
    static let seller = TestMember(2, .dataProvider)
    static let auditor = TestMember(3, .auditor)
    static let suspended = TestMember(4, .dataDemander, isActive: false)
    /// Nobody's member.
    static let stranger = TestMember(9)

    static let admitted = [buyer, seller, auditor, suspended]
}

/// 2026-11-02 09:30 in Beijing.
let testTime = Instant(microseconds: 1_793_583_000_000_000)
