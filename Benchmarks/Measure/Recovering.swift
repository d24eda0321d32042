import Exchange
import Foundation
import Journal
import Kernel
import SampleMarket
import Sequencer
import Transparency
import Units

/// Starting from a journal alone: no snapshot, no tiles; every record is read, its link checked,
/// hashed into the tree, decoded and replayed.
struct Recovering {
    let records: Int
    private let directory: ScratchDirectory
    private let scratch: String

    /// The exchange without records.
    static var machine: StateMachine { makeExchange() }

    /// The log's key.
    static var signer: NoteSigner {
        get throws {
            try NoteSigner(name: "exchange.example/2026", seed: Array(repeating: 7, count: 32))
        }
    }

    /// A journal of deposits, their confirmations, and a purchase to every eight of them.
    init(_ market: Market, records count: Int, in scratch: String) throws {
        self.scratch = scratch
        directory = try ScratchDirectory(in: scratch)
        let journal = try SQLiteJournal(DataDirectory(directory.path))
        var head = try journal.append(market.records, after: journal.head())
        var machine = market.machine
        var instruction: Int64 = 1
        while machine.world.sequence < Int64(count) {
            let calls =
                market.deposits(200) + market.confirmations(200, from: instruction)
                + market.purchases(50)
            instruction += 200
            var batch: [[UInt8]] = []
            for call in calls {
                let now = machine.world.time
                guard
                    case .recorded(_, let bytes) = machine.apply(
                        call,
                        now: now,
                        salt: SystemSource.salt()
                    )
                else { throw NotAccepted() }
                batch.append(bytes)
            }
            head = try journal.append(batch, after: head)
        }
        records = Int(head.next)
    }

    /// Recovers once from a copy of the journal; how many records a second.
    func measure() async throws -> Double {
        let copy = try ScratchDirectory(in: scratch)
        let name = SQLiteJournal.fileName
        try FileManager.default.copyItem(
            atPath: "\(directory.path)/\(name)",
            toPath: "\(copy.path)/\(name)"
        )
        let data = try DataDirectory(copy.path)
        let snapshots = try SnapshotStore(data)
        let tiles = try TileStore(data)
        var sequencer: Sequencer?
        let time = try seconds {
            sequencer = try Sequencer(
                machine: Self.machine,
                journal: SQLiteJournal(data),
                snapshots: snapshots,
                tiles: tiles,
                signer: Self.signer,
                onFatal: { fatalError("\($0)") }
            )
        }
        guard sequencer?.state.world.sequence == Int64(records) else { throw NotAccepted() }
        await sequencer?.stop()
        return Double(records) / time
    }
}
