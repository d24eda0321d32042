import Audit
import Exchange
@testable import Gateway
import Kernel
import Queries
import SampleMarket
import Units
import Wire

extension Decoder {
    /// An exchange with something to sell.
    static let market = Market()

    /// Canonical JSON, records, snapshots, and every command.
    static let exchange: [Decoder] = [
        Decoder(
            "json",
            seeds: { [Array(#"{"a":[1,-2,true],"b":{"c":"\n\u0001é"}}"#.utf8)] },
            exactly: { try RawJSON(checking: $0) },
            \.bytes
        ),
        Decoder(
            "record",
            seeds: { market.records },
            exactly: { try Record(wire: $0) },
            \.wire,
            then: replay
        ),
        Decoder(
            "snapshot",
            seeds: { [makeExchange().snapshot, market.machine.snapshot] },
            exactly: { bytes in
                var machine = makeExchange()
                try machine.restore(bytes)
                return machine
            },
            \.snapshot
        ),
        Decoder("command", seeds: { examples + given }) { bytes in
            let parts = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1)
            guard parts.count == 2 else { return }
            give(Array(parts[1]), at: String(decoding: parts[0], as: UTF8.self))
        },
    ]

    // MARK: Records

    /// The market before each of its records.
    private static let history: [StateMachine] = {
        var machine = makeExchange()
        var states = [machine]
        for bytes in market.records {
            guard let record = try? Record(wire: bytes), (try? machine.replay(record)) != nil
            else { fatalError("the market can't be replayed") }
            states.append(machine)
        }
        return states
    }()

    /// A record that can be read is replayed, audited and shown, or refused.
    @Sendable
    private static func replay(_ record: Record) {
        let place = Int(clamping: record.sequence)
        guard history.indices.contains(place) else { return }
        var machine = history[place]
        let readers = machine.readers(of: record)
        if (try? machine.replay(record)) != nil {
            precondition(machine.world.sequence == record.sequence + 1, "replay lost count")
        } else {
            precondition(machine.snapshot == history[place].snapshot, "half a record was replayed")
            precondition(readers.count <= 1, "what can't be replayed concerns nobody else")
        }
        var auditor = Auditor(machine: history[place], keys: publicKey)
        try? auditor.check(record.wire)
    }

    // MARK: Commands

    /// What the API's description shows for each command.
    private static var examples: [[UInt8]] {
        market.machine.endpoints.map { seed($0.path, $0.body.example.bytes) }
    }

    /// The commands that made the market, and those that are given in it.
    private static var given: [[UInt8]] {
        let records = market.records.compactMap { try? Record(wire: $0) }
        let calls = market.deposits(1) + market.confirmations(1, from: 1) + market.purchases(1)
        return records.map { seed($0.path, $0.body.bytes) }
            + calls.map { seed($0.path, $0.body.bytes) }
    }

    private static func seed(_ path: String, _ body: [UInt8]) -> [UInt8] {
        Array("\(path)\n".utf8) + body
    }

    /// Gives a command as the exchange itself, as members and as a stranger.
    ///
    /// What can be read is written as it came; the record of it can be read and replayed.
    private static func give(_ body: [UInt8], at path: String) {
        let stranger = KeyID(high: 1, low: 2)
        for key in [nil, market.buyer.keyID, market.bank.keyID, stranger] {
            var machine = market.machine
            var replayed = machine
            let signature = key.map { MessageSignature(input: "()", key: $0, value: "00") }
            let call = try? CommandBody.read(body, for: path, in: machine, signature: signature)
            guard let call else { return }
            var writer = JSONWriter()
            call.command.writePayload(to: &writer)
            precondition(writer.bytes == body, "another form was accepted")
            let salt = Salt(high: 1, low: 2)
            let now = machine.world.time
            guard case .recorded(let record, let form) = machine.apply(call, now: now, salt: salt)
            else {
                precondition(machine.snapshot == replayed.snapshot, "a refusal changed something")
                continue
            }
            guard let read = try? Record(wire: form), read == record,
                (try? replayed.replay(read)) != nil
            else { fatalError("the record can't be read or replayed") }
            let snapshot = machine.snapshot
            precondition(replayed.snapshot == snapshot, "replaying gives another state")
            var restored = makeExchange()
            precondition((try? restored.restore(snapshot)) != nil, "the state can't be restored")
        }
    }
}
