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
        for fault in Fault.allCases {
            guard let violation = fault.firstViolation(seeds: seeds, commands: commands) else {
                throw ValidationError("\(fault) isn't found")
            }
            print("\(fault): \(violation)")
        }
    }

    private func runSeeds() throws {
        var tally = Tally()
        var paths: [String] = []
        for seed in first..<first + seeds {
            var simulation = Simulation(seed: seed)
            try simulation.run(commands)
            tally.add(simulation.tally)
            paths = simulation.paths
        }
        print(tally.summary(of: paths))
        let missing = tally.neverAccepted(of: paths)
        guard missing.isEmpty else {
            throw ValidationError("never accepted: \(missing.joined(separator: ", "))")
        }
    }
}
