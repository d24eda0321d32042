/// Why bytes aren't the canonical form of the value that was wanted, and where.
public struct WireError: Error, Equatable, Sendable {
    /// What is wrong.
    public enum Reason: Equatable, Sendable {
        /// The bytes end inside the value.
        case unexpectedEnd
        /// Something else stands where the named thing should.
        case expected(String)
        /// The JSON is valid but not canonical: white space, escapes, number form, order.
        case notCanonical(String)
        /// The object has a member that the type doesn't have.
        case unknownMember(String)
        /// The object lacks a member.
        case missingMember(String)
        /// There is no case of this name.
        case unknownCase(String)
        /// The value has the right form but isn't allowed; the text says what is.
        case outOfRange(String)
        /// Values are nested deeper than 32 levels.
        case tooDeep
        /// The bytes of a string aren't UTF-8.
        case invalidUTF8
        /// There are bytes after the value.
        case trailingBytes
    }

    /// What is wrong.
    public let reason: Reason
    /// Where in the bytes, from 0.
    public let offset: Int

    /// A failure at a byte.
    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension WireError: CustomStringConvertible {
    /// One sentence for a person, in English.
    public var description: String {
        let sentence =
            switch reason {
            case .unexpectedEnd: "the text ends too early"
            case .expected(let thing): "expected \(thing)"
            case .notCanonical(let rule): "not canonical JSON (RFC 8785): \(rule)"
            case .unknownMember(let name): "unknown member \"\(name)\""
            case .missingMember(let name): "missing member \"\(name)\""
            case .unknownCase(let name): "unknown case \"\(name)\""
            case .outOfRange(let range): "out of range: \(range)"
            case .tooDeep: "nested deeper than \(JSONReader.depthLimit) levels"
            case .invalidUTF8: "a string isn't UTF-8"
            case .trailingBytes: "bytes after the value"
            }
        return "\(sentence), at byte \(offset)"
    }
}
