/// The JSON Pointer (RFC 6901) of a place in a JSON text.
enum JSONPointer {
    fileprivate enum Frame {
        case object(key: String?)
        case array(index: Int)
    }

    /// The pointer of the value at byte `offset`, or before it when the text is malformed there.
    ///
    /// With `member`, the place is in or at the end of an object, and that member of it is meant.
    static func at(_ offset: Int, in text: [UInt8], member: String? = nil) -> String {
        var frames: [Frame] = []
        var string: [UInt8] = []
        var isInString = false
        var isEscaped = false
        for byte in text.prefix(max(0, offset)) {
            if isInString {
                if isEscaped || (byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")) {
                    string.append(byte)
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                isInString = true
                string = []
            case UInt8(ascii: "{"): frames.append(.object(key: nil))
            case UInt8(ascii: "["): frames.append(.array(index: 0))
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = frames.popLast()
            case UInt8(ascii: ":"):
                frames.replaceObject(key: String(decoding: string, as: UTF8.self))
            case UInt8(ascii: ","): frames.next()
            default: break
            }
        }
        if let member { frames.replaceObject(key: member) }
        return frames.map(\.token).joined()
    }
}

extension JSONPointer.Frame {
    fileprivate var token: String {
        switch self {
        case .object(nil): ""
        case .array(let index): "/\(index)"
        case .object(let key?):
            "/" + key.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
        }
    }
}

extension [JSONPointer.Frame] {
    fileprivate mutating func replaceObject(key: String) {
        guard case .object = last else { return }
        self[count - 1] = .object(key: key)
    }

    /// Goes on to what follows a comma.
    fileprivate mutating func next() {
        switch last {
        case .array(let index): self[count - 1] = .array(index: index + 1)
        case .object: self[count - 1] = .object(key: nil)
        case nil: break
        }
    }
}
