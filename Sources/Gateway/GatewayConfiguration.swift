public import HTTPTypes
public import Hummingbird
public import Signatures
public import Units

/// How a gateway is set up.
public struct GatewayConfiguration: Sendable {
    /// Where it listens.
    public var address: BindAddress
    /// The exchange that signatures must name: the tag of RFC 9421.
    public var exchange: ExchangeName
    /// Whether TLS ends here or at a proxy in front: browsers are then told to stay with it.
    public var isBehindTLS = false
    /// The field in which a trusted proxy tells the client's address; without one, the connection's
    /// own counts.
    public var addressField: HTTPField.Name?
    /// The port at which this machine's own programs may read the figures, at `/metrics`; without
    /// one, nobody may.
    public var metricsPort: Int?
    /// How many connections are open at once.
    public var connections = 4096
    /// The largest body of a command in bytes: a record of it still fits a leaf of the log.
    public var bodyLimit = 24 * 1024
    /// What one address may ask for.
    public var addressRate = Rate(perSecond: 200, burst: 1000)
    /// How many commands one key may give.
    public var keyRate = Rate(perSecond: 50, burst: 500)
    /// How many commands of one path those who aren't members may give from one address: each may
    /// become a record for ever.
    public var strangerRate = Rate(perMinute: 10, burst: 10)
    /// How often an event stream without events says that it is alive.
    public var heartbeat: Duration = .seconds(15)
    /// The wall clock, for signatures' times and rates.
    public var now: @Sendable () -> Instant

    /// A bucket of tokens: `burst` at first, `perMinute` more each minute.
    public struct Rate: Equatable, Sendable {
        /// How many more each minute, 1 to sixty million.
        public let perMinute: Int64
        /// How many at once, 1 to a million.
        public let burst: Int64

        /// Outside of the ranges, the nearest in them is meant.
        public init(perMinute: Int64, burst: Int64) {
            self.perMinute = max(1, min(perMinute, 60_000_000))
            self.burst = max(1, min(burst, 1_000_000))
        }

        /// So many more each second, 1 to a million.
        public init(perSecond: Int64, burst: Int64) {
            self.init(perMinute: max(1, min(perSecond, 1_000_000)) * 60, burst: burst)
        }
    }

    /// A gateway at an address, for an exchange, with the limits that suit a small venue.
    public init(
        address: BindAddress,
        exchange: ExchangeName,
        now: @escaping @Sendable () -> Instant
    ) {
        self.address = address
        self.exchange = exchange
        self.now = now
    }
}
