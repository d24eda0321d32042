import KernelTesting
import Testing
import Units
import Wire

/// Values that are one string on the wire: identifiers, codes, dates.
@Suite("Text forms")
struct TextTests {
    static let samples: [any WireString] = [
        ID<Member>(1), ID<Member>(42), ID<DataProduct>(17), ID<PaymentInstruction>(1),
        ID<TradeContract>(WireInteger.limit),
        Currency.cny, Day(0), Day(20_759), Day(2_932_896),
        KeyID(high: 0, low: 1), CommandID(high: .max, low: 0), Salt(high: 1, low: .max),
    ]

    @Test("A value's text reads back as the value, within its format", arguments: samples)
    func roundTrip(sample: any WireString) throws {
        try check(sample)
    }

    private func check<T: WireString>(_ value: T) throws {
        let read = try #require(T(text: value.text))
        #expect(read.text == value.text && read.wire == value.wire)
        #expect(try T(wire: value.wire).text == value.text)
        let pattern = try Regex(T.format.pattern ?? ".*")
        #expect(try pattern.wholeMatch(in: value.text) != nil)
        #expect(value.text.count <= T.format.maximumLength ?? .max)
        #expect(T(text: T.format.example)?.text == T.format.example)
        for miss in value.text.nearMisses() {
            // A slip is refused, or it is the one text of another value.
            guard let other = T(text: miss) else { continue }
            #expect(Array(other.text.utf8) == Array(miss.utf8))
            #expect(try pattern.wholeMatch(in: miss) != nil, "\(miss)")
        }
    }

    @Test(
        "The texts of codes and keys follow the same rules",
        arguments: [
            "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            "p256:" + String(repeating: "A", count: 87),
        ]
    )
    func publicKeys(text: String) throws {
        try check(try #require(PublicKeyText(text: text)))
    }

    @Test("A public key has one text and one name, which follow from its algorithm and bytes")
    func keyNames() throws {
        // The first 16 bytes of sha256(01 ‖ the 32 bytes), by sha256sum.
        let text = "ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs"
        let key = try #require(PublicKeyText(text: text))
        #expect(key.keyID.text == "4415cb72781f57563c28b31aea984b37")
        let others = [
            // The unused bits of the last character, padding, a character less, another length.
            "ed25519:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bt", text + "=",
            String(text.dropLast()), "p256:JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs",
            "ed25519:" + String(repeating: "A", count: 87),
        ]
        for other in others { #expect(PublicKeyText(text: other) == nil, "\(other)") }
    }

    @Test("A digest, a signature and a code read back, and near misses don't")
    func hexAndCodes() throws {
        try check(try #require(Digest(text: String(repeating: "0f", count: 32))))
        try check(try #require(SignatureText(text: String(repeating: "a1", count: 64))))
        try check(try #require(USCC(text: "91350100M000100Y43")))
    }

    @Test(
        "An ID is its subject's prefix, a hyphen and a number from 1 in its shortest form",
        arguments: [
            "", "M", "M-", "M-0", "M-01", "M--1", "M-+1", "M- 1", "M-1 ", " M-1", "m-1", "M1",
            "M-1.0", "M-9007199254740992", "M-99999999999999999999", "DP-1", "MM-1", "M-１", "M-1\n",
        ]
    )
    func idRefused(text: String) { #expect(ID<Member>(text: text) == nil) }

    @Test("IDs are in order of number and each kind of subject has its own letters")
    func subjects() {
        #expect(ID<Member>(2) < ID<Member>(10) && !(ID<Member>(2) < ID<Member>(2)))
        let prefixes = [
            Member.prefix, DataResource.prefix, RegistrationCase.prefix, DataProduct.prefix,
            TradeContract.prefix, AccessEntitlement.prefix, PaymentInstruction.prefix,
        ]
        #expect(Set(prefixes).count == prefixes.count)
        #expect(prefixes.allSatisfy { $0.allSatisfy { "A"..."Z" ~= $0 } })
    }

    @Test("A title has between one and so many characters in each language that it has")
    func title() {
        #expect(Title(zh: "数", en: nil).isWithin(1))
        #expect(Title(zh: "数据", en: "ab").isWithin(2))
        #expect(!Title(zh: "", en: nil).isWithin(2))
        #expect(!Title(zh: "数", en: "").isWithin(2))
        #expect(!Title(zh: "数据交", en: nil).isWithin(2))
        // English runs longer: three letters a character.
        #expect(Title(zh: "数", en: "abcdef").isWithin(2))
        #expect(!Title(zh: "数", en: "abcdefg").isWithin(2))
    }
}
