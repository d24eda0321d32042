import Foundation
import Kernel
import Units
import Wire

/// The body of a command: canonical JSON whose texts are in Unicode normalization form C.
enum CommandBody {
    /// Reads the command that is posted at `path`, or says what is wrong and where.
    static func read(
        _ bytes: [UInt8],
        for path: String,
        in machine: StateMachine,
        id: CommandID? = nil,
        signature: MessageSignature? = nil
    ) throws(Problem) -> Call {
        let body: RawJSON
        do throws(WireError) {
            body = try RawJSON(checking: bytes)
        } catch {
            throw Problem(error, in: bytes, isJSON: false)
        }
        try checkNormalization(bytes)
        do throws(CallError) {
            return try machine.call(path, body: body, id: id, signature: signature)
        } catch {
            switch error {
            case .unknownPath: throw Problem(.unknownPath)
            case .malformed(let error): throw Problem(error, in: bytes, isJSON: true)
            }
        }
    }

    /// Two texts that look alike must be the same bytes, or two names are one to every reader.
    ///
    /// The text is normalized as a whole: JSON's own characters neither combine nor decompose.
    private static func checkNormalization(_ bytes: [UInt8]) throws(Problem) {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return }
        let normal = String(decoding: bytes, as: UTF8.self).precomposedStringWithCanonicalMapping
        guard !normal.utf8.elementsEqual(bytes) else { return }
        let same = zip(normal.utf8, bytes).prefix { $0 == $1 }.count
        // Back to where the character begins.
        let start = bytes[...min(same, bytes.count - 1)].lastIndex { $0 & 0xC0 != 0x80 } ?? 0
        var problem = Problem(.notNFC)
        problem.offset = start
        problem.pointer = JSONPointer.at(start, in: bytes)
        throw problem
    }
}

extension Problem {
    /// What a body that can't be read lacks; `isJSON` if it is canonical JSON of another form.
    fileprivate init(_ error: WireError, in bytes: [UInt8], isJSON: Bool) {
        var member: String?
        switch error.reason {
        case .unexpectedEnd, .invalidUTF8, .trailingBytes: self.init(.notJSON)
        case .expected(let thing):
            self.init(isJSON ? .wrongValue : .notJSON, .init("expected", thing))
        case .notCanonical(let rule): self.init(.notCanonical, .init("rule", rule))
        case .unknownMember(let name):
            self.init(.unknownMember, .init("member", name))
            member = name
        case .missingMember(let name):
            self.init(.missingMember, .init("member", name))
            member = name
        case .unknownCase(let name): self.init(.wrongValue, .init("unknown", name))
        case .outOfRange(let range): self.init(.wrongValue, .init("range", range))
        case .tooDeep: self.init(.tooDeep, .init("limit", JSONReader.depthLimit))
        }
        offset = error.offset
        pointer = JSONPointer.at(error.offset, in: bytes, member: member)
    }
}
