import Foundation
import Portal
import Testing

@Suite("Assets")
struct AssetTests {
    private static func text(_ name: String) throws -> String {
        let file = try #require(Assets.files.first { $0.path.hasSuffix("/\(name)") })
        return String(decoding: file.bytes, as: UTF8.self)
    }

    @Test("Files are found by their addresses, which hold one digest, and by no other")
    func addresses() {
        #expect(
            Assets.files.allSatisfy { $0.path.contains(/^\/assets\/[0-9a-f]{16}\/[a-z]+\.[a-z]+$/) }
        )
        #expect(Assets.files.allSatisfy { Assets.file(at: $0.path)?.bytes == $0.bytes })
        #expect(Set(Assets.files.map { $0.path.split(separator: "/")[1] }).count == 1)
        #expect(Assets.file(at: "/assets/../app.css") == nil)
    }

    @Test("Nothing is fetched from elsewhere")
    func selfContained() throws {
        for file in Assets.files {
            let text = String(decoding: file.bytes, as: UTF8.self)
                .replacing("http://www.w3.org/2000/svg", with: "")
            #expect(!text.contains(/https?:\/\/|url\(|@import/), "\(file.path)")
        }
    }

    @Test("Scripts write text only, never markup, and import only what is served")
    func scripts() throws {
        let files = Assets.files.filter { $0.path.hasSuffix(".js") }
        #expect(files.count == 5)
        for file in files {
            let text = String(decoding: file.bytes, as: UTF8.self)
            #expect(!text.contains(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/))
            for match in text.matches(of: /['"]\.\/([a-z]+\.js)['"]/) {
                #expect(throws: Never.self) { try Self.text(String(match.1)) }
            }
        }
    }

    @Test("The policy allows no inline code, no other origin, and no markup from strings")
    func policy() {
        let policy = SecurityHeaders.contentSecurityPolicy
        #expect(policy.hasPrefix("default-src 'none'; "))
        #expect(policy.contains("require-trusted-types-for 'script'"))
        #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("http"))
        #expect(SecurityHeaders.all.count == Set(SecurityHeaders.all.map { $0.name }).count)
    }

    // MARK: Colours

    /// The colour tokens of each of the style sheet's sets: light, dark by system, dark by choice.
    private static func sets() throws -> [[String: String]] {
        let sheet = try text("app.css")
        return sheet.split(separator: ":root").dropFirst().prefix(3).map { part in
            let tokens = part.matches(of: /(--[a-z0-9-]+): #([0-9a-f]{3,6});/)
            return Dictionary(tokens.map { (String($0.1), String($0.2)) }) { first, _ in first }
        }
    }

    @Test("The two dark sets are the same")
    func darkSets() throws {
        let sets = try Self.sets()
        #expect(sets.count == 3)
        #expect(sets[1].count > 15 && sets[1] == sets[2])
        #expect(Set(sets[1].keys) == Set(sets[0].keys))
    }

    @Test("Text reaches 4.5:1 on what it stands on, fields 3:1 (WCAG 2.2, 1.4.3 and 1.4.11)")
    func contrast() throws {
        let texts = ["--ink", "--ink-2", "--ink-3", "--brand", "--ok", "--warn", "--bad"]
        for set in try Self.sets() {
            for surface in ["--surface", "--bg", "--sunken"] {
                for text in texts { try #expect(Self.contrast(set, text, surface) >= 4.5) }
                try #expect(Self.contrast(set, "--field", surface) >= 3)
            }
            for tone in ["brand", "ok", "warn", "bad"] {
                try #expect(Self.contrast(set, "--\(tone)", "--\(tone)-soft") >= 4.5)
            }
            try #expect(Self.contrast(set, "--brand-ink", "--brand") >= 4.5)
        }
    }

    private static func contrast(_ set: [String: String], _ a: String, _ b: String) throws -> Double
    {
        let (x, y) = (luminance(try #require(set[a])), luminance(try #require(set[b])))
        return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }

    /// The relative luminance of a colour, by WCAG's definition.
    private static func luminance(_ hex: String) -> Double {
        let digits = hex.count == 3 ? hex.map { "\($0)\($0)" }.joined() : hex
        let value = Int(digits, radix: 16) ?? 0
        let parts = [16, 8, 0].map { linear(Double((value >> $0) & 255) / 255) }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private static func linear(_ part: Double) -> Double {
        part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
}
