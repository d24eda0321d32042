import ExchangeTesting
import Kernel
import KernelTesting
import Membership
import Units
import Wire

/// A command as it arrives: perhaps not one at all.
struct Attempt: Sendable {
    var path: String
    var body: RawJSON
    var id: CommandID?
    /// Whose key signs it; `nil` is the exchange itself.
    var key: KeyID?
}

/// Makes up commands: mostly ones that may be accepted now, and hostile ones among them.
struct Workload: Sendable {
    var random: SplitMix64
    /// The names of all keys that were ever made: `KeyID.example(1)` and on.
    private var keyIDs: [KeyID] = []
    /// How many keys were ever made.
    var keys: Int64 { Int64(keyIDs.count) }
    private var history: [Attempt] = []
    private var opening = 0

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// How long it is to the next command: often seconds, sometimes a season.
    mutating func pause() -> Span {
        switch random.number(in: 0...199) {
        case 0: .days(random.number(in: 30...400))
        case 1...20: .days(random.number(in: 1...5))
        case 21...120: .seconds(random.number(in: 1...86_400))
        case 121...160: .seconds(random.number(in: 1...600))
        // The same instant, and before it.
        default: Span(microseconds: random.number(in: -1_000_000...0))
        }
    }

    /// The next command on what the exchange is now.
    mutating func next(_ machine: StateMachine) -> Attempt {
        if let attempt = nextOpening() { return attempt }
        if random.oneIn(40), let again = random.element(of: history) { return again }
        var attempt = random.oneIn(6) ? housekeeping(machine) : trade(machine)
        if attempt.key != nil {
            let name = random.oneIn(50) ? 1 : random.next()
            attempt.id = CommandID(high: 7, low: name)
            // Somebody else signs.
            if random.oneIn(12) { attempt.key = .example(random.number(in: 1...keys + 1)) }
        }
        if random.oneIn(12) { attempt = spoilt(attempt, machine) }
        if history.count < 64 {
            history.append(attempt)
        } else {
            history[Int(random.number(in: 0...63))] = attempt
        }
        return attempt
    }

    /// The venue opens and is founded, two members a role.
    private mutating func nextOpening() -> Attempt? {
        defer { opening += 1 }
        if opening == 0 { return attempt(House.self, .open(.example), by: nil) }
        let roles = Role.allCases
        guard opening <= 2 * roles.count else { return nil }
        makeKey()
        let application = Admission.Application.example(
            keys,
            roles: [roles[opening % roles.count]]
        )
        return attempt(Admission.self, .found(application), by: nil)
    }

    // MARK: Making attempts

    /// Makes the next key.
    mutating func makeKey() { keyIDs.append(.example(keys + 1)) }

    /// A command of a capability in the form in which it arrives.
    func attempt<C: Capability>(_: C.Type, _ command: C.Command, by key: KeyID?) -> Attempt {
        var writer = JSONWriter()
        command.writePayload(to: &writer)
        let function = C.name.prefix { $0 != "." }
        let verb = "\(command.caseName)".flatMap { letter in
            letter.isUppercase ? "-\(letter.lowercased())" : "\(letter)"
        }
        return Attempt(
            path: "/v1/\(function)/\(String(verb))",
            body: RawJSON(canonical: writer.bytes),
            key: key
        )
    }

    /// The key of somebody who is active in a role, when there is one; otherwise anybody's.
    mutating func key(_ role: Role, _ machine: StateMachine) -> KeyID {
        let holders = keyIDs.filter { key in
            machine.holder(of: key).map { $0.isActive && $0.roles.contains(role) } ?? false
        }
        return random.element(of: holders) ?? .example(random.number(in: 1...keys))
    }

    /// A key of a member.
    mutating func key(of member: ID<Member>, _ machine: StateMachine) -> KeyID {
        let held = keyIDs.filter { machine.holder(of: $0)?.member == member }
        return random.element(of: held) ?? .example(random.number(in: 1...keys))
    }

    /// A number from 1 to a little more than the greatest that is known; rarely an extreme one.
    mutating func number(upTo known: Int64) -> Int64 {
        if random.oneIn(60) { return WireInteger.limit }
        return random.number(in: 1...max(1, known + (random.oneIn(30) ? 2 : 0)))
    }

    // MARK: Spoiling

    /// Numbers at and beyond the edges of what can be written.
    static let extremes: [Int64] = [
        -WireInteger.limit, -1, 0, 1, WireInteger.limit - 1, WireInteger.limit, Int64.max,
    ]

    /// The same command with one number replaced by each extreme, for every number that it has.
    func extremes(_ attempt: Attempt) -> [(path: String, body: RawJSON)] {
        attempt.body.integers.flatMap { range in
            Self.extremes.map { (attempt.path, attempt.body.replacing(range, with: "\($0)")) }
        }
    }

    /// Whether this command is among the one in forty whose extremes are tried.
    mutating func probes() -> Bool { random.oneIn(40) }

    /// A command whose body, path or numbers are wrong.
    private mutating func spoilt(_ attempt: Attempt, _ machine: StateMachine) -> Attempt {
        var attempt = attempt
        switch random.number(in: 0...4) {
        case 0:
            if let path = random.element(of: machine.endpoints.map(\.path)), attempt.key != nil {
                attempt.path = path
            }
        case 1: attempt.body = RawJSON(canonical: value(depth: 0))
        case 2:
            let end = Int(random.number(in: 0...Int64(attempt.body.bytes.count)))
            attempt.body = RawJSON(canonical: Array(attempt.body.bytes[..<end]))
        case 3:
            let text = String(decoding: attempt.body.bytes, as: UTF8.self)
            let foreign = text.replacing("\"CNY\"", with: "\"USD\"")
            attempt.body = RawJSON(canonical: Array(foreign.utf8))
        default:
            if let range = random.element(of: attempt.body.integers),
                let extreme = random.element(of: Self.extremes)
            {
                attempt.body = attempt.body.replacing(range, with: "\(extreme)")
            }
        }
        return attempt
    }

    /// Any canonical JSON.
    private mutating func value(depth: Int) -> [UInt8] {
        switch random.number(in: 0...(depth < 4 ? 5 : 3)) {
        case 0: return Array("\(random.number(in: -9...9))".utf8)
        case 1: return Array("true".utf8)
        case 2: return Array("\"DP-1\"".utf8)
        case 3: return Array("{}".utf8)
        case 4:
            let elements = (0..<random.number(in: 0...3)).map { _ in value(depth: depth + 1) }
            return Array("[".utf8) + elements.joined(separator: ",".utf8) + Array("]".utf8)
        default: return Array("{\"product\":".utf8) + value(depth: depth + 1) + Array("}".utf8)
        }
    }
}

extension RawJSON {
    /// Where the numbers stand that aren't inside strings.
    var integers: [Range<Int>] {
        var ranges: [Range<Int>] = []
        var isInside = false
        var start: Int?
        for (offset, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\""), offset == 0 || bytes[offset - 1] != UInt8(ascii: "\\") {
                isInside.toggle()
            }
            let isDigit = !isInside && (48...57 ~= byte || byte == UInt8(ascii: "-"))
            if isDigit, start == nil { start = offset }
            if !isDigit, let first = start {
                ranges.append(first..<offset)
                start = nil
            }
        }
        if let start { ranges.append(start..<bytes.count) }
        return ranges
    }

    func replacing(_ range: Range<Int>, with text: String) -> RawJSON {
        var changed = bytes
        changed.replaceSubrange(range, with: text.utf8)
        return RawJSON(canonical: changed)
    }
}
