import Units

extension CSVRow {
    /// The row as a JSON array of its fields as strings, in canonical form (RFC 8785).
    ///
    /// Fields stay text: `1.0` and `1` are different rows, and no rule for numbers is needed.
    public var canonical: [UInt8] {
        var output: [UInt8] = []
        appendCanonical(to: &output)
        return output
    }

    /// Appends the canonical form; what `Wire` would write, but straight from the bytes.
    func appendCanonical(to output: inout [UInt8]) {
        let bytes = bytes.span
        output.append(UInt8(ascii: "["))
        for (column, field) in fields.enumerated() {
            if column > 0 { output.append(ASCII.comma) }
            output.append(ASCII.quote)
            for index in field {
                let byte = bytes[index]
                if byte < 0x20 || byte == ASCII.quote || byte == ASCII.backslash {
                    appendEscaped(byte, to: &output)
                } else {
                    output.append(byte)
                }
            }
            output.append(ASCII.quote)
        }
        output.append(UInt8(ascii: "]"))
    }
}

/// RFC 8785 §3.2.2.2: the two-character escape where JSON has one, else `\u00xx`.
private func appendEscaped(_ byte: UInt8, to output: inout [UInt8]) {
    output.append(ASCII.backslash)
    switch byte {
    case ASCII.quote, ASCII.backslash: output.append(byte)
    case 0x08: output.append(UInt8(ascii: "b"))
    case 0x09: output.append(UInt8(ascii: "t"))
    case 0x0A: output.append(UInt8(ascii: "n"))
    case 0x0C: output.append(UInt8(ascii: "f"))
    case 0x0D: output.append(UInt8(ascii: "r"))
    default: output.append(contentsOf: "u00\(Hex.encode(CollectionOfOne(byte)))".utf8)
    }
}
