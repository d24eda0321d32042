import Testing
import Units

@testable import Gateway

@Suite("The gateway's small parts")
struct UnitTests {
    @Test(
        "A JSON Pointer names the value at a byte",
        arguments: [
            ("", 0, nil, ""),
            (#"{"a":1}"#, 5, nil, "/a"),
            (#"{"a":1,"b":2}"#, 6, "c", "/c"),
            (#"{"a":{"b":[1,2,{"c":3}]}}"#, 20, nil, "/a/b/2/c"),
            (#"{"a":[1],"b":2}"#, 13, nil, "/b"),
            (#"{"a/b":{"m~n":1}}"#, 14, nil, "/a~1b/m~0n"),
            (#"{"a\"b":1}"#, 8, nil, #"/a"b"#),
            (#"{"a":"{[,:","b":1}"#, 16, nil, "/b"),
            ("]]}}", 4, nil, ""),
            ("[[[", 99, nil, "/0/0/0"),
            ("[1,2", -5, nil, ""),
        ] as [(String, Int, String?, String)]
    )
    func pointer(text: String, offset: Int, member: String?, pointer: String) {
        #expect(JSONPointer.at(offset, in: Array(text.utf8), member: member) == pointer)
    }

    @Test(
        "The preferred language is the one with the greater weight; Chinese when in doubt",
        arguments: [
            (nil, .zh), ("", .zh), ("en", .en), ("zh", .zh), ("en-GB,en;q=0.9,zh;q=0.1", .en),
            ("zh-CN,zh;q=0.9,en;q=0.8", .zh), ("en;q=0.5, zh;q=0.85", .zh), ("fr", .zh),
            ("EN", .en), ("en;q=0", .zh), ("en;q=x", .zh), ("en;q=1.5", .en), (";;,,;q", .zh),
            ("zh;q=0.001,en;q=0.01", .en),
        ] as [(String?, Language)]
    )
    func language(field: String?, language: Language) {
        #expect(Language(accepting: field) == language)
    }

    @Test("A bucket fills again with time, up to its burst, and each subject has its own")
    func bucket() {
        let limiter = RateLimiter<String>("key", .init(perSecond: 2, burst: 3))
        func take(_ subject: String, after milliseconds: Int64) -> String {
            let now = testTime + Span(microseconds: milliseconds * 1_000)
            let grant = limiter.take(subject, at: now)
            return "\(grant.isGranted) \(grant.remaining) \(grant.seconds)"
        }
        #expect(take("a", after: 0) == "true 2 1")
        #expect(take("a", after: 0) == "true 1 1")
        #expect(take("a", after: 0) == "true 0 2")
        #expect(take("a", after: 0) == "false 0 1")
        #expect(take("b", after: 0) == "true 2 1")
        #expect(take("a", after: 499) == "false 0 1")
        #expect(take("a", after: 500) == "true 0 2")
        // A clock that goes back takes nothing away and gives nothing.
        #expect(take("a", after: 100) == "false 0 1")
        #expect(take("a", after: 1_000) == "true 0 2")
        #expect(take("a", after: 999_999_999) == "true 2 1")
    }
}
