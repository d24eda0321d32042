import Foundation

/// The measured values of everything, by name, over all rounds.
struct Samples {
    private var values: [String: [Double]] = [:]

    /// Notes one round's value.
    mutating func note(_ name: String, _ value: Double) { values[name, default: []].append(value) }

    /// Whether anything was noted under the name.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The median, the least and the greatest of what was noted.
    func summary(_ name: String) -> (median: Double, least: Double, greatest: Double) {
        let sorted = (values[name] ?? []).sorted()
        guard let least = sorted.first, let greatest = sorted.last else { return (0, 0, 0) }
        return (sorted[sorted.count / 2], least, greatest)
    }

    /// The median over the rounds of what `name` was, divided by what `other` was in that round.
    func ratio(_ name: String, to other: String) -> Double {
        let ratios = zip(values[name] ?? [], values[other] ?? []).map { $0 / $1 }.sorted()
        return ratios.isEmpty ? 0 : ratios[ratios.count / 2]
    }
}

/// A figure that must be reached.
struct Target {
    let text: String
    let value: Double
    let limit: Double
    let isUpper: Bool

    /// The value must be at least `limit`.
    static func atLeast(_ limit: Double, _ text: String, _ value: Double) -> Self {
        Target(text: text, value: value, limit: limit, isUpper: false)
    }

    /// The value must be at most `limit`.
    static func atMost(_ limit: Double, _ text: String, _ value: Double) -> Self {
        Target(text: text, value: value, limit: limit, isUpper: true)
    }

    var isMet: Bool { isUpper ? value <= limit : value >= limit }
}

/// How many seconds `work` takes.
func seconds(_ work: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try work()
    return (ContinuousClock.now - start) / .seconds(1)
}

/// How many seconds `work` takes.
func seconds(_ work: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await work()
    return (ContinuousClock.now - start) / .seconds(1)
}

/// A number with three significant digits or more, and a separator every three.
func readable(_ value: Double) -> String {
    let digits = value < 10 ? 2 : value < 100 ? 1 : 0
    let text = String(format: "%.\(digits)f", value)
    guard value >= 10_000 else { return text }
    var grouped = ""
    for (place, digit) in text.reversed().enumerated() {
        if place > 0, place.isMultiple(of: 3) { grouped = "," + grouped }
        grouped = "\(digit)" + grouped
    }
    return grouped
}

/// A directory that is removed when it is no longer needed.
final class ScratchDirectory: Sendable {
    let path: String

    init(in parent: String) throws {
        path = "\(parent)/databourse-bench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
