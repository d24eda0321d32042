import Foundation
import Synchronization
public import Units

/// The operating system's time and randomness.
public enum SystemSource {
    /// The system's clock.
    public static let now: @Sendable () -> Instant = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// Bytes from the system's random source, which is asked for sixteen salts at a time.
    public static let salt: @Sendable () -> Salt = {
        pool.withLock { pool in
            if pool.isEmpty { pool = random() }
            return Salt(high: pool.removeLast(), low: pool.removeLast())
        }
    }

    private static let pool = Mutex<[UInt64]>([])

    /// 256 random bytes: the most that the system gives at once, whole.
    private static func random() -> [UInt64] {
        [UInt64](unsafeUninitializedCapacity: 32) { page, count in
            let code = getentropy(page.baseAddress, 256)
            precondition(code == 0, "the system has no random source")
            count = page.count
        }
    }
}
