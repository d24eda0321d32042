import Kernel
import Transparency
import Wire

extension Query {
    /// The public files of the log (C2SP tlog-tiles), below the prefix `/log`.
    static func logFiles(_ service: any ExchangeService) -> [Query] {
        [
            Query(
                "/log/checkpoint",
                "The newest signed checkpoint of the log (C2SP tlog-checkpoint).",
                [],
                .everyone,
                .other(mediaType: "text/plain; charset=utf-8")
            ) { _ in
                guard let checkpoint = service.checkpoint else { throw QueryError.notFound }
                return Answer(.bytes(checkpoint.note), mediaType: "text/plain; charset=utf-8")
            },
            Query(
                "/log/tile/{path}",
                "A tile of the log (C2SP tlog-tiles). Hash tiles are public; entry bundles hold the"
                    + " records themselves, and only overseers read them.",
                [Parameter("path", String.self, "Such as `0/x001/067.p/8` or `entries/000`.")],
                .viewer("Hash tiles: anybody. Entry bundles: auditor, supervisor, venue operator."),
                .other(mediaType: "application/octet-stream")
            ) { question in
                try await tile(question, service)
            },
        ]
    }

    private static func tile(
        _ question: Question,
        _ service: any ExchangeService
    ) async throws -> Answer {
        let path: String = try question.arguments.value("path")
        guard let tile = try? TileCoordinate(path: "tile/\(path)") else {
            throw QueryError.notFound
        }
        if case .entries = tile.row, !question.viewer.readsAll { throw QueryError.notPermitted }
        guard let bytes = try await service.tile(tile) else { throw QueryError.notFound }
        var scope = "public"
        if case .entries = tile.row { scope = "private" }
        // A full tile never changes; a partial one is soon part of a larger one.
        let age = tile.isFull ? "max-age=31536000, immutable" : "max-age=60"
        return Answer(
            .bytes(bytes),
            mediaType: "application/octet-stream",
            cacheControl: "\(scope), \(age)"
        )
    }
}
