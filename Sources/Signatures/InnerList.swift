/// A structured field's inner list of strings, with integers and strings as parameters
/// (RFC 9651 §3.1.1), read only in its canonical form.
///
/// The general parser is some twenty times slower, and this runs for every command. It serves the
/// tests instead, which show that it agrees about every input the exchange accepts.
struct InnerList {
    enum Value: Equatable {
        case integer(Int64)
        case string(String)

        var string: String? {
            guard case .string(let text) = self else { return nil }
            return text
        }
    }

    private(set) var items: [String] = []
    private(set) var parameters: [(name: String, value: Value)] = []

    private let text: [UInt8]
    private var next = 0

    /// The list in `text`, or `nil` when it isn't one, whole and canonical.
    init?(_ text: String) {
        self.text = Array(text.utf8)
        guard take("(") else { return nil }
        while !take(")") {
            guard items.isEmpty || take(" "), let item = string() else { return nil }
            items.append(item)
        }
        while take(";") {
            guard let name = name(), take("="), let value = value() else { return nil }
            parameters.append((name, value))
        }
        guard next == self.text.count else { return nil }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next < text.count, UInt32(text[next]) == character.value else { return false }
        next += 1
        return true
    }

    /// The bytes from here on that fit, as text.
    private mutating func run(_ fits: (UInt8) -> Bool) -> String {
        let bytes = text[next...].prefix(while: fits)
        next += bytes.count
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func name() -> String? {
        let name = run { 0x61...0x7a ~= $0 }
        return name.isEmpty ? nil : name
    }

    private mutating func value() -> Value? {
        if let text = string() { return .string(text) }
        let digits = run { 0x30...0x39 ~= $0 }
        // At most 15 digits (RFC 9651 §3.3.1), none of them a leading zero.
        guard digits.utf8.count <= 15, digits == "0" || !digits.hasPrefix("0") else { return nil }
        return Int64(digits).map { .integer($0) }
    }

    /// A quoted string of visible ASCII and spaces, without escapes.
    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        let text = run { 0x20...0x7e ~= $0 && $0 != 0x22 && $0 != 0x5c }
        return take("\"") ? text : nil
    }
}
