import AllCores
import Testing

@Suite("Work on all cores")
struct AllCoresTests {
    @Test("Results stand in the order of the elements", arguments: [0, 1, 2, 7, 1_000])
    func order(count: Int) {
        let elements = Array(0..<count)
        #expect(elements.mappedOnAllCores { $0 * $0 } == elements.map { $0 * $0 })
    }

    @Test("Each of two closures gives its own result")
    func two() {
        let results = both({ 1 }, { "two" })
        #expect(results == (1, "two"))
    }
}
