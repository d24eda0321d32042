import Testing

@testable import Portal

@Suite("Markup")
struct NodeTests {
    @Test("Text and attributes can't end what they stand in")
    func escaping() {
        let node = p(.class(#"a"b<c>&"#)) { #"<i>"&'"# }
        #expect(node.markup == #"<p class="a&quot;b&lt;c&gt;&amp;">&lt;i&gt;"&amp;'</p>"#)
    }

    @Test("Control characters are shown as such")
    func controls() {
        #expect(
            Node.text("a\u{0}b\u{1B}c\u{7F}d\te\nf").markup == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\te\nf"
        )
    }

    @Test("Boolean, absent and void parts are written as HTML wants them")
    func shapes() {
        let node = group {
            input(.on("checked"), .on("disabled", if: false), .when(false, .id("x")))
            if Bool(false) { "no" }
            div()
        }
        #expect(node.markup == "<input checked><div></div>")
    }

    @Test(
        "An address with a scheme other than the web's or mail's is neutralised",
        arguments: [
            ("/zh/market?q=a:b", "/zh/market?q=a:b"), ("#x:y", "#x:y"), ("?a:b", "?a:b"), ("", ""),
            ("https://a.example/", "https://a.example/"),
            ("MAILTO:a@b.example", "MAILTO:a@b.example"),
            ("javascript:alert(1)", "#"), ("JavaScript:alert(1)", "#"),
            (" javascript:alert(1)", "#"),
            ("java\nscript:alert(1)", "#"), ("\u{1}javascript:alert(1)", "#"),
            ("data:text/html,x", "#"),
            ("vbscript:x", "#"), ("ｊavascript:x", "#"),
        ]
    )
    func addresses(address: String, safe: String) {
        #expect(Attribute.safe(address) == safe)
    }
}
