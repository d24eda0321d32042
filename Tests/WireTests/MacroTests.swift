import Testing
public import Wire

@Wire
struct Keywords: Equatable {
    let `in`: Int64
    let `default`: String?
    let `where`: [Bool]
    let `protocol`: Keyword?
}

@Wire
enum Keyword: Equatable {
    case `default`
    case `init`(Int64)
    case `case`(`inout`: Int64, for: String?)
    case maybe(a: Int64?, b: String?)
    case many([Bool])
}

@Wire
struct Nothing: Equatable {}

@Wire
enum Never {}

@Wire
struct Outer: Equatable {
    let inner: Inner
    let inners: [Inner]?
    /// Written "twice": \(not) code.
    let choice: Choice

    @Wire
    struct Inner: Equatable {
        var deep: Deep = .here

        @Wire
        enum Deep: Equatable {
            case here
            case there(Nothing)
        }
    }

    enum Choice: String, CaseIterable, WireValue {
        case yes
        case no = "no, never"
    }

    static let answer = 42
    var isChosen: Bool { choice == .yes }
}

/// Hidden properties with first values: only the empty initializer is there for others.
@Wire
public struct Hidden: Equatable, Sendable {
    var count: Int64 = 3
    private var names: [String] = ["a"]
}

@Suite("@Wire")
struct MacroTests {
    static let keywordSamples: [(Keywords, String)] = [
        (Keywords(in: 1, where: []), #"{"in":1,"where":[]}"#),
        (
            Keywords(
                in: -1,
                default: "d",
                where: [true],
                protocol: .case(`inout`: 5, for: nil)
            ),
            #"{"default":"d","in":-1,"protocol":{"case":{"inout":5}},"where":[true]}"#
        ),
    ]

    @Test("Properties may be keywords", arguments: keywordSamples)
    func keywords(value: Keywords, text: String) throws {
        #expect(String(decoding: value.wire, as: UTF8.self) == text)
        #expect(try Keywords(wire: text.utf8) == value)
    }

    static let caseSamples: [(Keyword, String)] = [
        (.default, #"{"default":{}}"#), (.`init`(7), #"{"init":7}"#),
        (.case(`inout`: 1, for: "x"), #"{"case":{"for":"x","inout":1}}"#),
        (.maybe(a: nil, b: nil), #"{"maybe":{}}"#), (.maybe(a: 1, b: nil), #"{"maybe":{"a":1}}"#),
        (.maybe(a: nil, b: "b"), #"{"maybe":{"b":"b"}}"#),
        (.many([true, false]), #"{"many":[true,false]}"#),
    ]

    @Test(
        "Cases and labels may be keywords, and associated values optional",
        arguments: caseSamples
    )
    func cases(value: Keyword, text: String) throws {
        #expect(String(decoding: value.wire, as: UTF8.self) == text)
        #expect(try Keyword(wire: text.utf8) == value)
    }

    @Test("A struct without properties is the empty object")
    func nothing() throws {
        #expect(Nothing().wire == Array("{}".utf8))
        #expect(try Nothing(wire: "{}".utf8) == Nothing())
        #expect(throws: WireError(.unknownMember("a"), at: 1)) {
            try Nothing(wire: #"{"a":1}"#.utf8)
        }
    }

    @Test("An enum without cases can't be read")
    func never() {
        #expect(throws: WireError(.unknownCase("a"), at: 5)) { try Never(wire: #"{"a":{}}"#.utf8) }
    }

    @Test("Types nest; static and computed properties aren't written")
    func nested() throws {
        let value = Outer(
            inner: .init(deep: .there(Nothing())),
            inners: [.init(), .init(deep: .here)],
            choice: .no
        )
        let text =
            #"{"choice":"no, never","inner":{"deep":{"there":{}}},"#
            + #""inners":[{"deep":{"here":{}}},{"deep":{"here":{}}}]}"#
        #expect(String(decoding: value.wire, as: UTF8.self) == text)
        #expect(try Outer(wire: text.utf8) == value)
        #expect(throws: WireError(.unknownCase("maybe"), at: 10)) {
            try Outer(wire: #"{"choice":"maybe"}"#.utf8)
        }
    }

    @Test("A type that hides its properties has an empty initializer, and its form")
    func hidden() throws {
        #expect(Hidden().wire == Array(#"{"count":3,"names":["a"]}"#.utf8))
        #expect(try Hidden(wire: Hidden().wire) == Hidden())
    }

    @Test("A schema has the members in canonical order, with what their comments say")
    func schema() throws {
        guard case .object(let name, let members) = Outer.schema else {
            Issue.record("not an object")
            return
        }
        #expect(name == "Outer" && members.map(\.name) == ["choice", "inner", "inners"])
        #expect(members.map(\.isOptional) == [false, false, true])
        #expect(members[0].documentation == #"Written "twice": \(not) code."#)
        guard case .enumeration(let values) = members[0].schema else {
            Issue.record("not an enumeration")
            return
        }
        #expect(values == ["yes", "no, never"])
        #expect(Keyword.cases.map(\.name) == ["default", "init", "case", "maybe", "many"])
    }
}
