/// Prints records as RFC 4180 has them, with LF; what it prints, ``CSVReader`` reads back.
public enum CSVWriter {
    /// Appends one record to `output`, quoting only what has to be quoted.
    public static func append(
        _ fields: some Collection<some Collection<UInt8>>,
        to output: inout [UInt8]
    ) {
        let isSingle = fields.count == 1
        for (column, field) in fields.enumerated() {
            if column > 0 { output.append(ASCII.comma) }
            // At the start of a file a byte order mark isn't text, unless it is quoted.
            if field.contains(where: isSpecial) || field.starts(with: ASCII.byteOrderMark)
                || (isSingle && field.isEmpty)
            {
                output.append(ASCII.quote)
                for byte in field {
                    if byte == ASCII.quote { output.append(byte) }
                    output.append(byte)
                }
                output.append(ASCII.quote)
            } else {
                output.append(contentsOf: field)
            }
        }
        output.append(ASCII.lineFeed)
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case ASCII.comma, ASCII.quote, ASCII.lineFeed, ASCII.carriageReturn: true
        default: false
        }
    }
}
