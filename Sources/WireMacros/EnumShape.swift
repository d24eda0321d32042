import SwiftSyntax

/// The cases of an enum with their associated values.
struct EnumShape {
    struct Case {
        /// The name as it is written in Swift: a keyword between backticks.
        let identifier: String
        let documentation: String
        /// The labelled values, or the one unlabelled value.
        let payload: Payload

        var name: String { identifier.filter { $0 != "`" } }
    }

    enum Payload {
        case object([Field])
        case value(type: String)
    }

    let cases: [Case]

    init(_ declaration: EnumDeclSyntax) {
        cases = declaration.memberBlock.members.flatMap { member -> [Case] in
            guard let line = member.decl.as(EnumCaseDeclSyntax.self) else { return [] }
            return line.elements.map { element in
                let values = element.parameterClause?.parameters.map { $0 } ?? []
                let payload: Payload
                if values.count == 1, values[0].firstName == nil {
                    payload = .value(type: values[0].type.trimmedDescription)
                } else {
                    payload = .object(
                        values.enumerated().map { index, value in
                            Field(
                                identifier: value.firstName?.text ?? "_\(index)",
                                type: value.type.trimmedDescription,
                                documentation: documentation(value),
                                fallback: nil
                            )
                        }
                    )
                }
                return Case(
                    identifier: element.name.text,
                    documentation: documentation(line),
                    payload: payload
                )
            }
        }
    }

    func codec(name: String, access: String) -> [String] {
        [
            """
            \(access)static var cases: [Schema.Case] { [\(schemas(name))] }
            """,
            """
            \(access)var caseName: StaticString {
            switch self {
            \(each { "case .\($0.identifier): \"\($0.name)\"" })
            }
            }
            """,
            """
            \(access)func writePayload(to writer: inout JSONWriter) {
            switch self {
            \(each(writing))
            }
            }
            """,
            """
            \(access)init(case name: String, from reader: inout JSONReader) throws(WireError) {
            switch name {
            \(each(reading))
            default: throw reader.error(.unknownCase(name))
            }
            }
            """,
        ]
    }

    private func each(_ text: (Case) -> String) -> String {
        cases.map(text).joined(separator: "\n")
    }

    private func schemas(_ name: String) -> String {
        let items = cases.map { item in
            let payload =
                switch item.payload {
                case .value(let type): "\(type).schema"
                case .object(let fields):
                    ".object(name: \"\(name).\(item.name)\", members: \(fields.schema))"
                }
            return ".init(\"\(item.name)\", \(payload), documentation: \"\(item.documentation)\")"
        }
        return items.joined(separator: ", ")
    }

    private func writing(_ item: Case) -> String {
        switch item.payload {
        case .value: "case .\(item.identifier)(let value): value.write(to: &writer)"
        case .object(let fields) where fields.isEmpty:
            "case .\(item.identifier): writer.beginObject(); writer.endObject()"
        case .object(let fields):
            """
            case .\(item.identifier)(\(fields.map { "let \($0.name)_" }.joined(separator: ", "))):
            \(fields.writing { "\($0.name)_" })
            """
        }
    }

    private func arguments(_ fields: [Field]) -> String {
        fields.map { "\($0.identifier): \($0.name)_" }.joined(separator: ", ")
    }

    private func reading(_ item: Case) -> String {
        switch item.payload {
        case .value(let type):
            "case \"\(item.name)\": self = .\(item.identifier)(try \(type)(from: &reader))"
        case .object(let fields) where fields.isEmpty:
            """
            case "\(item.name)":
            try reader.beginObject()
            try reader.endObject(of: [])
            self = .\(item.identifier)
            """
        case .object(let fields):
            """
            case "\(item.name)":
            \(fields.reading { "let \($0.name)_: \($0.type)" })
            self = .\(item.identifier)(\(arguments(fields)))
            """
        }
    }
}
