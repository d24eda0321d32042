import Simulation
import Testing

@Suite("Simulation")
struct SimulationTests {
    @Test(
        "Nothing breaks a rule of the exchange, whatever is asked of it",
        arguments: 0..<20 as Range<UInt64>
    )
    func holds(seed: UInt64) throws {
        var simulation = Simulation(seed: seed)
        try simulation.run(300)
        #expect(simulation.count == 300)
    }

    @Test("Every command is accepted somewhere, and none traps on extreme numbers")
    func accepted() throws {
        var tally = Tally()
        var paths: [String] = []
        for seed in 100..<105 as Range<UInt64> {
            var simulation = Simulation(seed: seed)
            try simulation.run(1_500)
            tally.add(simulation.tally)
            paths = simulation.paths
        }
        #expect(tally.neverAccepted(of: paths) == [])
        #expect(tally.malformed > 0 && tally.repeated > 0)
        let withNumbers: Set = [
            "/v1/clearing/request-deposit", "/v1/clearing/request-withdrawal",
            "/v1/contracts/conclude", "/v1/contracts/confirm-delivery",
            "/v1/contracts/settle-usage", "/v1/exchange/advance-clock", "/v1/exchange/attest",
            "/v1/exchange/open", "/v1/exchange/publish-rules", "/v1/products/draft",
            "/v1/products/opine", "/v1/products/revise", "/v1/registry/submit",
            "/v1/testing/lift", "/v1/trading/take",
        ]
        #expect(withNumbers.subtracting(tally.probed.keys) == [])
    }

    @Test("The same seed gives the same run")
    func deterministic() throws {
        var (one, two) = (Simulation(seed: 7), Simulation(seed: 7))
        try one.run(200)
        try two.run(200)
        #expect(one.tally == two.tally)
    }

    /// The same seeds are clean without the fault.
    @Test("Every planted bug is found", arguments: Fault.allCases)
    func found(fault: Fault) {
        #expect(fault.firstViolation(seeds: 6, commands: 600) != nil)
    }

    @Test(
        "The seeds that find planted bugs are clean without them",
        arguments: 0..<6 as Range<UInt64>
    )
    func control(seed: UInt64) throws {
        var simulation = Simulation(seed: seed)
        try simulation.run(600)
        #expect(simulation.tally.decided > 300)
    }
}
