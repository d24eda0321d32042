public import Hummingbird
import Logging
import NIOCore

/// What a request carries through the gateway besides itself.
public struct GatewayContext: RequestContext {
    /// What Hummingbird keeps of a request.
    public var coreContext: CoreRequestContextStorage
    /// The request's name, in the log and in the answer.
    public let request: String
    /// The connection's address; `nil` where there is no connection.
    let peer: SocketAddress?

    /// The context of a request that comes over a connection, or from a test.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        // Hummingbird's own `id` traps where a log handler keeps no metadata.
        request =
            source.logger[metadataKey: "hb.request.id"]?.description ?? RequestID().description
        peer = source.channel.remoteAddress
    }
}
