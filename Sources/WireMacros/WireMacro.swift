import SwiftCompilerPlugin
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

@main
struct WireMacrosPlugin: CompilerPlugin {
    let providingMacros: [any Macro.Type] = [WireMacro.self]
}

/// Derives the canonical JSON codec, the schema and the public memberwise initializer of a type.
///
/// A struct becomes an object of its stored properties. An enum becomes an object of one member,
/// named after the case: `{"bid":{"auction":"AU-1","price":{…}}}`.
struct WireMacro: ExtensionMacro, MemberMacro {
    static func expansion(
        of node: AttributeSyntax,
        attachedTo declaration: some DeclGroupSyntax,
        providingExtensionsOf type: some TypeSyntaxProtocol,
        conformingTo protocols: [TypeSyntax],
        in context: some MacroExpansionContext
    ) throws -> [ExtensionDeclSyntax] {
        let protocols = declaration.is(EnumDeclSyntax.self) ? "WireValue, WireEnum" : "WireValue"
        return [try ExtensionDeclSyntax("extension \(type.trimmed): \(raw: protocols) {}")]
    }

    static func expansion(
        of node: AttributeSyntax,
        providingMembersOf declaration: some DeclGroupSyntax,
        conformingTo protocols: [TypeSyntax],
        in context: some MacroExpansionContext
    ) throws -> [DeclSyntax] {
        let access = accessLevel(declaration)
        let members: [String]
        if let declaration = declaration.as(StructDeclSyntax.self) {
            let shape = try StructShape(declaration)
            members =
                [shape.initializer(access: access)]
                + shape.codec(name: declaration.name.text, access: access)
        } else if let declaration = declaration.as(EnumDeclSyntax.self) {
            let name = declaration.name.text
            members = EnumShape(declaration).codec(name: name, access: access)
        } else {
            throw MacroError("@Wire is for structs and enums")
        }
        return members.map { "\(raw: $0)" }
    }

    private static func accessLevel(_ declaration: some DeclGroupSyntax) -> String {
        let levels = declaration.modifiers.map(\.name.text)
        return levels.first { $0 == "public" || $0 == "package" }.map { $0 + " " } ?? ""
    }
}

struct MacroError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// The text of the `///` lines above a declaration, for the schema.
func documentation(_ node: some SyntaxProtocol) -> String {
    let lines = node.leadingTrivia.compactMap { piece -> String? in
        guard case .docLineComment(let text) = piece else { return nil }
        return String(text.dropFirst(3)).trimming()
    }
    return lines.joined(separator: " ")
        .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
}

extension String {
    fileprivate func trimming() -> String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    fileprivate func replacing(_ old: Character, with new: String) -> String {
        reduce(into: "") { $0 += $1 == old ? new : String($1) }
    }
}
