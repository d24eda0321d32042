import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import ServiceLifecycle
import Units

extension Query {
    static func events(_ service: any ExchangeService, heartbeat: Duration) -> Query {
        Query(
            "/v1/events",
            "The records that the viewer may read as they come, as server-sent events: `id` is the"
                + " record's number, `data` the record. After a broken connection the stream goes"
                + " on after `Last-Event-ID`; without it, with the next record.",
            [
                Parameter(
                    "after",
                    RecordNumber.self,
                    "The number of the last record known; `Last-Event-ID` counts more."
                )
            ],
            .members,
            .other(mediaType: "text/event-stream")
        ) { question in
            var next = question.machine.world.sequence
            if let after: RecordNumber = question.arguments.optional("after") {
                next = after.value + 1
            }
            if let last = question.request.headerFields[.lastEventID] {
                guard let number = RecordNumber(parameter: last) else {
                    throw QueryError.invalidParameter("Last-Event-ID")
                }
                next = number.value + 1
            }
            guard let key = question.viewer.key else { throw QueryError.notPermitted }
            let stream = EventStream(
                service: service,
                key: key,
                heartbeat: heartbeat,
                next: next
            )
            return Answer(
                .stream(ResponseBody { writer in try await stream.write(to: &writer) }),
                mediaType: "text/event-stream",
                cacheControl: "no-store"
            )
        }
    }
}

/// One viewer's stream of records as server-sent events (HTML, §9.2).
private struct EventStream: Sendable {
    let service: any ExchangeService
    let key: KeyID
    let heartbeat: Duration
    /// The number of the next record to look at.
    let next: Int64

    private enum Signal {
        case growth, pulse
    }

    /// Writes events until graceful shutdown.
    func write(to writer: inout any ResponseBodyWriter) async throws {
        // However slow the client, no more than one signal waits.
        let (signals, signal) = AsyncStream.makeStream(
            of: Signal.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let growth = service.growth()
        signal.yield(.growth)
        try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask {
                for await _ in growth { signal.yield(.growth) }
                signal.finish()
            }
            group.addTask {
                while (try? await Task.sleep(for: heartbeat)) != nil { signal.yield(.pulse) }
            }
            var next = next
            for await signal in signals.cancelOnGracefulShutdown() {
                try await send(from: &next, to: &writer)
                guard signal == .pulse else { continue }
                // An id without data moves on the place where the client would resume, past what
                // it may not read.
                try await writer.write(ByteBuffer(string: ": alive\nid: \(next - 1)\n\n"))
            }
            group.cancelAll()
        }
        try await writer.finish(nil)
    }

    /// Writes what there is from record `next` on.
    private func send(
        from next: inout Int64,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        while true {
            let machine = service.state
            // Rights may have changed since the last batch.
            let viewer = Viewer(key: key, in: machine)
            let found = try await service.records(from: next, limit: Query.batch)
            guard let last = found.last else { return }
            var events = ByteBuffer()
            for stored in found where viewer.mayRead(stored.record, in: machine) {
                events.writeString("id: \(stored.record.sequence)\nevent: record\ndata: ")
                events.writeBytes(stored.bytes)
                events.writeString("\n\n")
            }
            if events.readableBytes > 0 { try await writer.write(events) }
            next = last.record.sequence + 1
        }
    }
}
