import Testing
import Wire

@Wire
struct Sample: Equatable {
    let zeta: Int64
    /// A remark.
    let alpha: String?
    let list: [Bool]
}

@Wire
enum Choice: Equatable {
    case first(Sample)
    case second(b: Int64, a: String)
    case third
}

@Suite("Wire")
struct WireTests {
    @Test("An object's members stand in byte order and an absent optional is not written")
    func members() throws {
        let sample = Sample(zeta: -7, list: [true, false])
        #expect(String(decoding: sample.wire, as: UTF8.self) == #"{"list":[true,false],"zeta":-7}"#)
        #expect(try Sample(wire: sample.wire) == sample)
    }

    static let choices: [(Choice, String)] = [
        (
            .first(Sample(zeta: 0, alpha: "数\n\u{1}", list: [])),
            #"{"first":{"alpha":"数\n\u0001","list":[],"zeta":0}}"#
        ),
        (.second(b: 1, a: "x"), #"{"second":{"a":"x","b":1}}"#),
        (.third, #"{"third":{}}"#),
    ]

    @Test("A case is an object of one member", arguments: choices)
    func cases(choice: Choice, text: String) throws {
        #expect(String(decoding: choice.wire, as: UTF8.self) == text)
        #expect(try Choice(wire: text.utf8) == choice)
    }

    @Test(
        "Only the canonical form is read",
        arguments: [
            (#"{"list":[],"zeta":1"#, .unexpectedEnd, 19),
            (#"{"list":[],"zeta":1} "#, .notCanonical("no white space"), 20),
            (#"{"list":[],"zeta":1}x"#, .trailingBytes, 20),
            (#"{ "list":[],"zeta":1}"#, .notCanonical("no white space"), 1),
            (#"{"list":[],"zeta":01}"#, .notCanonical("no leading zero and no minus zero"), 18),
            (#"{"list":[],"zeta":-0}"#, .notCanonical("no leading zero and no minus zero"), 18),
            (#"{"list":[],"zeta":1.0}"#, .expected("an integer, without fraction or exponent"), 18),
            (#"{"list":[],"zeta":9007199254740992}"#, .outOfRange("±(2^53-1)"), 18),
            (#"{"list":[],"zeta":99999999999999999999}"#, .outOfRange("±(2^53-1)"), 18),
            (#"{"zeta":1}"#, .missingMember("list"), 1),
            (#"{"list":[]}"#, .missingMember("zeta"), 10),
            (#"{"zeta":1,"list":[]}"#, .missingMember("list"), 1),
            (
                #"{"list":[],"list":[],"zeta":1}"#,
                .notCanonical("members in byte order, once each: \"list\""), 10
            ),
            (#"{"list":[],"more":1,"zeta":1}"#, .unknownMember("more"), 10),
            (
                #"{"alpha":"\u0041","list":[],"zeta":1}"#,
                .notCanonical("an escape that isn't needed, or NUL"), 10
            ),
            (
                #"{"alpha":"\u0000","list":[],"zeta":1}"#,
                .notCanonical("an escape that isn't needed, or NUL"), 10
            ),
            (#"{"alpha":null,"list":[],"zeta":1}"#, .expected("a string"), 9),
            (#"{"list":[1],"zeta":1}"#, .expected("true or false"), 9),
            ("", .unexpectedEnd, 0),
        ] as [(String, WireError.Reason, Int)]
    )
    func refused(text: String, reason: WireError.Reason, offset: Int) {
        #expect(throws: WireError(reason, at: offset)) { try Sample(wire: text.utf8) }
    }

    @Test("Bytes that aren't UTF-8 are refused")
    func notUTF8() {
        let bytes = Array(#"{"alpha":""#.utf8) + [0xFF] + Array(#"","list":[],"zeta":1}"#.utf8)
        #expect(throws: WireError(.invalidUTF8, at: 10)) { try Sample(wire: bytes) }
    }

    @Test("Deep nesting is refused, not followed")
    func deep() {
        let bytes = Array(repeating: UInt8(ascii: "["), count: 100_000)
        #expect(throws: WireError(.tooDeep, at: 32)) {
            var reader = JSONReader(bytes)
            _ = try reader.canonical()
        }
    }

    @Test("Every truncation and every changed byte is refused or means another value")
    func mutations() throws {
        let choice = Choice.first(Sample(zeta: 12, alpha: "a\"b", list: [true]))
        let bytes = choice.wire
        for count in 0..<bytes.count {
            #expect(throws: WireError.self) { try Choice(wire: bytes[..<count]) }
        }
        for index in bytes.indices {
            for value in [UInt8(0), 0x20, 0x22, 0x5C, 0x7B, 0x30, 0xFF] where value != bytes[index]
            {
                var changed = bytes
                changed[index] = value
                if let read = try? Choice(wire: changed) {
                    #expect(read != choice && read.wire == changed)
                }
            }
        }
    }
}
