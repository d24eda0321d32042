import ArgumentParser
import Foundation
import Wire

/// JSON as people write it, on its way to the canonical form.
indirect enum JSONTree: Equatable {
    case integer(Int64)
    case bool(Bool)
    case string(String)
    case array([JSONTree])
    case object([String: JSONTree])

    /// Reads any JSON whose numbers are integers.
    init(_ data: Data) throws {
        let value: Any
        do {
            value = try JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed])
        } catch {
            throw ValidationError("the body isn't JSON: \(error.localizedDescription)")
        }
        self = try Self.convert(value)
    }

    private static func convert(_ value: Any) throws -> JSONTree {
        switch value {
        case let object as [String: Any]: return .object(try object.mapValues(convert))
        case let array as [Any]: return .array(try array.map(convert))
        case let text as String: return .string(text)
        case let number as NSNumber:
            // On this platform a boolean is a number of the C type `bool`.
            if String(cString: number.objCType) == "c" { return .bool(number.boolValue) }
            guard Double(number.int64Value) == number.doubleValue,
                number.int64Value.magnitude <= UInt64(WireInteger.limit)
            else {
                throw ValidationError("numbers are integers: \(number)")
            }
            return .integer(number.int64Value)
        default: throw ValidationError("null isn't a value: leave the member out")
        }
    }

    /// A value typed on the command line, read as its schema says.
    init(text: String, _ schema: Schema?) {
        switch schema {
        case .string, .enumeration: self = .string(text)
        case .bool where text == "true" || text == "false": self = .bool(text == "true")
        case .integer: self = Int64(text).map(JSONTree.integer) ?? .string(text)
        default: self = (try? JSONTree(Data(text.utf8))) ?? .string(text)
        }
    }

    /// This object with the member at a path set; objects on the way are made.
    func setting(_ path: [String], to value: JSONTree) -> JSONTree {
        guard let name = path.first else { return value }
        var members: [String: JSONTree] = [:]
        if case .object(let known) = self { members = known }
        let inner = members[name] ?? .object([:])
        members[name] = inner.setting(Array(path.dropFirst()), to: value)
        return .object(members)
    }

    /// The canonical form (RFC 8785).
    var canonical: RawJSON {
        var writer = JSONWriter()
        write(to: &writer)
        return RawJSON(canonical: writer.bytes)
    }

    private func write(to writer: inout JSONWriter) {
        switch self {
        case .integer(let value): writer.integer(value)
        case .bool(let value): writer.bool(value)
        case .string(let value): writer.string(value.precomposedStringWithCanonicalMapping)
        case .array(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for (name, value) in members.sorted(by: {
                $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
            }) {
                writer.key(name)
                value.write(to: &writer)
            }
            writer.endObject()
        }
    }
}

extension Schema {
    /// The schema of the member at a path, if there is one.
    func member(at path: [String]) -> Schema? {
        guard let name = path.first else { return self }
        let rest = Array(path.dropFirst())
        switch self {
        case .object(_, let members):
            return members.first { $0.name == name }?.schema.member(at: rest)
        case .oneOf(_, let cases):
            return cases.first { $0.name == name }?.payload.member(at: rest)
        default: return nil
        }
    }
}
