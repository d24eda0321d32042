import Hummingbird
import Kernel
import NIOCore

extension Query {
    /// How many records are read at once for a stream.
    static let batch = 256

    static func journal(_ service: any ExchangeService) -> Query {
        Query(
            "/v1/journal",
            "All records up to now, one a line (NDJSON), for who replays them.",
            [
                Parameter(
                    "from",
                    RecordNumber.self,
                    "The first record wanted; 0 when absent."
                )
            ],
            .roles(Viewer.overseers),
            .other(mediaType: "application/x-ndjson")
        ) { question in
            let from = question.arguments.optional("from", as: RecordNumber.self)?.value ?? 0
            let end = question.machine.world.sequence
            let body = ResponseBody { writer in
                var next = from
                while next < end {
                    let limit = Int(min(end - next, Int64(batch)))
                    let found = try await service.records(from: next, limit: limit)
                    guard let last = found.last else { break }
                    var lines = ByteBuffer()
                    for stored in found {
                        lines.writeBytes(stored.bytes)
                        lines.writeInteger(UInt8(ascii: "\n"))
                    }
                    try await writer.write(lines)
                    next = last.record.sequence + 1
                }
                try await writer.finish(nil)
            }
            return Answer(.stream(body), mediaType: "application/x-ndjson")
        }
    }
}
