import Contracts
import DataNode
import Kernel
import Signatures
import Testing
import Transparency
import Units
import Wire

@Suite("Entitlement desk")
struct EntitlementDeskTests {
    static func desk(_ keys: [String]? = nil) throws -> EntitlementDesk {
        try EntitlementDesk(
            logKeys: keys ?? [Sample.logKey()],
            nodeKey: Sample.node.publicKey,
            datasets: ["air", "noise"]
        )
    }

    /// Why a receipt is refused.
    static func refusal(_ receipt: [UInt8], _ desk: EntitlementDesk) -> NodeReason? {
        do throws(NodeReason) {
            _ = try desk.entitlement(in: receipt)
            return nil
        } catch {
            return error
        }
    }

    @Test("What a trusted log proves is an entitlement")
    func genuine() throws {
        let entitlement = try Sample.entitlement()
        let receipt = try Sample.receipt(Sample.record(entitlement))
        #expect(try Self.desk().entitlement(in: receipt) == entitlement)
        // One trusted log among several is enough.
        let keys = [try Sample.logKey(Sample.signer(2)), try Sample.logKey()]
        #expect(try Self.desk(keys).entitlement(in: receipt) == entitlement)
    }

    @Test("A log that isn't trusted proves nothing")
    func otherLog() throws {
        let record = try Sample.record(Sample.entitlement())
        let receipt = try Sample.receipt(record, by: Sample.signer(2))
        #expect(Self.refusal(receipt, try Self.desk()) == .receiptNotProved)
        #expect(Self.refusal(try Sample.receipt(record), try Self.desk([])) == .receiptNotProved)
    }

    @Test("A record other than the log's proves nothing, were it but for the quota")
    func changedRecord() throws {
        let record = try Sample.record(Sample.entitlement(quota: 3))
        let richer = try Sample.record(Sample.entitlement(quota: 3_000)).wire
        let receipt = try Sample.receipt(record, shown: richer)
        #expect(Self.refusal(receipt, try Self.desk()) == .receiptNotProved)
    }

    @Test("A record at another place than its number proves nothing")
    func wrongPlace() throws {
        let receipt = try Sample.receipt(Sample.record(Sample.entitlement(), sequence: 3))
        #expect(Self.refusal(receipt, try Self.desk()) == .receiptNotProved)
    }

    @Test("An entitlement for another node or data set is refused")
    func otherNode() throws {
        for entitlement in [
            try Sample.entitlement(key: Sample.other), try Sample.entitlement(dataset: "water"),
        ] {
            let receipt = try Sample.receipt(Sample.record(entitlement))
            #expect(Self.refusal(receipt, try Self.desk()) == .otherNode)
        }
    }

    @Test("A rejected record, and another capability's event, issue nothing")
    func noEntitlement() throws {
        let entitlement = try Sample.entitlement()
        for record in [
            Sample.record(entitlement, isAccepted: false),
            Sample.record(entitlement, capability: "testing.contract"),
        ] {
            #expect(
                Self.refusal(try Sample.receipt(record), try Self.desk()) == .noEntitlement
            )
        }
    }

    @Test("A receipt cut short anywhere, or with a byte changed, proves nothing")
    func damaged() throws {
        let desk = try Self.desk()
        let receipt = try Sample.receipt(Sample.record(Sample.entitlement()))
        for count in stride(from: 0, to: receipt.count, by: 7) {
            #expect(Self.refusal(Array(receipt.prefix(count)), desk) == .receiptNotProved)
        }
        for index in stride(from: 0, to: receipt.count, by: 5) {
            var changed = receipt
            changed[index] ^= 1
            #expect(Self.refusal(changed, desk) == .receiptNotProved, "byte \(index)")
        }
    }
}
