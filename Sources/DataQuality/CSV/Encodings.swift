/// Checks UTF-8 byte by byte (Unicode 16.0, table 3-7: no overlong forms, no surrogates).
struct UTF8Check: Sendable {
    /// How many continuation bytes the character still lacks.
    private(set) var missing = 0
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    /// Takes the next byte of a character that isn't ASCII; false if it can't stand there.
    mutating func take(_ byte: UInt8) -> Bool {
        if missing > 0 {
            guard allowed.contains(byte) else { return false }
            allowed = 0x80...0xBF
            missing -= 1
            return true
        }
        switch byte {
        case 0xC2...0xDF: (missing, allowed) = (1, 0x80...0xBF)
        case 0xE0: (missing, allowed) = (2, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE, 0xEF: (missing, allowed) = (2, 0x80...0xBF)
        case 0xED: (missing, allowed) = (2, 0x80...0x9F)
        case 0xF0: (missing, allowed) = (3, 0x90...0xBF)
        case 0xF1...0xF3: (missing, allowed) = (3, 0x80...0xBF)
        case 0xF4: (missing, allowed) = (3, 0x80...0x8F)
        default: return false
        }
        return true
    }
}

/// Bytes that aren't UTF-8, gathered until there are enough to tell what they might be.
struct EncodingSuspect: Sendable {
    /// How many bytes from the fault on are looked at, and at most as many before it.
    static let window = 64

    let error: CSVError.Position
    private(set) var evidence: [UInt8]
    private var wanted: Int

    /// `before`: the field up to the fault; `after`: what is at hand from the fault on.
    init(at error: CSVError.Position, before: ArraySlice<UInt8>, after: ArraySlice<UInt8>) {
        self.error = error
        let run = before.suffix(Self.window).reversed().prefix { $0 >= 0x80 }
        evidence = run.reversed()
        wanted = Self.window
        gather(after)
    }

    /// Takes as many of `bytes` as are still wanted.
    mutating func gather(_ bytes: ArraySlice<UInt8>) {
        let taken = bytes.prefix(wanted)
        evidence.append(contentsOf: taken)
        wanted -= taken.count
    }

    var isComplete: Bool { wanted == 0 }

    /// Whether the bytes read as GB 18030, with at least half of its characters among the
    /// Chinese characters and punctuation of GB 2312, which is what real text consists of.
    var looksLikeGBK: Bool {
        var characters = 0
        var common = 0
        var index = 0
        while index < evidence.count {
            let lead = evidence[index]
            guard lead >= 0x80 else {
                index += 1
                continue
            }
            guard index + 1 < evidence.count else { break }
            let trail = evidence[index + 1]
            switch (lead, trail) {
            case (0x81...0xFE, 0x30...0x39):
                index += 4
            case (0x81...0xFE, 0x40...0x7E), (0x81...0xFE, 0x80...0xFE):
                if trail >= 0xA1, (0xA1...0xA9).contains(lead) || (0xB0...0xF7).contains(lead) {
                    common += 1
                }
                index += 2
            default:
                return false
            }
            characters += 1
        }
        return characters > 0 && common * 2 >= characters
    }
}
