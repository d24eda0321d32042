import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// Makes every refusal a problem document (RFC 9457) of the exchange's form.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let reason as NodeReason {
            return problem(reason)
        } catch let error as HTTPError where error.status == .notFound {
            return problem(.notFound)
        } catch is HTTPError {
            return problem(.malformed)
        } catch is NIOTooManyBytesError {
            return problem(.malformed)
        } catch {
            return problem(.unavailable)
        }
    }

    private func problem(_ reason: NodeReason) -> Response {
        let sentences = reason.sentences
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("code")
        writer.string("node.\(reason.rawValue)")
        writer.key("messages")
        writer.beginObject()
        writer.key("en")
        writer.string(sentences.en)
        writer.key("zh")
        writer.string(sentences.zh)
        writer.endObject()
        writer.key("status")
        writer.integer(Int64(reason.status))
        writer.key("title")
        writer.string(sentences.zh)
        writer.endObject()
        return Response(
            status: HTTPResponse.Status(code: reason.status),
            headers: [.contentType: "application/problem+json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: writer.bytes))
        )
    }
}
