import Contracts
import DataNode
import Foundation
import Kernel
import Signatures
import Testing
import Units
import Wire

@Suite("Meter")
struct MeterTests {
    let folder: Folder
    let meter: Meter
    static let now = Instant(microseconds: 1_500_000_000_000_000)

    init() throws {
        folder = try Folder()
        meter = try Self.meter(folder)
    }

    static func meter(_ folder: Folder) throws -> Meter {
        Meter(store: try UsageStore(path: "\(folder.path)/usage.db"), key: Sample.node)
    }

    /// Uses an entitlement once.
    func use(
        _ entitlement: Entitlement,
        _ request: String = "/rows",
        signing last: String? = nil,
        at now: Instant = now,
        with meter: Meter? = nil
    ) async throws(NodeReason) -> UsageFile {
        let meter = meter ?? self.meter
        let mode = entitlement.delivery.mode
        _ = try await meter.admit(
            entitlement.id,
            mode,
            request: request,
            acknowledgement: last,
            now: now
        )
        return try await meter.count(
            entitlement.id,
            request: request,
            response: Digest(of: request)
        )
    }

    /// Why something is refused.
    func refusal(
        _ attempt: () async throws(NodeReason) -> UsageFile
    ) async -> NodeReason? {
        do throws(NodeReason) {
            _ = try await attempt()
            return nil
        } catch {
            return error
        }
    }

    @Test("Calls are counted until the quota is used up, each signed for before the next")
    func quota() async throws {
        let entitlement = try Sample.entitlement(quota: 2)
        _ = try await meter.open(entitlement)
        let first = try await use(entitlement)
        #expect(first.statement?.count == 1)
        let second = try await use(entitlement, signing: Sample.signature(first.statement))
        #expect(second.statement?.count == 2)
        #expect(second.acknowledged == 1)
        let last = try Sample.signature(second.statement)
        #expect(
            await refusal { () throws(NodeReason) in
                try await use(entitlement, signing: last)
            } == .quotaExhausted
        )
        #expect(try await meter.file(entitlement.id).acknowledged == 2)
    }

    @Test("At most one use is unsigned for")
    func unsigned() async throws {
        let entitlement = try Sample.entitlement()
        _ = try await meter.open(entitlement)
        let first = try await use(entitlement)
        #expect(
            await refusal { () throws(NodeReason) in try await use(entitlement, "/other") }
                == .notAcknowledged
        )
        #expect(try await meter.file(entitlement.id) == first)
    }

    @Test("Two calls at once: the second waits for the first one's signature")
    func race() async throws {
        let entitlement = try Sample.entitlement()
        _ = try await meter.open(entitlement)
        for request in ["/a", "/b"] {
            _ = try await meter.admit(
                entitlement.id,
                .api,
                request: request,
                acknowledgement: nil,
                now: Self.now
            )
        }
        let first = try await meter.count(entitlement.id, request: "/a", response: Digest(of: "a"))
        #expect(
            await refusal { () throws(NodeReason) in
                try await meter.count(entitlement.id, request: "/b", response: Digest(of: "b"))
            } == .notAcknowledged
        )
        #expect(try await meter.file(entitlement.id) == first)
    }

    @Test("Only the buyer's own signature under the last statement counts")
    func wrongSignature() async throws {
        let entitlement = try Sample.entitlement()
        _ = try await meter.open(entitlement)
        let file = try await use(entitlement)
        let statement = try #require(file.statement)
        let later = UsageStatement(
            entitlement: statement.entitlement,
            count: 2,
            chain: statement.chain
        )
        let wrong = [
            try Sample.signature(statement, by: Sample.other),
            try Sample.signature(later),
            try Attestation(signing: statement.wire, for: "other", with: Sample.buyer)
                .signature.hex,
            String(repeating: "0", count: 128), "", "zz",
        ]
        for signature in wrong {
            #expect(
                await refusal { () throws(NodeReason) in
                    try await use(entitlement, signing: signature)
                } == .acknowledgementWrong
            )
        }
        #expect(try await meter.file(entitlement.id) == file)
        #expect(try await meter.unsettled().isEmpty)
    }

    @Test("An entitlement that has ended, or is for the other delivery, admits nothing")
    func admission() async throws {
        let entitlement = try Sample.entitlement()
        _ = try await meter.open(entitlement)
        let before = Instant(microseconds: Sample.expiry.microseconds - 1)
        #expect(
            await refusal { () throws(NodeReason) in
                try await use(entitlement, at: Sample.expiry)
            } == .expired
        )
        #expect(
            await refusal { () throws(NodeReason) in
                try await meter.admit(
                    entitlement.id,
                    .file,
                    request: "file",
                    acknowledgement: nil,
                    now: before
                )
            } == .otherDelivery
        )
        #expect(
            await refusal { () throws(NodeReason) in
                try await meter.admit(
                    ID(9),
                    .api,
                    request: "/rows",
                    acknowledgement: nil,
                    now: before
                )
            } == .notFound
        )
        #expect(try await use(entitlement, at: before).statement?.count == 1)
    }

    @Test("An entitlement ends by proved exchange time too, which never goes back")
    func exchangeTime() async throws {
        let entitlement = try Sample.entitlement()
        _ = try await meter.open(entitlement)
        let before = Instant(microseconds: Sample.expiry.microseconds - 1)
        try await meter.note(before)
        let first = try await use(entitlement)
        try await meter.acknowledge(entitlement.id, Sample.signature(first.statement))
        try await meter.note(Sample.expiry)
        try await meter.note(before)
        for meter in [meter, try Self.meter(folder)] {
            #expect(
                await refusal { () throws(NodeReason) in
                    try await use(entitlement, with: meter)
                } == .expired
            )
        }
    }

    @Test("What can't be read isn't called unknown")
    func damagedStore() async throws {
        let entitlement = try Sample.entitlement()
        _ = try await meter.open(entitlement)
        let database = URL(filePath: "\(folder.path)/usage.db")
        let size = try Data(contentsOf: database).count
        try Data(repeating: 0xFF, count: size).write(to: database)
        #expect(
            await refusal { () throws(NodeReason) in try await meter.file(entitlement.id) }
                == .unavailable
        )
    }

    @Test("What was asked and never signed for is answered again, and counted once")
    func again() async throws {
        let entitlement = try Sample.entitlement(quota: 2)
        _ = try await meter.open(entitlement)
        let first = try await use(entitlement, "/rows?limit=1")
        #expect(try await use(entitlement, "/rows?limit=1") == first)
        let signature = try Sample.signature(first.statement)
        try await meter.acknowledge(entitlement.id, signature)
        // The same signature again changes nothing; once signed for, the same is a new call.
        try await meter.acknowledge(entitlement.id, signature)
        #expect(try await use(entitlement, "/rows?limit=1").statement?.count == 2)
    }

    @Test("Another key of the buyer's takes the entitlement over; what was signed for stays")
    func rekey() async throws {
        let entitlement = try Sample.entitlement(quota: 3)
        let other = try Sample.text(Sample.other)
        let later = entitlement.naming(other, in: 9)
        _ = try await meter.open(entitlement)
        let first = try await use(entitlement)
        try await meter.acknowledge(entitlement.id, Sample.signature(first.statement))
        #expect(try await meter.open(later).acknowledged == 1)
        // The earlier key is out, and its signature under the earlier use is still shown.
        await #expect(throws: NodeReason.otherKey) { try await meter.open(entitlement) }
        #expect(try await meter.unsettled().map(\.receipt.buyerKey) == [entitlement.accessKey])
        let second = try await use(entitlement)
        let old = try Sample.signature(second.statement)
        #expect(
            await refusal { () throws(NodeReason) in
                try await use(entitlement, "/b", signing: old)
            } == .acknowledgementWrong
        )
        let signature = try Sample.signature(second.statement, by: Sample.other)
        try await meter.acknowledge(entitlement.id, signature)
        #expect(try await meter.unsettled().map(\.receipt.buyerKey) == [other])
    }

    @Test("Another venue's entitlement of the same number isn't taken for the known one")
    func otherVenue() async throws {
        let entitlement = try Sample.entitlement(quota: 2)
        let opened = try await meter.open(entitlement)
        await #expect(throws: NodeReason.otherEntitlement) {
            try await meter.open(Sample.entitlement(quota: 7))
        }
        #expect(try await meter.open(entitlement) == opened)
    }

    @Test("A file fetched again isn't counted again, and not given again once signed for")
    func file() async throws {
        let entitlement = try Sample.entitlement(1, .file, quota: 1)
        _ = try await meter.open(entitlement)
        let first = try await use(entitlement)
        #expect(try await use(entitlement) == first)
        try await meter.acknowledge(entitlement.id, Sample.signature(first.statement))
        #expect(
            await refusal { () throws(NodeReason) in try await use(entitlement) }
                == .quotaExhausted
        )
    }

    @Test("What both have signed for is settled once, and survives a restart")
    func settlement() async throws {
        let entitlement = try Sample.entitlement()
        _ = try await meter.open(entitlement)
        let file = try await use(entitlement)
        #expect(try await meter.unsettled().isEmpty)
        let signature = try Sample.signature(file.statement)
        try await meter.acknowledge(entitlement.id, signature)

        let reopened = try Self.meter(folder)
        // Shown its receipt again, the node still knows what was used.
        #expect(try await reopened.open(entitlement).acknowledged == 1)
        let unsettled = try await reopened.unsettled()
        let statement = try #require(file.statement)
        #expect(
            unsettled.map(\.receipt) == [
                UsageReceipt(
                    statement: statement,
                    nodeKey: try Sample.text(Sample.node),
                    nodeSignature: try #require(file.nodeSignature),
                    buyerKey: try Sample.text(Sample.buyer),
                    buyerSignature: try #require(SignatureText(text: signature))
                )
            ]
        )
        #expect(unsettled.map(\.mode) == [.api])
        try await reopened.settle(statement)
        #expect(try await Self.meter(folder).unsettled().isEmpty)
        #expect(try await use(entitlement, with: reopened).statement?.count == 2)
    }

    @Test("Both signatures are good for the purpose, and for nothing else")
    func attestation() async throws {
        let entitlement = try Sample.entitlement()
        _ = try await meter.open(entitlement)
        let file = try await use(entitlement)
        let statement = try #require(file.statement)
        let signature = try #require(file.nodeSignature.flatMap { Signature(hex: $0.text) })
        let key = Sample.node.publicKey
        let attestation = Attestation(keyID: key.keyID, signature: signature)
        #expect(attestation.verify(statement.wire, for: .usage, by: key))
        #expect(!attestation.verify(statement.wire, for: "other", by: key))
        #expect(!attestation.verify(statement.wire, for: .usage, by: Sample.other.publicKey))
    }
}

@Suite("Usage chain")
struct UsageChainTests {
    /// Computed with `sha256sum`: `docs/formats/usage-receipt.md`, "Worked example".
    @Test("The chain is what sha256sum says")
    func golden() throws {
        let head = UsageChain.start(ID(1))
        #expect(head.hex == "f2a082c5a4b67aa37fb723a81cd220a277c44151530c0aa39ba74a47f72593da")
        let file = "38d8b2dd4626a76912048c9b3fd2d6ce0d9c5a2129545e6486268199144040cc"
        let call = UsedCall(
            count: 1,
            entitlement: ID(1),
            request: "file",
            response: try #require(Digest(hex: file))
        )
        #expect(
            String(decoding: call.wire, as: UTF8.self)
                == #"{"count":1,"entitlement":"AE-1","request":"file","response":"\#(file)"}"#
        )
        #expect(
            Digest(of: call).hex
                == "770f490c0fe4bbca1f833d3e860a7a85d5548a85c4c2c0a25c68a23578c33ebf"
        )
        #expect(
            UsageChain.link(head, call).hex
                == "ede178de4d65e763ca412b0e9e6a402b59d9f62a58b77cd05cfa33440f6ed018"
        )
    }
}
