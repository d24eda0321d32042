import Clearing
import Foundation
import Journal
import Kernel
import SampleMarket
import Sequencer
import Synchronization
import Transparency
import Units

/// Durable commands through the whole sequencer, beside SQLite alone storing rows as large.
struct DurableCommands {
    /// How many submit at once, and how many commands each run takes; even numbers.
    static let loads = [
        (submitters: 1, commands: 4_000), (submitters: 64, commands: 40_000),
        (submitters: 512, commands: 80_000),
    ]

    let market: Market
    let scratch: String

    /// Measures one load once, the exchange first and SQLite right after.
    func measure(_ submitters: Int, _ commands: Int) async throws -> [(String, Double)] {
        let exchange = try await exchange(submitters, commands)
        let floor = try await floor(submitters, exchange.records)
        return [("exchange", exchange), ("sqlite", floor)].flatMap { name, load in
            [
                ("\(name)/\(submitters)/rate", load.rate),
                ("\(name)/\(submitters)/p50", load.latency(0.5)),
                ("\(name)/\(submitters)/p99", load.latency(0.99)),
            ]
        }
    }

    /// Deposits are requested by all submitters, then confirmed by all.
    private func exchange(_ submitters: Int, _ commands: Int) async throws -> Load {
        let directory = try ScratchDirectory(in: scratch)
        let data = try DataDirectory(directory.path)
        let journal = try SQLiteJournal(data)
        try journal.append(market.records, after: journal.head())
        let sequencer = try Sequencer(
            machine: Recovering.machine,
            journal: journal,
            snapshots: SnapshotStore(data),
            tiles: TileStore(data),
            signer: Recovering.signer,
            onFatal: { fatalError("\($0)") }
        )
        let half = commands / 2
        var load = Load()
        for calls in [market.deposits(half), market.confirmations(half, from: 1)] {
            try await load.run(calls, by: submitters) { call in
                guard case .recorded(let record, _, false) = await sequencer.submit(call),
                    case .accepted = record.outcome
                else { throw NotAccepted() }
            }
        }
        await sequencer.stop()
        let first = Int64(market.records.count)
        let end = try journal.head().next
        var records = journal.records(in: first..<end)
        while let next = try records.next() { load.records.append(next.bytes) }
        return load
    }

    /// The same rows into SQLite alone.
    private func floor(_ submitters: Int, _ rows: [[UInt8]]) async throws -> Load {
        let directory = try ScratchDirectory(in: scratch)
        let commit = GroupCommit(directory.path + "/floor.sqlite")
        var load = Load()
        let half = rows.count / 2
        for rows in [Array(rows[..<half]), Array(rows[half...])] {
            try await load.run(rows, by: submitters) { await commit.submit($0) }
        }
        commit.stop()
        return load
    }
}

/// A command that should have been accepted wasn't.
struct NotAccepted: Error {}

/// What submitters saw.
struct Load {
    private var latencies: [Double] = []
    private var elapsed = 0.0
    var records: [[UInt8]] = []

    /// Answered submissions a second.
    var rate: Double { Double(latencies.count) / elapsed }

    /// The latency in milliseconds that a share of the submissions didn't exceed.
    func latency(_ share: Double) -> Double {
        let sorted = latencies.sorted()
        return sorted[Int(Double(sorted.count - 1) * share)] * 1_000
    }

    /// Gives each submitter its share of the work, one piece at a time.
    mutating func run<Work: Sendable>(
        _ work: [Work],
        by submitters: Int,
        _ submit: @escaping @Sendable (Work) async throws -> Void
    ) async throws {
        let start = ContinuousClock.now
        latencies += try await withThrowingTaskGroup(of: [Double].self) { group in
            for first in 0..<submitters {
                group.addTask {
                    var latencies: [Double] = []
                    for index in stride(from: first, to: work.count, by: submitters) {
                        latencies.append(try await seconds { try await submit(work[index]) })
                    }
                    return latencies
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        elapsed += (ContinuousClock.now - start) / .seconds(1)
    }
}
