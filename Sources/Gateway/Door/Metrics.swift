import Synchronization

/// Counts of requests, for Prometheus.
final class Metrics: Sendable {
    private struct Series: Hashable {
        let method: String
        let path: String
        let status: Int
    }

    private struct State {
        var requests: [Series: Int] = [:]
        /// How many requests took at most the bound, and at the end how many there were.
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count + 1)
        var microseconds: Int64 = 0
    }

    /// Upper bounds of latency in microseconds, and as Prometheus labels in seconds.
    private static let bounds: [(microseconds: Int64, label: String)] = [
        (500, "0.0005"), (1_000, "0.001"), (2_500, "0.0025"), (5_000, "0.005"), (10_000, "0.01"),
        (25_000, "0.025"), (50_000, "0.05"), (100_000, "0.1"), (250_000, "0.25"),
        (500_000, "0.5"), (1_000_000, "1"), (2_500_000, "2.5"), (5_000_000, "5"),
    ]

    private let state = Mutex(State())

    /// Counts one answered request; `path` is the template, never what the client wrote.
    func count(method: String, path: String, status: Int, took duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        state.withLock { state in
            state.requests[Series(method: method, path: path, status: status), default: 0] += 1
            for (index, bound) in Self.bounds.enumerated()
            where microseconds <= bound.microseconds {
                state.buckets[index] += 1
            }
            state.buckets[Self.bounds.count] += 1
            state.microseconds += microseconds
        }
    }

    /// The Prometheus text format (version 0.0.4), in a stable order.
    func text(gauges: [(name: String, value: Int64)]) -> String {
        let state = state.withLock { $0 }
        var lines = ["# TYPE databourse_http_requests_total counter"]
        lines += state.requests
            .map { series, count in
                "databourse_http_requests_total{method=\"\(series.method)\","
                    + "path=\"\(series.path)\",status=\"\(series.status)\"} \(count)"
            }
            .sorted()
        lines.append("# TYPE databourse_http_request_seconds histogram")
        let labels = Self.bounds.map(\.label) + ["+Inf"]
        for (label, count) in zip(labels, state.buckets) {
            lines.append("databourse_http_request_seconds_bucket{le=\"\(label)\"} \(count)")
        }
        let fraction = "\(1_000_000 + state.microseconds % 1_000_000)".dropFirst()
        let sum = "\(state.microseconds / 1_000_000).\(fraction)"
        lines.append("databourse_http_request_seconds_sum \(sum)")
        lines.append("databourse_http_request_seconds_count \(state.buckets[Self.bounds.count])")
        for (name, value) in gauges {
            lines += ["# TYPE databourse_\(name) gauge", "databourse_\(name) \(value)"]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
