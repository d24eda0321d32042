import Foundation
import SampleMarket

/// Measures everything in rounds, so that what is compared runs in the same minute, and prints the
/// medians, their ranges and the targets (`docs/performance.md`).
///
/// Usage: `databourse-bench [rounds] [directory] [durable|pure|recovery] [submitters]`.
let arguments = CommandLine.arguments.dropFirst()
let rounds = max(arguments.first.flatMap { Int($0) } ?? 3, 1)
let scratch = arguments.dropFirst().first ?? FileManager.default.temporaryDirectory.path
let part = arguments.dropFirst(2).first
let only = arguments.dropFirst(3).first.flatMap { Int($0) }

let market = Market()
let durable = DurableCommands(market: market, scratch: scratch)
let pure = Pure(market: market)
let csv = Pure.readings(rows: 200_000)
let recovering =
    [nil, "recovery"].contains(part)
    ? try Recovering(market, records: 200_000, in: scratch) : nil
var samples = Samples()

for round in 1...rounds {
    print("round \(round) of \(rounds)")
    if let recovering { samples.note("recovery", try await recovering.measure()) }
    if [nil, "durable"].contains(part) {
        for load in DurableCommands.loads
        where only == nil || only == load.submitters {
            let measured = try await durable.measure(load.submitters, load.commands)
            for (name, value) in measured { samples.note(name, value) }
        }
    }
    if [nil, "pure"].contains(part) {
        try pure.decisions(20_000, into: &samples)
        try pure.purchases(20_000, into: &samples)
        samples.note("verify/1", try pure.verifications(10_000, threads: 1))
        samples.note("verify/2", try pure.verifications(10_000, threads: 2))
        samples.note("leaves", try pure.leaves(1_000_000))
        samples.note("csv", try pure.scanned(csv))
    }
}

Report(samples: samples).print()
