import Kernel
import KernelTesting
import Testing
import Units
import Wire

@Suite("Call and endpoint")
struct CallTests {
    static let machine = TestVenue(Probe.self, Echo.self).machine

    private func body(_ text: String) -> RawJSON { RawJSON(canonical: Array(text.utf8)) }

    @Test("Every command has an endpoint: its function, and its verb in words")
    func endpoints() {
        #expect(
            Self.machine.endpoints.map(\.path) == [
                "/v1/exchange/advance-clock", "/v1/exchange/attest", "/v1/exchange/open",
                "/v1/exchange/publish-rules", "/v1/testing/by-anyone", "/v1/testing/by-member",
                "/v1/testing/by-registrar", "/v1/testing/by-system", "/v1/testing/cause",
                "/v1/testing/enrol", "/v1/testing/note", "/v1/testing/ring", "/v1/testing/say",
                "/v1/testing/sign",
            ]
        )
        #expect(
            Self.machine.capabilities == [
                "exchange.house", "testing.echo", "testing.probe", "testing.roster",
            ]
        )
    }

    @Test("An endpoint tells what is posted, and why it may be refused, in order of precedence")
    func endpoint() throws {
        let note = try #require(Self.machine.endpoints.first { $0.path == "/v1/testing/note" })
        #expect(note.capability == Probe.name && note.verb == "note")
        #expect(note.documentation == "Notes a text; refused when it is empty.")
        #expect(note.refusals.map(\.code) == ["testing.probe.blank", "testing.probe.unwanted"])
        #expect(note.refusals.map(\.refusal.kind) == [.invalid, .conflict])
        guard case .object(_, let members) = note.body else { throw Unexpected(note.body) }
        #expect(members.map(\.name) == ["text"])
    }

    @Test("A call is what was posted, read but not decided")
    func call() throws {
        let id = CommandID(high: 1, low: 1)
        let call = try Self.machine.call("/v1/testing/note", body: body(#"{"text":"a"}"#), id: id)
        #expect(call.path == "/v1/testing/note" && call.body == body(#"{"text":"a"}"#))
        #expect(call.id == id && call.signature == nil && call.due == nil)
        #expect(call.capability == Probe.name && call.attestations == [])
        #expect(call.command.wire == Probe.Command.note(text: "a").wire)
    }

    @Test(
        "What isn't the canonical form of a command of that path is no call",
        arguments: [
            ("/v1/testing/notes", "{}", .unknownPath("/v1/testing/notes")),
            ("", "{}", .unknownPath("")),
            ("/v1/testing/note", "{}", .malformed(WireError(.missingMember("text"), at: 1))),
            (
                "/v1/testing/note", #"{"text":"a"} "#,
                .malformed(WireError(.notCanonical("no white space"), at: 12))
            ),
            ("/v1/testing/note", "", .malformed(WireError(.unexpectedEnd, at: 0))),
            (
                "/v1/testing/by-member", #"{"text":"a"}"#,
                .malformed(WireError(.unknownMember("text"), at: 1))
            ),
        ] as [(String, String, CallError)]
    )
    func refused(path: String, text: String, error: CallError) {
        #expect(throws: error) { try Self.machine.call(path, body: body(text)) }
    }

    @Test("A code's kind and sentences are found again, and an unknown code has none")
    func refusals() {
        for reason in KernelReason.allCases {
            #expect(Self.machine.refusal("kernel.\(reason.rawValue)") == reason.refusal)
        }
        #expect(Self.machine.refusal("testing.probe.blank") == Probe.Reason.blank.refusal)
        for code in [
            "", "blank", "kernel.", "kernel.blank", "testing.probe", "testing.probe.", ".",
        ] {
            #expect(Self.machine.refusal(code) == nil, "\(code)")
        }
    }

    @Test("Every reason of the kernel and the house speaks both languages")
    func languages() {
        let refusals = KernelReason.allCases.map(\.refusal) + House.Reason.allCases.map(\.refusal)
        for refusal in refusals {
            #expect(refusal.zh.unicodeScalars.contains { 0x4E00...0x9FFF ~= $0.value })
            #expect(refusal.en.first?.isUppercase == true && !refusal.en.hasSuffix("."))
        }
        #expect(Set(refusals.map(\.en)).count >= refusals.count - 1)
    }
}
