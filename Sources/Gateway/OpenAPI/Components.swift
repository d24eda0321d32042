import Wire

/// The named schemas of a description: JSON Schema 2020-12, each defined once.
struct Components {
    private(set) var schemas: [(name: String, value: JSONTree)] = []

    /// The schema, or a reference to it where it has a name.
    mutating func reference(_ schema: Schema) -> JSONTree {
        switch schema {
        case .integer(let minimum, let maximum):
            return [
                "type": "integer", "format": "int64", "minimum": .integer(minimum),
                "maximum": .integer(maximum),
            ]
        case .bool: return ["type": "boolean"]
        case .string(let format): return string(format)
        case .enumeration(let names):
            return ["type": "string", "enum": .array(names.map(JSONTree.string))]
        case .array(let element): return ["type": "array", "items": reference(element)]
        case .object("Any", let members) where members.isEmpty:
            return ["description": "Any value in canonical JSON."]
        case .object(let name, let members): return define(name, object(members))
        case .oneOf(let name, let cases):
            return define(
                name,
                ["oneOf": .array(cases.map { self.variant($0) })]
            )
        }
    }

    private func string(_ format: Schema.Format) -> JSONTree {
        var members: [(name: String, value: JSONTree)] = [("type", "string")]
        if format.name != "text" { members.append(("description", .string(format.name))) }
        if let pattern = format.pattern { members.append(("pattern", .string(pattern))) }
        if let length = format.maximumLength {
            members.append(("maxLength", .integer(Int64(length))))
        }
        members.append(("examples", [.string(format.example)]))
        return .object(members)
    }

    private mutating func object(_ members: [Schema.Member]) -> JSONTree {
        var properties: [(name: String, value: JSONTree)] = []
        for member in members {
            let schema = reference(member.schema)
            let text = member.documentation
            properties.append((member.name, text.isEmpty ? schema : described(schema, text)))
        }
        let required = members.filter { !$0.isOptional }.map { JSONTree.string($0.name) }
        return [
            "type": "object", "properties": .object(properties), "required": .array(required),
            "additionalProperties": false,
        ]
    }

    private mutating func variant(_ variant: Schema.Case) -> JSONTree {
        let payload = reference(variant.payload)
        return described(
            [
                "type": "object", "properties": .object([(variant.name, payload)]),
                "required": [.string(variant.name)], "additionalProperties": false,
            ],
            variant.documentation
        )
    }

    /// The schema with a description; its own, if it has one, gives way.
    private func described(_ schema: JSONTree, _ text: String) -> JSONTree {
        guard !text.isEmpty, case .object(let members) = schema else { return schema }
        return .object(
            [("description", .string(text))] + members.filter { $0.name != "description" }
        )
    }

    /// Names a schema; another one that has the name already leaves it a number: `Terms2`.
    private mutating func define(_ name: String, _ schema: JSONTree) -> JSONTree {
        let plain = String(name.map { $0.isLetter || $0.isNumber || ".-".contains($0) ? $0 : "_" })
        for number in 1... {
            let name = number == 1 ? plain : "\(plain)\(number)"
            let known = schemas.first { $0.name == name }
            if let known, known.value.bytes != schema.bytes { continue }
            if known == nil { schemas.append((name, schema)) }
            return ["$ref": "#/components/schemas/\(name)"]
        }
        return schema
    }
}

extension Schema {
    /// A value of this form, with all optional members.
    var example: JSONTree {
        switch self {
        case .integer(let minimum, let maximum): .integer(max(minimum, min(1, maximum)))
        case .bool: false
        case .string(let format): .string(format.example)
        case .enumeration(let names): .string(names.first ?? "")
        case .array(let element): [element.example]
        case .object(_, let members):
            .object(members.map { ($0.name, $0.schema.example) })
        case .oneOf(_, let cases):
            .object(cases.prefix(1).map { ($0.name, $0.payload.example) })
        }
    }
}
