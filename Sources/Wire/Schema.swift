/// What the canonical form of a type looks like.
public indirect enum Schema: Sendable {
    case integer(minimum: Int64, maximum: Int64)
    case bool
    case string(Format)
    case enumeration([String])
    case array(Schema)
    case object(name: String, members: [Member])
    case oneOf(name: String, cases: [Case])

    /// How a string is restricted.
    public struct Format: Sendable {
        /// A name for people, such as `date` or `usc-code`.
        public let name: String
        /// An ECMA 262 regular expression of all values, if there is one.
        public let pattern: String?
        public let maximumLength: Int?
        /// A value of this format.
        public let example: String

        public init(
            _ name: String,
            pattern: String? = nil,
            maximumLength: Int? = nil,
            example: String
        ) {
            self.name = name
            self.pattern = pattern
            self.maximumLength = maximumLength
            self.example = example
        }
    }

    public struct Member: Sendable {
        public let name: String
        public let schema: Schema
        public let isOptional: Bool
        public let documentation: String

        public init(_ name: String, _ schema: Schema, isOptional: Bool, documentation: String) {
            self.name = name
            self.schema = schema
            self.isOptional = isOptional
            self.documentation = documentation
        }
    }

    public struct Case: Sendable {
        public let name: String
        public let payload: Schema
        public let documentation: String

        public init(_ name: String, _ payload: Schema, documentation: String) {
            self.name = name
            self.payload = payload
            self.documentation = documentation
        }
    }

    /// Any text.
    public static let text = Schema.string(Format("text", example: "text"))
}
