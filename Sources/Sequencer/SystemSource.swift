import Foundation
public import Units

/// The operating system's time and randomness.
public enum SystemSource {
    /// The system's clock.
    public static let now: @Sendable () -> Instant = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// Bytes from the system's random source.
    public static let salt: @Sendable () -> Salt = {
        Salt(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
    }
}
