public import Kernel
public import Units
public import Wire

/// The life of a contract over data: signed, paid into escrow, delivered, accepted (数字交易合约).
///
/// | State       | `sign`       | `fund`        | `confirmDelivery` | `accept`      | `settleUsage` | `close`  |
/// |-------------|--------------|---------------|-------------------|---------------|---------------|----------|
/// | pendingSign | → signed (CT-2)| `notSigned` | `notPerforming`   | `notDelivered`| `notPerforming`| → lapsed |
/// | signed      | `notPending` | → performing (CT-3)| `notPerforming`| `notDelivered`| `notPerforming`| → lapsed |
/// | performing  | `notPending` | `notSigned`   | → delivered (CT-5)| `notDelivered`| → performing (CT-7)| → ended (CT-8) |
/// | delivered   | `notPending` | `notSigned`   | `notPerforming`   | → completed (CT-6)| `notPerforming`| `notDue`|
/// | completed, lapsed, ended | `notPending` | `notSigned` | `notPerforming` | `notDelivered` | `notPerforming` | `notOpen` |
///
/// ## Rules
///
/// - **CT-1** A contract is concluded by the mechanism that found its price, never by itself.
/// - **CT-2** Both parties sign the same terms, by digest; unsigned or unpaid in time, it lapses.
/// - **CT-3** Delivery against payment: in one record the price goes into escrow, the right of use
///   is granted and the entitlement issued (`domain.md` §7.1; §1.4, 2.8 b). Nobody grants what he
///   won't have: the supplier's right to provide lasts as long as the buyer's to use (§0.1).
/// - **CT-4** The supplier's proceeds bear the venue's fee, by the rule book that the terms name
///   (`domain.md` §2.7).
/// - **CT-5** A delivery counts when the buyer has signed for it; then the time for acceptance
///   begins.
/// - **CT-6** Accepted, or not objected to in time (deemed accepted), the price is released.
/// - **CT-7** Use is paid as both sides have signed for it: the price of all calls so far, less
///   what was paid before; never more than the quota (`domain.md` §2.7: rounded once a line).
/// - **CT-8** When the term ends, what is left in escrow goes back to the buyer.
/// - **CT-9** An entitlement is the buyer's, not a key's: while the contract is performed the buyer
///   may name another key. The node takes it from that record's receipt; use that an earlier key
///   has signed for is still paid.
public enum Contract: Capability {
    public static let name = "contracts.contract"
    public static let genesis = State()

    @Wire
    public enum Command: Equatable {
        /// Draws up the contract that a mechanism has found.
        case conclude(Terms)
        /// Signs the terms of this digest.
        case sign(contract: ID<TradeContract>, terms: Digest)
        /// Pays the price into escrow and names the key that will fetch the data.
        case fund(contract: ID<TradeContract>, accessKey: PublicKeyText)
        /// Names another key that will fetch the data, in place of the one before.
        case rekey(entitlement: ID<AccessEntitlement>, accessKey: PublicKeyText)
        /// Shows the buyer's signature for the delivered file.
        case confirmDelivery(UsageReceipt)
        /// Accepts the delivery; the exchange does so itself when nobody objects in time.
        case accept(contract: ID<TradeContract>)
        /// Is paid for the calls that both sides have signed for.
        case settleUsage(UsageReceipt)
        /// Ends the contract at its time.
        case close(contract: ID<TradeContract>)
    }

    @Wire
    public enum Event: Equatable {
        case concluded(contract: ID<TradeContract>, terms: Terms, digest: Digest)
        case signed(
            contract: ID<TradeContract>,
            buyer: ID<Member>,
            supplier: ID<Member>,
            signer: ID<Member>
        )
        case funded(Entitlement)
        case rekeyed(Entitlement)
        case delivered(
            contract: ID<TradeContract>,
            buyer: ID<Member>,
            supplier: ID<Member>,
            statement: UsageStatement,
            acceptBy: Instant
        )
        case accepted(
            contract: ID<TradeContract>,
            buyer: ID<Member>,
            supplier: ID<Member>,
            bySilence: Bool
        )
        case usageSettled(
            contract: ID<TradeContract>,
            buyer: ID<Member>,
            supplier: ID<Member>,
            statement: UsageStatement,
            paid: Money,
            isExhausted: Bool
        )
        case closed(
            contract: ID<TradeContract>,
            buyer: ID<Member>,
            supplier: ID<Member>,
            refunded: Money
        )
    }

    public static func authority(for command: Command) -> Authority {
        switch command {
        case .conclude, .close: .system
        case .sign, .fund, .rekey, .confirmDelivery, .accept, .settleUsage: .member
        }
    }

    public static func attestations(in command: Command) -> [Attested] {
        switch command {
        case .confirmDelivery(let receipt), .settleUsage(let receipt): receipt.attestations
        default: []
        }
    }

    public static func readers(of event: Event) -> [ID<Member>] {
        switch event {
        case .concluded(_, let terms, _): [terms.buyer, terms.supplier]
        case .funded(let entitlement), .rekeyed(let entitlement):
            [entitlement.buyer, entitlement.supplier]
        case .signed(_, let buyer, let supplier, _), .delivered(_, let buyer, let supplier, _, _),
            .accepted(_, let buyer, let supplier, _),
            .usageSettled(_, let buyer, let supplier, _, _, _),
            .closed(_, let buyer, let supplier, _):
            [buyer, supplier]
        }
    }
}
