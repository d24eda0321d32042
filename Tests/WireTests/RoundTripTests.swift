import Foundation
import KernelTesting
import Testing
import Wire

@Wire
private struct Rich: Equatable {
    var number: Int64 = 0
    var small: Int = 0
    var flag: Bool = false
    var text: String = ""
    var list: [Int64] = []
    var words: [[String]] = []
    var choice: Branch?
    var branches: [Branch] = []

    @Wire
    enum Branch: Equatable {
        case leaf
        case text(String)
        case pair(left: Int64, right: String?)
        case branch([Branch])
    }
}

/// Writing and reading are each other's inverse, for values and for bytes.
@Suite("Round trips")
struct RoundTripTests {
    /// Scalars that strings go wrong over: controls, quotes, ends of ranges, combining, astral.
    private static let scalars: [Unicode.Scalar] =
        (1...0x22).compactMap(Unicode.Scalar.init) + [
            "\\", "/", "a", "\u{7F}", "\u{80}", "é", "\u{301}", "数", "\u{2028}", "\u{D7FF}",
            "\u{E000}", "\u{FEFF}", "\u{FFFF}", "😀", "\u{10FFFF}",
        ]

    private static func text(_ generator: inout SplitMix64) -> String {
        var text = ""
        for _ in 0..<generator.number(in: 0...12) {
            text.unicodeScalars.append(generator.element(of: scalars) ?? "a")
        }
        return text
    }

    private static func integer(_ generator: inout SplitMix64) -> Int64 {
        if generator.oneIn(5) {
            return generator.element(of: [0, WireInteger.limit, -WireInteger.limit]) ?? 0
        }
        let wide = generator.number(in: -WireInteger.limit...WireInteger.limit)
        return wide >> generator.number(in: 0...53)
    }

    private static func branch(_ generator: inout SplitMix64, depth: Int) -> Rich.Branch {
        switch generator.number(in: depth > 0 ? 0...3 : 0...2) {
        case 0: .leaf
        case 1: .text(text(&generator))
        case 2:
            .pair(
                left: integer(&generator),
                right: generator.oneIn(2) ? text(&generator) : nil
            )
        default:
            .branch(
                (0..<generator.number(in: 0...3)).map { _ in branch(&generator, depth: depth - 1) }
            )
        }
    }

    private static func rich(_ seed: UInt64) -> Rich {
        var generator = SplitMix64(seed: seed)
        var rich = Rich()
        rich.number = integer(&generator)
        rich.small = Int(integer(&generator))
        rich.flag = generator.oneIn(2)
        rich.text = text(&generator)
        rich.list = (0..<generator.number(in: 0...4)).map { _ in integer(&generator) }
        rich.words = (0..<generator.number(in: 0...3)).map { _ in
            (0..<generator.number(in: 0...2)).map { _ in text(&generator) }
        }
        rich.choice = generator.oneIn(2) ? branch(&generator, depth: 3) : nil
        rich.branches = (0..<generator.number(in: 0...3)).map { _ in branch(&generator, depth: 2) }
        return rich
    }

    @Test(
        "A value reads back from its bytes, alone and as raw JSON",
        arguments: 0..<300 as Range<UInt64>
    )
    func values(seed: UInt64) throws {
        let rich = Self.rich(seed)
        #expect(try Rich(wire: rich.wire) == rich)
        let raw = try RawJSON(checking: rich.wire)
        #expect(raw == RawJSON(rich) && raw.wire == rich.wire)
        #expect(try [RawJSON](wire: [raw, raw].wire) == [raw, raw])
    }

    @Test("Another reader of JSON reads the same", arguments: 0..<100 as Range<UInt64>)
    func foundation(seed: UInt64) throws {
        let rich = Self.rich(seed)
        let object = try JSONSerialization.jsonObject(with: Data(rich.wire)) as? [String: Any]
        #expect(object?["number"] as? Int64 == rich.number)
        #expect(object?["flag"] as? Bool == rich.flag)
        // Foundation drops byte order marks, wherever they stand.
        let text = rich.text.unicodeScalars.filter { $0 != "\u{FEFF}" }
        let read = (object?["text"] as? String)?.unicodeScalars.filter { $0 != "\u{FEFF}" }
        #expect(read.map { Array($0) } == Array(text))
        #expect(object?["list"] as? [Int64] == rich.list)
        #expect((object?["branches"] as? [Any])?.count == rich.branches.count)
        #expect((object?["choice"] == nil) == (rich.choice == nil))
    }

    @Test("Bytes that read are the bytes of what was read", arguments: 0..<40 as Range<UInt64>)
    func bytes(seed: UInt64) {
        let rich = Self.rich(seed)
        let bytes = rich.wire
        var generator = SplitMix64(seed: seed)
        for _ in 0..<200 {
            var changed = bytes
            let index = Int(generator.number(in: 0...Int64(bytes.count - 1)))
            switch generator.number(in: 0...3) {
            case 0: changed[index] = UInt8(truncatingIfNeeded: generator.next())
            case 1: changed.remove(at: index)
            case 2:
                changed.insert(
                    bytes[Int(generator.number(in: 0...Int64(bytes.count - 1)))],
                    at: index
                )
            default: changed.swapAt(index, Int(generator.number(in: 0...Int64(bytes.count - 1))))
            }
            if let read = try? Rich(wire: changed) { #expect(read.wire == changed) }
            if let raw = try? RawJSON(checking: changed) { #expect(raw.bytes == changed) }
        }
    }

    @Test(
        "Any bytes at all are read or refused, and trap nothing",
        arguments: 0..<40 as Range<UInt64>
    )
    func noise(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let alphabet = Array(#"{}[]",:\u0019abtrue-e."#.utf8) + [0x20, 0x0A, 0x80, 0xFF, 0xC3]
        for _ in 0..<500 {
            let bytes = (0..<generator.number(in: 0...20)).compactMap { _ in
                generator.element(of: alphabet)
            }
            if let raw = try? RawJSON(checking: bytes) { #expect(raw.wire == bytes) }
            _ = try? Rich(wire: bytes)
        }
    }

    @Test(
        "An integer is written with all its digits, and read within ±(2⁵³ − 1)",
        arguments: [
            Int64.min, .min + 1, -WireInteger.limit - 1, -WireInteger.limit, -10, -1, 0, 1, 9, 10,
            99, 100, WireInteger.limit, WireInteger.limit + 1, .max - 1, .max,
        ]
    )
    func integers(value: Int64) throws {
        #expect(String(decoding: value.wire, as: UTF8.self) == "\(value)")
        if value.magnitude <= UInt64(WireInteger.limit) {
            #expect(try Int64(wire: value.wire) == value)
            #expect(try Int(wire: value.wire) == Int(value))
        } else {
            #expect(throws: WireError(.outOfRange("±(2^53-1)"), at: 0)) {
                try Int64(wire: value.wire)
            }
        }
    }

    /// The example of RFC 8785 §3.2.2.
    @Test("A string is written as RFC 8785 writes it")
    func strings() throws {
        let text = "\u{20AC}$\u{0F}\nA'B\"\\\\\"/"
        let form = #""€$\u000f\nA'B\"\\\\\"/""#
        #expect(String(decoding: text.wire, as: UTF8.self) == form)
        #expect(try String(wire: form.utf8) == text)
    }

    @Test(
        "Each scalar alone reads back, but NUL, which is written and never read",
        arguments: (0...0xFF as ClosedRange<UInt32>)
    )
    func scalar(value: UInt32) throws {
        let text = String(try #require(Unicode.Scalar(value)))
        if value == 0 {
            #expect(throws: WireError.self) { try String(wire: text.wire) }
        } else {
            #expect(try String(wire: text.wire) == text)
        }
    }

    @Test("Nesting to 32 levels is read, one deeper isn't", arguments: [31, 32, 33, 34])
    func depth(levels: Int) {
        let bytes =
            Array(String(repeating: "[", count: levels).utf8)
            + Array(String(repeating: "]", count: levels).utf8)
        let isRead = (try? RawJSON(checking: bytes)) != nil
        #expect(isRead == (levels <= JSONReader.depthLimit))
    }

    @Test(
        "Raw JSON is any value in canonical form, and nothing else",
        arguments: [
            ("{}", true), ("[]", true), (#"{"a":1,"b":[true,"x"]}"#, true), ("-5", true),
            (#""\u001f""#, true), (#"{"b":1,"a":1}"#, false), (#"{"a":1,"a":1}"#, false),
            ("null", false), ("1.5", false), ("1e3", false), ("[1,]", false), ("[,1]", false),
            (#"{"a":1,}"#, false), (#"{,"a":1}"#, false), ("[1 ]", false), ("", false),
            ("[1}", false), (#"{"a"}"#, false), (#"{"a":}"#, false), ("tru", false), ("-", false),
            (#""\u001F""#, false), (#""\/""#, false), (#""\ud83d\ude00""#, false), ("01", false),
            (#"{1:2}"#, false), ("[] []", false), ("'a'", false), (#""a"#, false), ("+1", false),
        ]
    )
    func raw(text: String, isCanonical: Bool) {
        #expect(((try? RawJSON(checking: text.utf8)) != nil) == isCanonical)
    }
}
