import Foundation
import Kernel
import KernelTesting
import Testing
import Units
import Wire

/// The same commands give the same state in every process.
///
/// Each process has a hash seed of its own, and with it another order of every dictionary and set.
@Suite(
    "Determinism",
    .enabled("hash seeds differ") {
        ProcessInfo.processInfo.environment["SWIFT_DETERMINISTIC_HASHING"] == nil
    }
)
struct DeterminismTests {
    @Test("Three processes agree on the state after every hundred records")
    func processes() async throws {
        var outputs: [[String]] = []
        for _ in 0..<3 {
            let result = await #expect(
                processExitsWith: .success,
                observing: [\.standardOutputContent]
            ) {
                let venue = RecoveryTests.history(seed: 2026, count: 500)
                try printDigests(deciding: venue.journal, on: RecoveryTests.fresh())
            }
            outputs.append(digests(in: result))
        }
        #expect(outputs[0].count == 5 && Set(outputs[0]).count == 5)
        #expect(outputs[1] == outputs[0] && outputs[2] == outputs[0])
    }

    @Test("A capability that goes through a dictionary is caught")
    func control() async throws {
        var outputs: [[String]] = []
        for _ in 0..<3 {
            let result = await #expect(
                processExitsWith: .success,
                observing: [\.standardOutputContent]
            ) {
                var venue = TestVenue(Shuffler.self)
                for second in 1..<100 {
                    venue.give(Shuffler.self, .deal, signedBy: nil, at: at(Int64(second)))
                }
                var machine = StateMachine(directory: Roster.self)
                machine.register(Shuffler.self)
                try printDigests(deciding: venue.journal, on: machine)
            }
            outputs.append(digests(in: result))
        }
        #expect(outputs.allSatisfy { $0.count == 1 })
        #expect(Set(outputs).count == 3)
    }

    private func digests(in result: ExitTest.Result?) -> [String] {
        String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
            .split(separator: "\n").filter { $0.hasPrefix("digest ") }.map(String.init)
    }
}

/// Decides a journal again, and prints the state's digest after every hundred records.
private func printDigests(deciding journal: [Record], on machine: StateMachine) throws {
    var machine = machine
    for record in journal {
        let call = try machine.call(
            record.path,
            body: record.body,
            id: record.command,
            signature: record.signature,
            due: record.due
        )
        let applied = machine.apply(call, now: record.time, salt: record.salt)
        guard case .recorded(record, _) = applied else { throw Unexpected(applied) }
        guard machine.world.sequence.isMultiple(of: 100) else { continue }
        print("digest \(Digest(hashing: machine.snapshot))")
    }
}

/// Does what no capability may: its event is in the order of a dictionary.
private enum Shuffler: Capability {
    static let name = "testing.shuffler"
    static let genesis = State()

    @Wire
    enum Command: Equatable {
        case deal
    }

    @Wire
    enum Event: Equatable {
        case dealt(cards: [String])
    }

    typealias Reason = Echo.Reason

    @Wire
    struct State: Equatable, Sendable {
        var cards: [String] = []
    }

    static func authority(for command: Command) -> Authority { .system }

    static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        let deck = Dictionary(uniqueKeysWithValues: (0..<20).map { ("card \($0)", $0) })
        return Decision(.dealt(cards: deck.map(\.key)))
    }

    static func evolve(_ state: inout State, on event: Event) {
        switch event {
        case .dealt(let cards): state.cards = cards
        }
    }

    static func readers(of event: Event) -> [ID<Member>] { [] }
}
