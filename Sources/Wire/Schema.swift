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
        /// The length of the longest value in characters, if there is one.
        public let maximumLength: Int?
        /// A value of this format.
        public let example: String

        /// A format of this name.
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

    /// One member of an object.
    public struct Member: Sendable {
        /// Its name.
        public let name: String
        /// The form of its value.
        public let schema: Schema
        /// Whether it may be absent.
        public let isOptional: Bool
        /// What it means.
        public let documentation: String

        /// A member of this name and form.
        public init(_ name: String, _ schema: Schema, isOptional: Bool, documentation: String) {
            self.name = name
            self.schema = schema
            self.isOptional = isOptional
            self.documentation = documentation
        }
    }

    /// One case of an enum.
    public struct Case: Sendable {
        /// Its name.
        public let name: String
        /// The form of what it carries.
        public let payload: Schema
        /// What it means.
        public let documentation: String

        /// A case of this name and form.
        public init(_ name: String, _ payload: Schema, documentation: String) {
            self.name = name
            self.payload = payload
            self.documentation = documentation
        }
    }

    /// Any text.
    public static let text = Schema.string(Format("text", example: "text"))
}
