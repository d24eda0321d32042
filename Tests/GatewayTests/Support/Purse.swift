import Kernel
import Ledgers
import Units
import Wire

/// A capability with one command of each kind that the gateway tells apart.
enum Purse: Capability {
    static let name = "testing.purse"
    static let genesis = State()

    @Wire
    enum Command: Equatable {
        /// Puts money into the member's own account.
        case deposit(amount: Money)
        /// Pays another member; for those who buy data.
        case pay(amount: Money, memo: String?, to: ID<Member>)
        /// Says something; for anybody.
        case say(key: PublicKeyText, text: String)
        /// Hands on what another key has said.
        case vouch(by: PublicKeyText, proof: SignatureText, text: String)
    }

    @Wire
    enum Event: Equatable {
        case paid(to: ID<Member>)
        case said(text: String)
    }

    enum Reason: String, RejectionReason {
        /// Nobody pays themselves.
        case ownAccount
        /// The exchange has heard enough.
        case tooLong

        var refusal: Refusal {
            switch self {
            case .ownAccount: .conflict("不能向自己付款", "Nobody pays themselves")
            case .tooLong: .invalid("文字过长", "The text is too long")
            }
        }
    }

    @Wire
    struct State: Equatable, Sendable {
        var said: Int64 = 0
    }

    static func authority(for command: Command) -> Authority {
        switch command {
        case .deposit, .vouch: .member
        case .pay: .role([.dataDemander])
        case .say: .anyone
        }
    }

    static func decide(
        _ command: Command,
        _ context: Context,
        in world: World
    ) throws(Rejection<Reason>) -> Decision<Self> {
        let own = Account.cash(context.member)
        switch command {
        case .deposit(let amount):
            return Decision(moving: [Transfer(amount, from: .bank, to: own, for: .deposit)])
        case .pay(let amount, _, let payee):
            guard payee != context.member else { throw .because(.ownAccount, Fact("to", payee)) }
            return Decision(
                .paid(to: payee),
                moving: [Transfer(amount, from: own, to: .cash(payee), for: .price)]
            )
        case .say(_, let text), .vouch(_, _, let text):
            guard text.count <= 40 else { throw .because(.tooLong, Fact("limit", 40)) }
            return Decision(.said(text: text))
        }
    }

    static func evolve(_ state: inout State, on event: Event) {
        if case .said = event { state.said += 1 }
    }

    static func readers(of event: Event) -> [ID<Member>] {
        if case .paid(let payee) = event { [payee] } else { [] }
    }

    static func attestations(in command: Command) -> [Attested] {
        guard case .vouch(let key, let proof, let text) = command else { return [] }
        return [Attested(key: key, purpose: "saying", bytes: Array(text.utf8), signature: proof)]
    }
}
