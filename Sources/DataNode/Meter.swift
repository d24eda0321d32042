public import Contracts
import Kernel
public import Signatures
public import Units
import Wire

/// Counts what is used, signs for it, and takes the buyer's signatures: one thing after another.
///
/// At most one use of an entitlement is unsigned for: the next is refused until it is.
public actor Meter {
    private let store: UsageStore
    private let key: PrivateKey

    /// A meter that remembers in `store` and signs with `key`.
    public init(store: UsageStore, key: PrivateKey) {
        self.store = store
        self.key = key
    }

    /// Takes note of an entitlement that was proved; the same again is the same.
    ///
    /// A later record may name another key: from then on only that one opens the entitlement.
    /// Throws `otherEntitlement` when a venue opened anew has given the number again, `otherKey`
    /// when a later record is known that names another key.
    public func open(_ entitlement: Entitlement) throws -> UsageFile {
        if var known = try store.file(entitlement.id) {
            let before = known.entitlement
            guard before.naming(entitlement.accessKey, in: entitlement.record) == entitlement
            else { throw NodeReason.otherEntitlement }
            guard before.record <= entitlement.record else { throw NodeReason.otherKey }
            guard before != entitlement else { return known }
            known.entitlement = entitlement
            try store.keep(known)
            return known
        }
        let file = UsageFile(entitlement: entitlement, acknowledged: 0, settled: 0)
        try store.keep(file)
        return file
    }

    /// Takes note of exchange time, as a record has it that the log has proved.
    public func note(_ time: Instant) throws(NodeReason) {
        do { try store.keep(time) } catch { throw .unavailable }
    }

    /// Exchange time, as far as is known: the clock's, or a later one that the log has proved.
    private func exchangeTime(_ clock: Instant) throws(NodeReason) -> Instant {
        do { return max(clock, try store.exchangeTime() ?? clock) } catch { throw .unavailable }
    }

    /// What is known of an entitlement.
    public func file(_ id: ID<AccessEntitlement>) throws(NodeReason) -> UsageFile {
        let known: UsageFile?
        do { known = try store.file(id) } catch { throw .unavailable }
        guard let known else { throw .notFound }
        return known
    }

    /// Whether one more use is allowed now, by the clock and by exchange time; `acknowledgement` is
    /// the signature under the last.
    ///
    /// What isn't signed for yet may be asked again: its answer may have been lost.
    public func admit(
        _ id: ID<AccessEntitlement>,
        _ mode: Delivery.Mode,
        request: String,
        acknowledgement: String?,
        now: Instant
    ) throws(NodeReason) -> UsageFile {
        if let acknowledgement { try acknowledge(id, acknowledgement) }
        let file = try file(id)
        guard try exchangeTime(now) < file.entitlement.expires else { throw .expired }
        guard file.entitlement.delivery.mode == mode else { throw .otherDelivery }
        let used = file.statement?.count ?? 0
        if file.acknowledged < used, file.request == request { return file }
        guard file.acknowledged == used else { throw .notAcknowledged }
        guard used < file.entitlement.quota else { throw .quotaExhausted }
        return file
    }

    /// Counts one use and signs for all so far.
    ///
    /// What is asked again before it is signed for isn't counted again.
    public func count(
        _ id: ID<AccessEntitlement>,
        request: String,
        response: Digest
    ) throws(NodeReason) -> UsageFile {
        var file = try file(id)
        let used = file.statement?.count ?? 0
        if file.acknowledged < used, file.request == request { return file }
        // Two calls at once: the second must wait for the first one's signature.
        guard file.acknowledged == used else { throw .notAcknowledged }
        guard used < file.entitlement.quota else { throw .quotaExhausted }
        let call = UsedCall(
            count: used + 1,
            entitlement: id,
            request: request,
            response: response
        )
        let head = file.statement?.chain ?? UsageChain.start(id)
        let statement = UsageStatement(
            entitlement: id,
            count: used + 1,
            chain: UsageChain.link(head, call)
        )
        do {
            let signed = try Attestation(signing: statement.wire, for: .usage, with: key)
            file.statement = statement
            file.request = request
            file.nodeSignature = SignatureText(text: signed.signature.hex)
            file.buyerSignature = nil
            try store.keep(file)
        } catch {
            throw .unavailable
        }
        return file
    }

    /// Takes the buyer's signature under the last statement.
    public func acknowledge(
        _ id: ID<AccessEntitlement>,
        _ signature: String
    ) throws(NodeReason) {
        var file = try file(id)
        guard let statement = file.statement else { throw .acknowledgementWrong }
        guard file.acknowledged < statement.count else { return }
        guard let text = SignatureText(text: signature), let value = Signature(hex: signature),
            let key = try? PublicKey(text: file.entitlement.accessKey.text),
            Attestation(keyID: key.keyID, signature: value)
                .verify(statement.wire, for: .usage, by: key)
        else { throw .acknowledgementWrong }
        file.buyerSignature = text
        file.buyerKey = file.entitlement.accessKey
        file.acknowledged = statement.count
        guard (try? store.keep(file)) != nil else { throw .unavailable }
    }

    /// The receipts that both have signed and the exchange hasn't been told of.
    public func unsettled() throws -> [(receipt: UsageReceipt, mode: Delivery.Mode)] {
        try store.all().compactMap { file in
            guard let statement = file.statement, file.settled < statement.count,
                file.acknowledged == statement.count, let node = file.nodeSignature,
                let buyer = file.buyerSignature
            else { return nil }
            let receipt = UsageReceipt(
                statement: statement,
                nodeKey: file.entitlement.delivery.key,
                nodeSignature: node,
                buyerKey: file.buyerKey ?? file.entitlement.accessKey,
                buyerSignature: buyer
            )
            return (receipt, file.entitlement.delivery.mode)
        }
    }

    /// Takes note of what the exchange was told.
    public func settle(_ statement: UsageStatement) throws {
        guard var file = try store.file(statement.entitlement) else { return }
        file.settled = max(file.settled, statement.count)
        try store.keep(file)
    }
}

extension Attestation.Purpose {
    /// The purpose under which node and buyer sign for use.
    public static let usage: Self = "usage"
}
