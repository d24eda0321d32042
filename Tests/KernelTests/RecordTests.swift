import Kernel
import KernelTesting
import Ledgers
import Testing
import Units
import Wire

@Suite("Record")
struct RecordTests {
    static let ann = ID<Member>(1)
    static let bob = ID<Member>(2)

    private static func venue() -> TestVenue {
        var venue = TestVenue(Probe.self, Echo.self)
        venue.enrol(ann, .dataProvider)
        venue.enrol(bob, .dataDemander)
        return venue
    }

    @Test("The form of a record, to the byte")
    func form() throws {
        var venue = Self.venue()
        let applied = venue.give(
            Probe.self,
            .note(text: "数据"),
            by: Self.ann,
            at: at(1_793_583_000),
            id: CommandID(high: 1, low: 2)
        )
        guard case .recorded(let record, let bytes) = applied else { throw Unexpected(applied) }
        let text =
            #"{"actor":"M-1","body":{"text":"数据"},"command":"00000000000000010000000000000002","#
            + #""format":1,"outcome":{"accepted":{"due":[],"events":[{"capability":"testing.probe","#
            + #""event":{"noted":{"text":"数据"}}}],"rights":[],"transfers":[]}},"#
            + #""path":"/v1/testing/note","rules":1,"salt":"00000000000000000000000000000003","#
            + #""sequence":3,"signature":{"input":"()","key":"00000000000000000000000000000001","#
            + #""value":"00"},"time":1793583000000000}"#
        #expect(String(decoding: bytes, as: UTF8.self) == text)
        #expect(try Record(wire: bytes) == record)
    }

    @Test("Records are numbered from 0, each later than the one before, whatever the clock says")
    func time() {
        var venue = Self.venue()
        for second in [10, 10, 9, 0, 11] as [Int64] {
            venue.give(Probe.self, .byAnyone, by: Self.ann, at: at(second))
        }
        venue.give(Probe.self, .byAnyone, by: Self.ann, at: Instant(microseconds: .max))
        #expect(venue.journal.map(\.sequence) == Array(0..<9))
        #expect(zip(venue.journal, venue.journal.dropFirst()).allSatisfy { $0.time < $1.time })
        let times = venue.journal.dropFirst(3).map(\.time.microseconds)
        #expect(
            times == [
                10_000_000, 10_000_001, 10_000_002, 10_000_003, 11_000_000, WireInteger.limit,
            ]
        )
    }

    @Test("A command's name finds its record, accepted or rejected, for its actor only")
    func index() {
        var venue = Self.venue()
        let id = CommandID(high: 7, low: 7)
        let other = CommandID(high: 7, low: 8)
        venue.give(Probe.self, .note(text: "a"), by: Self.ann, at: at(1), id: id)
        venue.give(Probe.self, .note(text: ""), by: Self.bob, at: at(2), id: id)
        venue.give(Probe.self, .note(text: "b"), by: Self.ann, at: at(3))
        let world = venue.machine.world
        #expect(world.record(of: id, by: .member(Self.ann)) == 3)
        #expect(world.record(of: id, by: .member(Self.bob)) == 4)
        #expect(world.record(of: other, by: .member(Self.ann)) == nil)
        #expect(world.record(of: id, by: .member(ID(9))) == nil)
        #expect(world.record(of: id, by: .system) == nil)
        #expect(world.sequence == 6)
    }

    @Test("One stranger's command isn't another's, though they give it the same name")
    func strangers() {
        var venue = Self.venue()
        let id = CommandID(high: 7, low: 7)
        let first = KeyID(high: 1, low: 1)
        let second = KeyID(high: 1, low: 2)
        venue.give(Probe.self, .note(text: "a"), signedBy: first, at: at(1), id: id)
        #expect(venue.machine.world.record(of: id, by: .stranger(first)) == 3)
        #expect(venue.machine.world.record(of: id, by: .stranger(second)) == nil)
        venue.give(Probe.self, .note(text: "b"), signedBy: second, at: at(2), id: id)
        #expect(venue.machine.world.record(of: id, by: .stranger(first)) == 3)
        #expect(venue.machine.world.record(of: id, by: .stranger(second)) == 4)
    }

    @Test("A record is at most 65,535 bytes; a larger one is refused and changes nothing")
    func size() throws {
        let venue = Self.venue()
        var longest = 0
        var (fits, fails) = (1, 65_535)
        while fits + 1 < fails {
            let count = (fits + fails) / 2
            var copy = venue
            let text = String(repeating: "x", count: count)
            let applied = copy.give(Probe.self, .note(text: text), by: Self.ann, at: at(1))
            switch applied {
            case .recorded(_, let bytes): (fits, longest) = (count, bytes.count)
            case .refused(let report):
                fails = count
                #expect(report.code == "kernel.recordTooLarge" && report.kind == .invalid)
                #expect(copy.machine.snapshot == venue.machine.snapshot)
            }
        }
        // The text is in the record twice, as a command and as an event.
        #expect(Record.sizeLimit == 65_535 && (65_534...65_535).contains(longest))
    }

    /// A probe that the exchange gives itself records the member 0, whom nothing can read back.
    @Test("What couldn't be read back isn't recorded", arguments: [0, 1, 2])
    func unreadable(row: Int) {
        var venue = Self.venue()
        let before = venue.machine
        let count = [0, WireInteger.limit + 1, Int64.min][row]
        let key = row == 0 ? nil : TestVenue.key(of: Self.ann)
        guard row == 0 else {
            // An integer beyond the wire's isn't a command to begin with.
            let body = RawJSON(canonical: Array("{\"count\":\(count)}".utf8))
            #expect(throws: CallError.malformed(WireError(.outOfRange("±(2^53-1)"), at: 9))) {
                try venue.machine.call("/v1/testing/sign", body: body)
            }
            return
        }
        let applied = venue.give(Probe.self, .sign(count: count), signedBy: key, at: at(1))
        #expect(applied.code == "kernel.unreadable")
        #expect(venue.machine.world[Probe.self] == before.world[Probe.self])
    }

    @Test("A record is read by who gave it and by whom its events concern, once each")
    func readers() throws {
        var venue = Self.venue()
        let machine = venue.machine
        func readers(_ applied: StateMachine.Applied) throws -> [ID<Member>] {
            machine.readers(of: try #require(applied.record))
        }
        let signed = venue.give(Probe.self, .sign(count: 1), by: Self.ann, at: at(1))
        #expect(try readers(signed) == [Self.ann, ID(70), ID(71)])
        let noted = venue.give(Probe.self, .note(text: "a"), by: Self.bob, at: at(1))
        #expect(try readers(noted) == [Self.bob])
        let rejected = venue.give(Probe.self, .note(text: ""), by: Self.bob, at: at(1))
        #expect(try readers(rejected) == [Self.bob])
        let own = venue.give(Probe.self, .note(text: "a"), signedBy: nil, at: at(1))
        #expect(try readers(own) == [])
    }
}
