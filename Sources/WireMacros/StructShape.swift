import SwiftSyntax

/// The stored properties of a struct, in order of declaration.
struct StructShape {
    let fields: [Field]
    /// Whether every property is as visible as the type: then so is the memberwise initializer.
    let isOpen: Bool

    /// The shape, unless a stored property would be left out of the form unnoticed.
    init(_ declaration: StructDeclSyntax) throws(MacroError) {
        isOpen = declaration.memberBlock.members.allSatisfy { member in
            guard let variable = member.decl.as(VariableDeclSyntax.self),
                variable.bindings.allSatisfy({ $0.accessorBlock == nil })
            else { return true }
            let levels = declaration.modifiers.map(\.name.text).filter { $0 != "final" }
            return variable.modifiers.contains { $0.name.text == "static" }
                || levels.isEmpty || variable.modifiers.contains { levels.contains($0.name.text) }
        }
        var fields: [Field] = []
        for member in declaration.memberBlock.members {
            guard let variable = member.decl.as(VariableDeclSyntax.self),
                !variable.modifiers.contains(where: { $0.name.text == "static" })
            else { continue }
            for binding in variable.bindings where binding.isStored {
                guard let name = binding.pattern.as(IdentifierPatternSyntax.self)?.identifier.text,
                    let type = binding.typeAnnotation?.type.trimmedDescription
                else {
                    let name = binding.pattern.trimmedDescription
                    throw MacroError("@Wire needs the type of `\(name)` written out")
                }
                fields.append(
                    Field(
                        identifier: name,
                        type: type,
                        documentation: documentation(variable),
                        fallback: binding.initializer?.value.trimmedDescription
                    )
                )
            }
        }
        self.fields = fields
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

extension PatternBindingSyntax {
    /// Whether it is a property with a place of its own: one without accessors, or with observers.
    fileprivate var isStored: Bool {
        switch accessorBlock?.accessors {
        case nil: true
        case .getter: false
        case .accessors(let list):
            list.allSatisfy { ["willSet", "didSet"].contains($0.accessorSpecifier.text) }
        }
    }
}
