import KernelTesting
import Ledgers
import Testing
import Units
import Wire

@Suite("Rights ledger")
struct RightsLedgerTests {
    static let resource = ID<DataResource>(7)
    static let other = ID<DataResource>(8)
    static let ann = ID<Member>(1)
    static let bob = ID<Member>(2)

    private static func grant(
        _ holder: ID<Member>,
        _ number: Int64,
        _ right: RightType = .usage,
        on resource: ID<DataResource> = resource,
        until expires: Instant? = nil
    ) -> RightGrant {
        RightGrant(
            resource: resource,
            holder: holder,
            number: number,
            right: right,
            scope: RightScope(
                purposes: ["风险控制"],
                territory: "CN-11",
                isSublicensable: false,
                isDerivable: true
            ),
            expires: expires,
            basis: "SJ1112026110001"
        )
    }

    private static func restriction(_ number: Int64, _ kind: Restriction.Kind) -> Restriction {
        Restriction(resource: resource, number: number, kind: kind, basis: "(2026)京01执1号")
    }

    private static let annUses = grant(ann, 1)
    private static let frozen = restriction(1, .freeze)

    private static func ledger(_ postings: RightsPosting...) -> RightsLedger {
        var ledger = RightsLedger()
        ledger.post(postings)
        return ledger
    }

    private static func refusal(
        _ postings: [RightsPosting],
        in ledger: RightsLedger
    ) -> RightsError? {
        do throws(RightsError) {
            try ledger.check(postings)
            return nil
        } catch {
            return error
        }
    }

    @Test("Rights are independent and non-exclusive: many hold the same in the same data")
    func nonExclusive() {
        let both = Self.ledger(.grant(Self.annUses), .grant(Self.grant(Self.bob, 1)))
        #expect(both.grants(on: Self.resource).map(\.holder) == [Self.ann, Self.bob])
        #expect(both.holds(.usage, in: Self.resource, Self.bob, at: at(0)))
        #expect(!both.holds(.operation, in: Self.resource, Self.bob, at: at(0)))
        #expect(!both.holds(.holding, in: Self.resource, Self.ann, at: at(0)))
        #expect(!both.holds(.usage, in: Self.other, Self.ann, at: at(0)))
    }

    @Test("A right ends when its term does")
    func term() {
        let ledger = Self.ledger(.grant(Self.grant(Self.ann, 1, until: at(10))))
        #expect(ledger.holds(.usage, in: Self.resource, Self.ann, at: at(9), until: at(10)))
        #expect(!ledger.holds(.usage, in: Self.resource, Self.ann, at: at(9), until: at(11)))
        #expect(ledger.holds(.usage, in: Self.resource, Self.ann, at: at(9)))
        #expect(!ledger.holds(.usage, in: Self.resource, Self.ann, at: at(10)))
    }

    @Test("Grants are found by resource and holder, and by nothing near them")
    func ranges() {
        let mine = [1, 2, 11].map { Self.grant(Self.ann, $0) }
        let others = [
            Self.grant(Self.bob, 1), Self.grant(ID(11), 1),
            Self.grant(Self.ann, 1, on: Self.other), Self.grant(Self.ann, 1, on: ID(6)),
            Self.grant(Self.ann, 1, on: ID(70)),
        ]
        var ledger = RightsLedger()
        ledger.post((others + mine).map(RightsPosting.grant))
        #expect(ledger.grants(on: Self.resource, to: Self.ann) == mine)
        #expect(ledger.grants(on: Self.resource) == mine + others[..<2])
        #expect(ledger.grants(on: ID(9)) == [])
        #expect(ledger.nextNumber(on: Self.resource, to: Self.ann) == 12)
        #expect(ledger.nextNumber(on: Self.other, to: Self.bob) == 1)
        ledger.post([.revoke(mine[2].key), .revoke(mine[1].key)])
        #expect(ledger.nextNumber(on: Self.resource, to: Self.ann) == 12)
        #expect(ledger.nextNumber(on: Self.resource, to: Self.bob) == 2)
    }

    static let rows: [(RightsLedger, [RightsPosting], RightsError?)] = [
        // A row mends the mistake of the row above.
        (ledger(.grant(annUses), .restrict(frozen)), [.grant(annUses)], .restricted),
        (ledger(.grant(annUses)), [.grant(annUses)], .alreadyPosted),
        (ledger(.grant(annUses)), [.grant(grant(ann, 2))], nil),
        (ledger(), [.grant(annUses), .grant(annUses)], .alreadyPosted),
        // What was revoked never comes back under its number, nor under an earlier one.
        (ledger(), [.grant(annUses), .revoke(annUses.key), .grant(annUses)], .alreadyPosted),
        (
            ledger(.grant(grant(ann, 2)), .revoke(grant(ann, 2).key)), [.grant(annUses)],
            .alreadyPosted
        ),
        (ledger(.grant(annUses), .revoke(annUses.key)), [.grant(grant(ann, 2))], nil),
        (ledger(.grant(annUses), .revoke(annUses.key)), [.grant(grant(bob, 1))], nil),
        (ledger(), [.revoke(annUses.key)], .notPosted),
        (ledger(.grant(annUses)), [.revoke(grant(ann, 2).key)], .notPosted),
        (ledger(.grant(annUses)), [.revoke(annUses.key)], nil),
        (ledger(.restrict(frozen)), [.restrict(frozen)], .alreadyPosted),
        (ledger(.restrict(frozen)), [.restrict(restriction(2, .lien))], nil),
        (ledger(), [.lift(frozen.key)], .notPosted),
        (ledger(.restrict(frozen)), [.lift(frozen.key)], nil),
        // What blocks a right is seen within one posting, in order.
        (ledger(), [.restrict(frozen), .grant(annUses)], .restricted),
        (ledger(), [.grant(annUses), .restrict(frozen)], nil),
        (ledger(.restrict(frozen)), [.lift(frozen.key), .grant(annUses)], nil),
        (ledger(.restrict(frozen)), [.grant(annUses), .lift(frozen.key)], .restricted),
        // One restriction lifted, another stands.
        (
            ledger(.restrict(frozen), .restrict(restriction(2, .lien))),
            [.lift(frozen.key), .grant(annUses)], .restricted
        ),
        // A restriction blocks its own resource only, and new grants only.
        (ledger(.restrict(frozen)), [.grant(grant(ann, 1, on: other))], nil),
        (ledger(.grant(annUses), .restrict(frozen)), [.revoke(annUses.key)], nil),
        (ledger(), [], nil),
    ]

    @Test("Why postings are refused, by precedence", arguments: rows)
    func refused(ledger: RightsLedger, postings: [RightsPosting], error: RightsError?) {
        let before = ledger
        #expect(Self.refusal(postings, in: ledger) == error)
        #expect(ledger == before)
    }

    @Test("Every kind of restriction blocks new grants", arguments: Restriction.Kind.allCases)
    func kinds(kind: Restriction.Kind) {
        let ledger = Self.ledger(.restrict(Self.restriction(3, kind)))
        #expect(Self.refusal([.grant(Self.annUses)], in: ledger) == .restricted)
        #expect(ledger.restrictions(on: Self.resource) == [Self.restriction(3, kind)])
        #expect(ledger.restrictions(on: Self.other) == [])
    }

    @Test("A ledger reads back from its form")
    func wire() throws {
        let ledger = Self.ledger(
            .grant(Self.annUses),
            .grant(Self.grant(Self.bob, 1, .holding, until: at(5))),
            .restrict(Self.frozen)
        )
        #expect(try RightsLedger(wire: ledger.wire) == ledger)
        let postings: [RightsPosting] = [
            .grant(Self.annUses), .revoke(Self.annUses.key), .restrict(Self.frozen),
            .lift(Self.frozen.key),
        ]
        #expect(try [RightsPosting](wire: postings.wire) == postings)
    }
}

private func at(_ second: Int64) -> Instant { Instant(microseconds: second * 1_000_000) }
