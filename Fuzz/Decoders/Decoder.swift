import Wire

/// What reads bytes that come from outside, and what must hold when it has.
struct Decoder: Sendable {
    /// Its name on the command line.
    let name: String
    /// Inputs to begin with: what the decoder accepts, made by today's encoders.
    let seeds: @Sendable () -> [[UInt8]]
    /// Reads; traps when what must hold doesn't.
    let take: @Sendable ([UInt8]) -> Void

    init(
        _ name: String,
        seeds: @escaping @Sendable () -> [[UInt8]],
        _ take: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.name = name
        self.seeds = seeds
        self.take = take
    }

    /// Reads one value; when that succeeds, `encode` must give back the very bytes that were read.
    init<Value>(
        _ name: String,
        seeds: @escaping @Sendable () -> [[UInt8]],
        exactly decode: @escaping @Sendable ([UInt8]) throws -> Value,
        _ encode: @escaping @Sendable (Value) throws -> [UInt8],
        then use: @escaping @Sendable (Value) -> Void = { _ in }
    ) {
        self.init(name, seeds: seeds) { bytes in
            guard let value = try? decode(bytes) else { return }
            precondition((try? encode(value)) == bytes, "another form was accepted")
            use(value)
        }
    }

    /// Reads one text that is the only one of its value.
    init<Value>(
        _ name: String,
        texts: @escaping @Sendable () -> [String],
        exactly decode: @escaping @Sendable (String) throws -> Value?,
        _ encode: @escaping @Sendable (Value) -> String
    ) {
        self.init(name, seeds: { texts().map { Array($0.utf8) } }) { bytes in
            guard let text = String(validating: bytes, as: UTF8.self),
                let value = try? decode(text)
            else { return }
            precondition(encode(value).utf8.elementsEqual(bytes), "another text was accepted")
        }
    }

    /// All, in the order in which they run.
    static let all = exchange + messages + requests + log + data + queries

    /// Traps on one input of four bytes: the control that a crash would be found.
    static let planted = Decoder("planted", seeds: { [] }) { bytes in
        let magic = Array("trap".utf8)
        guard bytes.count >= magic.count else { return }
        for (byte, wanted) in zip(bytes, magic) where byte != wanted { return }
        fatalError("the planted crash")
    }
}
