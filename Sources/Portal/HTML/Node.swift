/// A piece of an HTML page.
///
/// One concrete type keeps compiling fast; every string is escaped when written, so hostile text
/// can't become markup. Only this module makes nodes: pages are built by its functions.
public enum Node: Sendable {
    /// Text, escaped when written.
    case text(String)
    /// An element; a `void` one has neither children nor an end tag.
    indirect case element(StaticString, [Attribute], [Node], void: Bool)
    /// Nodes side by side.
    case group([Node])

    /// Appends the markup as UTF-8.
    func write(to output: inout [UInt8]) {
        switch self {
        case .text(let text):
            Self.escape(text, inAttribute: false, to: &output)
        case .group(let nodes):
            for node in nodes { node.write(to: &output) }
        case .element(let tag, let attributes, let children, let void):
            output.append(UInt8(ascii: "<"))
            Self.put(tag, to: &output)
            for attribute in attributes { attribute.write(to: &output) }
            output.append(UInt8(ascii: ">"))
            if void { return }
            for child in children { child.write(to: &output) }
            output.append(UInt8(ascii: "<"))
            output.append(UInt8(ascii: "/"))
            Self.put(tag, to: &output)
            output.append(UInt8(ascii: ">"))
        }
    }

    /// The markup as a string, for tests and small fragments.
    var markup: String {
        var output: [UInt8] = []
        write(to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends `text` with the characters replaced that could end a text or a quoted attribute.
    ///
    /// Control characters are replaced by U+FFFD as well: HTML forbids them, and they hide text.
    static func escape(_ text: String, inAttribute: Bool, to output: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): put("&amp;", to: &output)
            case UInt8(ascii: "<"): put("&lt;", to: &output)
            case UInt8(ascii: ">"): put("&gt;", to: &output)
            case UInt8(ascii: "\"") where inAttribute: put("&quot;", to: &output)
            case 0x09, 0x0A: output.append(byte)
            case 0x00...0x1F, 0x7F: put("\u{FFFD}", to: &output)
            default: output.append(byte)
            }
        }
    }

    private static func put(_ text: StaticString, to output: inout [UInt8]) {
        text.withUTF8Buffer { output.append(contentsOf: $0) }
    }
}

/// An attribute of an element, escaped when written.
///
/// There is no way to write an inline style or an inline handler, and ``href(_:)`` and its like
/// neutralise addresses that would run a script: the strict content security policy of
/// ``SecurityHeaders`` then never has anything to refuse.
public struct Attribute: Sendable {
    private let name: StaticString
    /// What follows `data-` or `aria-`; empty for all other attributes.
    private let suffix: StaticString
    private let value: String?
    private let isPresent: Bool

    private init(
        _ name: StaticString,
        suffix: StaticString = "",
        _ value: String?,
        isPresent: Bool = true
    ) {
        self.name = name
        self.suffix = suffix
        self.value = value
        self.isPresent = isPresent
    }

    func write(to output: inout [UInt8]) {
        guard isPresent else { return }
        output.append(UInt8(ascii: " "))
        name.withUTF8Buffer { output.append(contentsOf: $0) }
        suffix.withUTF8Buffer { output.append(contentsOf: $0) }
        guard let value else { return }
        output.append(UInt8(ascii: "="))
        output.append(UInt8(ascii: "\""))
        Node.escape(value, inAttribute: true, to: &output)
        output.append(UInt8(ascii: "\""))
    }
}

extension Attribute {
    static func `class`(_ names: String) -> Self { Self("class", names) }
    static func id(_ id: String) -> Self { Self("id", id) }
    static func href(_ address: String) -> Self { Self("href", safe(address)) }
    static func src(_ address: String) -> Self { Self("src", safe(address)) }
    static func action(_ address: String) -> Self { Self("action", safe(address)) }
    static func role(_ role: String) -> Self { Self("role", role) }
    static func aria(_ name: StaticString, _ value: String) -> Self {
        Self("aria-", suffix: name, value)
    }
    static func data(_ name: StaticString, _ value: String = "") -> Self {
        Self("data-", suffix: name, value)
    }
    /// A boolean attribute, present when `condition` holds.
    static func on(_ name: StaticString, if condition: Bool = true) -> Self {
        Self(name, nil, isPresent: condition)
    }
    /// Any other attribute; the names are literals of this module, never input.
    static func set(_ name: StaticString, _ value: String) -> Self { Self(name, value) }
    static func when(_ condition: Bool, _ attribute: Self) -> Self {
        Self(
            attribute.name,
            suffix: attribute.suffix,
            attribute.value,
            isPresent: condition && attribute.isPresent
        )
    }

    /// The address, or `#` when it has a scheme other than the web's or mail's.
    ///
    /// Browsers skip blanks and control characters before and inside a scheme, so they are
    /// dropped before looking.
    static func safe(_ address: String) -> String {
        let visible = address.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }
        guard let colon = visible.firstIndex(of: ":") else { return address }
        let head = visible[..<colon]
        if head.contains(where: { $0 == "/" || $0 == "?" || $0 == "#" }) { return address }
        let scheme = String(String.UnicodeScalarView(head)).lowercased()
        return ["http", "https", "mailto"].contains(scheme) ? address : "#"
    }
}
