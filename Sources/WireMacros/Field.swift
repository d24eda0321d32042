import SwiftSyntax

/// One member of a wire object: a stored property, or a labelled associated value.
struct Field {
    /// The name as it is written in Swift: a keyword between backticks.
    let identifier: String
    let type: String
    let documentation: String
    let fallback: String?

    /// The member's name.
    var name: String { identifier.filter { $0 != "`" } }

    /// Whether the member may be absent: an absent member is `nil`, never `null`.
    var isOptional: Bool { type.hasSuffix("?") }
    var wrapped: String { isOptional ? String(type.dropLast()) : type }
}

extension [Field] {
    /// The order of members in canonical JSON: by bytes of the name (RFC 8785 §3.2.3).
    var canonical: [Field] {
        sorted { Array<UInt8>($0.name.utf8).precedes(Array<UInt8>($1.name.utf8)) }
    }

    var schema: String {
        let members = canonical.map {
            """
            .init("\($0.name)", \($0.wrapped).schema, isOptional: \($0.isOptional), \
            documentation: "\($0.documentation)")
            """
        }
        return "[\(members.joined(separator: ", "))]"
    }

    /// Statements that write the members, each read from `\(source)name`.
    func writing(from source: (Field) -> String) -> String {
        let members = canonical.map { field in
            let value = source(field)
            return field.isOptional
                ? "if let value = \(value) { writer.key(\"\(field.name)\"); value.write(to: &writer) }"
                : "writer.key(\"\(field.name)\"); \(value).write(to: &writer)"
        }
        return (["writer.beginObject()"] + members + ["writer.endObject()"]).joined(separator: "\n")
    }

    /// Statements that read the members into constants of the given name.
    func reading(into target: (Field) -> String) -> String {
        let names = canonical.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let members = canonical.map { field in
            field.isOptional
                ? """
                \(target(field)) = try reader.key("\(field.name)") \
                ? try \(field.wrapped)(from: &reader) : nil
                """
                : """
                try reader.require("\(field.name)", of: [\(names)])
                \(target(field)) = try \(field.type)(from: &reader)
                """
        }
        return (["try reader.beginObject()"] + members + ["try reader.endObject(of: [\(names)])"])
            .joined(separator: "\n")
    }
}

extension [UInt8] {
    fileprivate func precedes(_ other: [UInt8]) -> Bool { lexicographicallyPrecedes(other) }
}
