import HTTPTypes
import Hummingbird
import NIOCore

/// Whom an address limit counts for: an IPv4 address, or the 64-bit network of an IPv6 one.
struct ClientAddress: Hashable, Sendable, CustomStringConvertible {
    let description: String

    /// The address that the proxy's `field` names last, else the connection's own.
    init(_ request: Request, _ context: GatewayContext, field: HTTPField.Name?) {
        let named = field.flatMap { request.headers[values: $0].last }?
            .split(separator: ",").last
            .map { $0.filter { $0 != " " } }
        let told = named.flatMap { try? SocketAddress(ipAddress: String($0.prefix(45)), port: 0) }
        let address = (told ?? context.peer)?.ipAddress ?? "local"
        description = address.contains(":") ? Self.network(address) : address
    }

    /// The first four groups of `2001:db8::1`, in which `::` stands for groups of zero.
    private static func network(_ address: String) -> String {
        let halves = address.split(separator: "::", omittingEmptySubsequences: false)
            .map { $0.split(separator: ":").map { String($0) } }
        let head = halves.first ?? []
        let tail = halves.count > 1 ? halves[1] : []
        let zeros = [String](repeating: "0", count: max(0, 8 - head.count - tail.count))
        return (head + zeros + tail).prefix(4).joined(separator: ":") + "::/64"
    }
}
