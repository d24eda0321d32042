import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Units
import Wire

/// Takes commands: reads, verifies, limits and submits them, and says what became of them.
struct CommandDesk: Sendable {
    let service: any ExchangeService
    let authenticator: Authenticator
    let limiter: RateLimiter<KeyID>
    let strangers: RateLimiter<StrangerCommand>
    let addressField: HTTPField.Name?
    let bodyLimit: Int

    /// Answers one command posted at `path`.
    func respond(
        to request: Request,
        at path: String,
        context: GatewayContext
    ) async throws -> Response {
        try checkMediaType(request.headers)
        let body = try await collect(request.body)
        let machine = service.state
        let call = try authenticator.call(request.head, body: body, path: path, in: machine)
        guard let key = call.signature?.key else { throw Problem(.notSigned) }
        let now = authenticator.now()
        let fields = try limiter.admit(key, at: now)
        if machine.holder(of: key) == nil {
            let address = ClientAddress(request, context, field: addressField)
            _ = try strangers.admit(StrangerCommand(address: address, path: path), at: now)
        }
        var response = try reply(await service.submit(call), in: machine)
        response.headers.append(contentsOf: fields)
        return response
    }

    private func reply(
        _ submission: Submission,
        in machine: StateMachine
    ) throws(Problem) -> Response {
        switch submission {
        case .recorded(let record, let isRepeat):
            if case .rejected(let report) = record.outcome {
                var problem = Problem(report, in: machine)
                problem.sequence = record.sequence
                problem.isRepeat = isRepeat
                throw problem
            }
            let reply = CommandReply(
                finality: service.finality(of: record.sequence),
                outcome: record.outcome,
                repeat: isRepeat,
                sequence: record.sequence,
                time: record.time
            )
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/json",
                    .contentLocation: "/v1/records/\(record.sequence)",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.wire))
            )
        case .refused(let report): throw Problem(report, in: machine)
        case .reusedID(let sequence):
            throw Problem(.commandIDReused, .init("sequence", sequence))
        case .busy: throw Problem(.busy).with(.retryAfter, "1")
        case .stopped: throw Problem(.stopped).with(.retryAfter, "5")
        }
    }

    private func checkMediaType(_ fields: HTTPFields) throws(Problem) {
        let type = (fields[.contentType] ?? "").prefix { $0 != ";" }.filter { $0 != " " }
        guard type.lowercased() == "application/json", fields[.contentEncoding] == nil else {
            throw Problem(.wrongMediaType)
        }
    }

    private func collect(_ body: RequestBody) async throws -> [UInt8] {
        do {
            return Array(buffer: try await body.collect(upTo: bodyLimit))
        } catch is NIOTooManyBytesError {
            throw Problem(.bodyTooLarge, .init("limit", bodyLimit))
        }
    }
}

/// What the limit for commands of strangers counts: a new key costs nothing, an address does.
struct StrangerCommand: Hashable {
    let address: ClientAddress
    let path: String
}
