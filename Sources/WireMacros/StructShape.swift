import SwiftSyntax

/// The stored properties of a struct, in order of declaration.
struct StructShape {
    let fields: [Field]
    /// Whether every property is as visible as the type: then so is the memberwise initializer.
    let isOpen: Bool

    init(_ declaration: StructDeclSyntax) {
        isOpen = declaration.memberBlock.members.allSatisfy { member in
            guard let variable = member.decl.as(VariableDeclSyntax.self),
                variable.bindings.allSatisfy({ $0.accessorBlock == nil })
            else { return true }
            let levels = declaration.modifiers.map(\.name.text).filter { $0 != "final" }
            return variable.modifiers.contains { $0.name.text == "static" }
                || levels.isEmpty || variable.modifiers.contains { levels.contains($0.name.text) }
        }
        fields = declaration.memberBlock.members.flatMap { member -> [Field] in
            guard let variable = member.decl.as(VariableDeclSyntax.self),
                !variable.modifiers.contains(where: { $0.name.text == "static" })
            else { return [] }
            return variable.bindings.compactMap { binding in
                guard binding.accessorBlock == nil,
                    let name = binding.pattern.as(IdentifierPatternSyntax.self)?.identifier.text,
                    let type = binding.typeAnnotation?.type.trimmedDescription
                else { return nil }
                return Field(
                    name: name.filter { $0 != "`" },
                    type: type,
                    documentation: documentation(variable),
                    fallback: binding.initializer?.value.trimmedDescription
                )
            }
        }
    }

    /// The memberwise initializer; for a type that hides its properties and gives each a first
    /// value, the empty one.
    func initializer(access: String) -> String {
        if !isOpen, fields.allSatisfy({ $0.fallback != nil || $0.isOptional }) {
            return "\(access)init() {}"
        }
        let access = isOpen ? access : ""
        let parameters = fields.map { field in
            let fallback = field.fallback ?? (field.isOptional ? "nil" : nil)
            return "\(field.identifier): \(field.type)" + (fallback.map { " = \($0)" } ?? "")
        }
        let assignments = fields.map { "self.\($0.identifier) = \($0.identifier)" }
        return """
            \(access)init(\(parameters.joined(separator: ", "))) {
            \(assignments.joined(separator: "\n"))
            }
            """
    }

    func codec(name: String, access: String) -> [String] {
        [
            """
            \(access)static var schema: Schema {
            .object(name: "\(name)", members: \(fields.schema))
            }
            """,
            """
            \(access)func write(to writer: inout JSONWriter) {
            \(fields.writing { "self.\($0.identifier)" })
            }
            """,
            """
            \(access)init(from reader: inout JSONReader) throws(WireError) {
            \(fields.reading { "self.\($0.identifier)" })
            }
            """,
        ]
    }
}
