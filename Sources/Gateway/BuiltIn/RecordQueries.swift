import HTTPTypes
import Kernel
import Wire

/// The number of a record.
struct RecordNumber: WireValue {
    let value: Int64

    static let schema = Schema.integer(minimum: 0, maximum: WireInteger.limit)

    func write(to writer: inout JSONWriter) { writer.integer(value) }

    init(from reader: inout JSONReader) throws(WireError) {
        let start = reader.offset
        value = try reader.integer()
        guard value >= 0 else { throw WireError(.outOfRange("0 to 2^53-1"), at: start) }
    }
}

extension Query {
    private static let readers = Audience.viewer(
        "Overseers (auditor, supervisor, venue operator) read every record; a member reads those"
            + " of the member's own commands and those with events that concern the member."
    )
    private static let number = Parameter("sequence", RecordNumber.self, "The record's number.")
    /// How many records one request looks at, whether or not its viewer may read them.
    private static let scan: Int64 = 512

    static func records(_ service: any ExchangeService) -> [Query] {
        [
            Query(
                "/v1/records/{sequence}",
                "One record of the journal: the very bytes that were hashed.",
                [number],
                readers,
                .json(Record.schema)
            ) { question in
                Answer(json: try await readable(question, service).bytes)
            },
            Query(
                "/v1/records/{sequence}/receipt",
                "One record, in the `extra` line, with the proof that it is in the log and the signed"
                    + " checkpoint (C2SP tlog-proof v1): what a member keeps.",
                [number],
                readers,
                .other(mediaType: "text/plain; charset=utf-8")
            ) { question in
                let stored = try await readable(question, service)
                let sequence = stored.record.sequence
                guard let receipt = try await service.receipt(for: sequence) else {
                    throw Problem(.notYetProven, .init("sequence", sequence))
                        .with(.retryAfter, "5")
                }
                return Answer(.bytes(Array(receipt.utf8)), mediaType: "text/plain; charset=utf-8")
            },
            Query(
                "/v1/records",
                "The records that the viewer may read, from the oldest on. A page may be empty and"
                    + " still have a next one.",
                pageParameters,
                .members,
                .json(Page<RawJSON>.schema)
            ) { question in
                let page = try await page(question, service)
                return Answer(json: page.wire, next: page.next)
            },
        ]
    }

    /// The record that a question names; whoever may not read it learns nothing of it.
    private static func readable(
        _ question: Question,
        _ service: any ExchangeService
    ) async throws -> StoredRecord {
        let number: RecordNumber = try question.arguments.value("sequence")
        let stored = try await service.records(from: number.value, limit: 1).first
        guard let stored, stored.record.sequence == number.value,
            question.viewer.mayRead(stored.record, in: question.machine)
        else { throw QueryError.notFound }
        return stored
    }

    private static func page(
        _ question: Question,
        _ service: any ExchangeService
    ) async throws -> Page<RawJSON> {
        let arguments = question.arguments
        var next: Int64 = 0
        if let cursor: Cursor = arguments.optional("after") {
            guard let last = try? RecordNumber(wire: cursor.bytes) else {
                throw QueryError.invalidParameter("after")
            }
            next = last.value + 1
        }
        let limit = arguments.optional("limit", as: PageLimit.self) ?? .usual
        let end = question.machine.world.sequence
        let stop = min(end, next + scan)
        var data: [RawJSON] = []
        while next < stop, data.count < limit.count {
            let found = try await service.records(from: next, limit: Int(stop - next))
            guard !found.isEmpty else { break }
            for stored in found where data.count < limit.count {
                next = stored.record.sequence + 1
                if question.viewer.mayRead(stored.record, in: question.machine) {
                    data.append(RawJSON(canonical: stored.bytes))
                }
            }
        }
        return Page(data: data, next: next < end ? Cursor(bytes: (next - 1).wire) : nil)
    }
}
