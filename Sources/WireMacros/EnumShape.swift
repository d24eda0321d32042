import SwiftSyntax

/// The cases of an enum with their associated values.
struct EnumShape {
    struct Case {
        let name: String
        let documentation: String
        /// The labelled values, or the one unlabelled value.
        let payload: Payload
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
                                name: value.firstName?.text ?? "_\(index)",
                                type: value.type.trimmedDescription,
                                documentation: documentation(value),
                                fallback: nil
                            )
                        }
                    )
                }
                return Case(
                    name: element.name.text.filter { $0 != "`" },
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
            \(each { "case .\($0.name): \"\($0.name)\"" })
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
        case .value: "case .\(item.name)(let value): value.write(to: &writer)"
        case .object(let fields) where fields.isEmpty:
            "case .\(item.name): writer.beginObject(); writer.endObject()"
        case .object(let fields):
            """
            case .\(item.name)(\(fields.map { "let \($0.name)_" }.joined(separator: ", "))):
            \(fields.writing { "\($0.name)_" })
            """
        }
    }

    private func reading(_ item: Case) -> String {
        switch item.payload {
        case .value(let type):
            "case \"\(item.name)\": self = .\(item.name)(try \(type)(from: &reader))"
        case .object(let fields) where fields.isEmpty:
            """
            case "\(item.name)":
            try reader.beginObject()
            try reader.endObject(of: [])
            self = .\(item.name)
            """
        case .object(let fields):
            """
            case "\(item.name)":
            \(fields.reading { "let \($0.name)_: \($0.type)" })
            self = .\(item.name)(\(fields.map { "\($0.name): \($0.name)_" }.joined(separator: ", ")))
            """
        }
    }
}
