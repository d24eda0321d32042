import HTTPTypes
import Kernel
import Synchronization
import Units

/// Token buckets, one for each subject.
final class RateLimiter<Subject: Hashable & Sendable>: Sendable {
    /// Whom the limit counts for, as the `RateLimit` field names it.
    let name: String
    let rate: GatewayConfiguration.Rate

    /// More subjects than this aren't remembered at once.
    private static var capacity: Int { 100_000 }
    private let buckets = Mutex<[Subject: Bucket]>([:])

    /// The level is in microseconds times tokens a minute, so that time adds up exactly.
    private struct Bucket {
        var level: Int64
        var time: Int64
    }

    /// A token at that scale.
    private static var token: Int64 { 60_000_000 }

    init(_ name: String, _ rate: GatewayConfiguration.Rate) {
        self.name = name
        self.rate = rate
    }

    /// What was said to a subject that took, or wanted to take, a token.
    struct Grant: Equatable {
        let isGranted: Bool
        /// Whole tokens left.
        let remaining: Int64
        /// Whole seconds until there is a token, or until the bucket is full.
        let seconds: Int64
    }

    func take(_ subject: Subject, at now: Instant) -> Grant {
        buckets.withLock { buckets in
            if buckets.count >= Self.capacity { forget(&buckets, at: now) }
            var bucket = buckets[subject] ?? Bucket(level: full, time: now.microseconds)
            bucket = filled(bucket, at: now)
            let isGranted = bucket.level >= Self.token
            if isGranted { bucket.level -= Self.token }
            buckets[subject] = bucket
            let missing = (isGranted ? full : Self.token) - bucket.level
            let perSecond = rate.perMinute * 1_000_000
            return Grant(
                isGranted: isGranted,
                remaining: bucket.level / Self.token,
                seconds: (missing + perSecond - 1) / perSecond
            )
        }
    }

    private var full: Int64 { rate.burst * Self.token }

    private func filled(_ bucket: Bucket, at now: Instant) -> Bucket {
        let elapsed = max(0, min(now.microseconds - bucket.time, 3_600_000_000))
        return Bucket(
            level: min(full, bucket.level + elapsed * rate.perMinute),
            time: max(now.microseconds, bucket.time)
        )
    }

    /// Drops the buckets that are full again, which are as good as new ones; if none is, all.
    private func forget(_ buckets: inout [Subject: Bucket], at now: Instant) {
        buckets = buckets.filter { filled($0.value, at: now).level < full }
        if buckets.count >= Self.capacity { buckets = [:] }
    }
}

extension RateLimiter {
    /// Takes a token, or throws `rateLimited` with the time to wait.
    func admit(_ subject: Subject, at now: Instant) throws(Problem) -> HTTPFields {
        let grant = take(subject, at: now)
        let fields: HTTPFields = [
            .rateLimit: "\"\(name)\";r=\(grant.remaining);t=\(grant.seconds)",
            .rateLimitPolicy: "\"\(name)\";q=\(rate.burst);w=\(rate.burst * 60 / rate.perMinute)",
        ]
        guard grant.isGranted else {
            var problem = Problem(.rateLimited, .init("limit", name))
            problem.fields = fields
            problem.fields[.retryAfter] = "\(grant.seconds)"
            throw problem
        }
        return fields
    }
}
