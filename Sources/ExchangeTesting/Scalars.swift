import Kernel
public import Units

extension PublicKeyText {
    /// The `number`-th example: text in the form of an Ed25519 key, which nobody holds.
    ///
    /// It ends in `A`, as the last character of 32 bytes carries only four bits.
    public static func example(_ number: Int64) -> PublicKeyText {
        let digits = "\(number)"
        let text = "ed25519:" + String(repeating: "A", count: 42 - digits.count) + digits + "A"
        guard let key = PublicKeyText(text: text) else { preconditionFailure(text) }
        return key
    }
}

extension Digest {
    /// The SHA-256 of the number's decimal digits.
    public static func example(_ number: Int64) -> Digest {
        Digest(hashing: Array("\(number)".utf8))
    }
}

extension SignatureText {
    /// Zeros: the core checks whose signature it is, whoever lets the command in that it is right.
    public static let example: SignatureText = {
        let text = String(repeating: "0", count: 128)
        guard let signature = SignatureText(text: text) else { preconditionFailure(text) }
        return signature
    }()
}

extension USCC {
    /// The `number`-th example: region 110108, nine digits, and the check character they need.
    public static func example(_ number: Int64) -> USCC {
        let code = "91110108" + "\(number + 1_000_000_000)".dropFirst()
        for check in "0123456789ABCDEFGHJKLMNPQRTUWXY" {
            if let uscc = USCC(text: code + "\(check)") { return uscc }
        }
        preconditionFailure("\(code) has no check character")
    }
}

extension KeyID {
    /// The name of the `number`-th example key.
    public static func example(_ number: Int64) -> KeyID {
        PublicKeyText.example(number).keyID
    }
}

extension Day {
    /// The day of the month that the examples happen in, November 2026; the 2nd is a Monday.
    public static func november(_ day: Int64) -> Day {
        guard let date = Day(year: 2026, month: 11, day: day) else {
            preconditionFailure("November has no day \(day)")
        }
        return date
    }
}

extension Instant {
    /// A time of day in Beijing in November 2026.
    public static func november(_ day: Int64, hour: Int64 = 12) -> Instant {
        Day.november(day).start + .seconds(hour * 3_600)
    }
}
