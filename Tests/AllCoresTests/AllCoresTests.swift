import AllCores
import Testing

@Suite("Work on all cores")
struct AllCoresTests {
    @Test("Results stand in the order of the elements", arguments: [0, 1, 2, 7, 1_000])
    func order(count: Int) {
        let elements = Array(0..<count)
        #expect(elements.mappedOnAllCores { $0 * $0 } == elements.map { $0 * $0 })
    }

    @Test("Several maps run together, each with its own results")
    func together() {
        let (squares, texts) = (ParallelMap([1, 2, 3]) { $0 * $0 }, ParallelMap([7]) { "\($0)" })
        onAllCores(squares.tasks + texts.tasks)
        #expect(squares.results == [1, 4, 9])
        #expect(texts.results == ["7"])
    }
}
