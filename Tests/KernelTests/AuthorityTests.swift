import Kernel
import KernelTesting
import Testing
import Units
import Wire

/// Who may give which command: every kind of actor against every authority.
@Suite("Authority")
struct AuthorityTests {
    static let registrar = ID<Member>(1)
    static let buyer = ID<Member>(2)
    static let suspended = ID<Member>(3)
    static let unknown = ID<Member>(4)

    private static func venue() -> TestVenue {
        var venue = TestVenue(Probe.self, Echo.self)
        venue.enrol(registrar, .auditor, .registrar)
        venue.enrol(buyer, .dataDemander)
        venue.enrol(suspended, .registrar, isActive: false)
        return venue
    }

    /// `nil` is the exchange itself.
    static let actors: [(key: KeyID?, actor: Actor)] = [
        (nil, .system),
        (TestVenue.key(of: registrar), .member(registrar)),
        (TestVenue.key(of: buyer), .member(buyer)),
        (TestVenue.key(of: suspended), .member(suspended)),
        (TestVenue.key(of: unknown), .stranger(TestVenue.key(of: unknown))),
    ]

    /// For each command: the refusal of the system, a registrar, a buyer, a suspended registrar
    /// and a stranger; `nil` where it is accepted.
    static let table: [(Probe.Command, [String?])] = [
        (
            .bySystem,
            [
                nil, "kernel.notPermitted", "kernel.notPermitted", "kernel.notPermitted",
                "kernel.notPermitted",
            ]
        ),
        (
            .byRegistrar,
            [nil, nil, "kernel.notPermitted", "kernel.memberInactive", "kernel.unknownKey"]
        ),
        (.byMember, [nil, nil, nil, "kernel.memberInactive", "kernel.unknownKey"]),
        (.byAnyone, [nil, nil, nil, nil, nil]),
    ]

    @Test("Each authority lets in whom it names and nobody else", arguments: table)
    func authority(command: Probe.Command, codes: [String?]) {
        for (index, who) in Self.actors.enumerated() {
            var venue = Self.venue()
            let before = venue.machine.snapshot
            let applied = venue.give(Probe.self, command, signedBy: who.key, at: at(1))
            #expect(applied.code == codes[index], "\(command) by \(who.actor)")
            #expect(applied.record?.actor == (codes[index] == nil ? who.actor : nil))
            // Who may not is refused: no record, no change.
            #expect((venue.machine.snapshot == before) == (codes[index] != nil))
        }
    }

    @Test("A refusal for want of a role names the roles that would do")
    func facts() {
        var venue = Self.venue()
        let applied = venue.give(Probe.self, .byRegistrar, by: Self.buyer, at: at(1))
        guard case .refused(let report) = applied else {
            Issue.record("\(applied)")
            return
        }
        #expect(report.facts == [Fact("needs", "registrar, venueOperator")])
    }

    @Test("What a member does wrong is recorded, what a stranger does wrong leaves no record")
    func recorded() {
        for (index, who) in Self.actors.enumerated() {
            var venue = Self.venue()
            let applied = venue.give(Probe.self, .note(text: ""), signedBy: who.key, at: at(1))
            #expect(applied.code == "testing.probe.blank")
            #expect((applied.record == nil) == (index == 4))
        }
    }

    @Test("A new standing counts from the next command on")
    func changes() {
        var venue = Self.venue()
        venue.enrol(Self.buyer, .registrar)
        #expect(venue.give(Probe.self, .byRegistrar, by: Self.buyer, at: at(1)).code == nil)
        venue.enrol(Self.registrar, .registrar, isActive: false)
        let applied = venue.give(Probe.self, .byRegistrar, by: Self.registrar, at: at(2))
        #expect(applied.code == "kernel.memberInactive")
        #expect(
            venue.machine.holder(of: TestVenue.key(of: Self.registrar))
                == Standing(member: Self.registrar, roles: [.registrar], isActive: false)
        )
        #expect(venue.machine.holder(of: TestVenue.key(of: Self.unknown)) == nil)
    }

    @Test("An actor's text reads back, and near misses don't", arguments: actors.map(\.actor))
    func text(actor: Actor) throws {
        #expect(Actor(text: actor.text) == actor)
        #expect(try Actor(wire: actor.wire) == actor)
        #expect(actor.text.count <= Actor.format.maximumLength ?? 0)
        let pattern = try Regex(Actor.format.pattern ?? "")
        #expect(try pattern.wholeMatch(in: actor.text) != nil)
        for miss in actor.text.nearMisses() {
            guard let other = Actor(text: miss) else { continue }
            #expect(Array(other.text.utf8) == Array(miss.utf8))
            #expect(try pattern.wholeMatch(in: miss) != nil)
        }
        #expect(Actor(text: Actor.format.example)?.text == Actor.format.example)
    }

    @Test("Only a member has a number")
    func number() {
        #expect(Actor.member(ID(3)).member == ID(3))
        #expect(Actor.system.member == ID(0))
        #expect(Actor.stranger(KeyID(high: 1, low: 1)).member == ID(0))
    }
}
