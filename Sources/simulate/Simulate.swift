import AllCores
import ArgumentParser
import Simulation

/// Runs the simulation over many seeds and says what became of the commands.
@main
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the whole exchange under valid and hostile commands, seed by seed."
    )

    @Option(help: "How many seeds to run.")
    var seeds: UInt64 = 1_000

    @Option(help: "How many commands to give in each run.")
    var commands = 2_000

    @Option(help: "The first seed.")
    var first: UInt64 = 0

    @Flag(help: "Plant each bug and say when it is found.")
    var faults = false

    func run() throws {
        try faults ? findFaults() : runSeeds()
    }

    private func findFaults() throws {
        var missed: [Fault] = []
        let found = Fault.allCases.mappedOnAllCores { [seeds, commands] fault in
            (fault, fault.firstViolation(seeds: seeds, commands: commands))
        }
        for (fault, violation) in found {
            print("\(fault): \(violation.map(\.description) ?? "isn't found")")
            if violation == nil { missed.append(fault) }
        }
        guard missed.isEmpty else {
            throw ValidationError("\(missed.count) of \(Fault.allCases.count) bugs aren't found")
        }
        print("all \(Fault.allCases.count) planted bugs are found")
    }

    /// How many seeds are run between two lines of progress.
    private static let stretch: UInt64 = 50

    private func runSeeds() throws {
        var tally = Tally()
        var paths: [String] = []
        for start in stride(from: first, to: first + seeds, by: Int(Self.stretch)) {
            let end = min(start + Self.stretch, first + seeds)
            let results = Array(start..<end).mappedOnAllCores { [commands] seed in
                Self.run(seed, commands)
            }
            for result in results {
                let run = try result.get()
                tally.add(run.tally)
                paths = run.paths
            }
            print("seeds \(first) to \(end - 1): every invariant held")
        }
        print(tally.summary(of: paths))
        let missing = tally.neverAccepted(of: paths)
        guard missing.isEmpty else {
            throw ValidationError("never accepted: \(missing.joined(separator: ", "))")
        }
    }

    private static func run(
        _ seed: UInt64,
        _ commands: Int
    ) -> Result<(tally: Tally, paths: [String]), Violation> {
        Result { () throws(Violation) in
            var simulation = Simulation(seed: seed)
            try simulation.run(commands)
            return (simulation.tally, simulation.paths)
        }
    }
}
