import Foundation
import Journal
import Testing

@Suite("Killed at random moments")
struct CrashTests {
    /// Starts and kills the child `kills` times, and checks the journal after each.
    private func crash(_ mode: CrashChild.Mode, kills: Int) throws -> Int64 {
        let directory = try TestDirectory()
        var acknowledged: Int64 = 0
        for _ in 0..<kills {
            acknowledged = try CrashChild(directory, mode).kill(after: .random(in: 0...40))
            try Violation.check(directory, acknowledged: acknowledged)
        }
        return acknowledged
    }

    @Test("No acknowledged record is lost or doubled, and the chain is intact")
    func honest() throws {
        #expect(try crash(.honest, kills: 30) > 30)
    }

    @Test("The test sees a writer that acknowledges before it commits")
    func acknowledgesFirst() throws {
        let violation = #expect(throws: Violation.self) {
            try crash(.acknowledgesFirst, kills: 30)
        }
        guard case .lost = violation else {
            Issue.record("\(String(describing: violation)) isn't a lost record")
            return
        }
    }

    @Test("The test sees a writer that stores a record twice")
    func appendsTwice() throws {
        let violation = #expect(throws: Violation.self) { try crash(.appendsTwice, kills: 1) }
        guard case .other = violation else {
            Issue.record("\(String(describing: violation)) isn't a doubled record")
            return
        }
    }
}
