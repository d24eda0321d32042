/// The figures and whether they reach their targets.
struct Report {
    let samples: Samples

    private static let figures = [
        ("exchange/1/rate", "exchange, 1 submitter", "commands/s"),
        ("exchange/1/p50", "  median latency", "ms"),
        ("exchange/1/p99", "  99 %", "ms"),
        ("sqlite/1/rate", "SQLite alone, 1 submitter", "rows/s"),
        ("sqlite/1/p50", "  median latency", "ms"),
        ("sqlite/1/p99", "  99 %", "ms"),
        ("exchange/64/rate", "exchange, 64 submitters", "commands/s"),
        ("exchange/64/p50", "  median latency", "ms"),
        ("exchange/64/p99", "  99 %", "ms"),
        ("sqlite/64/rate", "SQLite alone, 64 submitters", "rows/s"),
        ("sqlite/64/p50", "  median latency", "ms"),
        ("sqlite/64/p99", "  99 %", "ms"),
        ("exchange/512/rate", "exchange, 512 submitters", "commands/s"),
        ("exchange/512/p50", "  median latency", "ms"),
        ("exchange/512/p99", "  99 %", "ms"),
        ("sqlite/512/rate", "SQLite alone, 512 submitters", "rows/s"),
        ("sqlite/512/p50", "  median latency", "ms"),
        ("sqlite/512/p99", "  99 %", "ms"),
        ("purchase/deciding", "purchase: decide, check, post, evolve", "µs"),
        ("purchase/whole", "  with its record", "µs"),
        ("purchase/bytes", "  the record", "bytes"),
        ("recovery", "recovery from the journal", "records/s"),
        ("verify/1", "signed requests checked, 1 thread", "requests/s"),
        ("verify/2", "signed requests checked, 2 threads", "requests/s"),
        ("leaves", "Merkle tree, 300-byte leaves", "leaves/s"),
        ("csv", "CSV profile and fingerprint", "MB/s"),
    ]

    private var targets: [Target] {
        func ratio(_ part: String) -> Double {
            samples.ratio("exchange/\(part)", to: "sqlite/\(part)")
        }
        let targets: [Target] = [
            .atLeast(0.7, "rate, 1 submitter: of SQLite alone", ratio("1/rate")),
            .atLeast(0.5, "rate, 512 submitters: of SQLite alone", ratio("512/rate")),
            .atMost(2, "99 % latency, 1 submitter: times SQLite's", ratio("1/p99")),
            .atMost(2, "99 % latency, 64 submitters: times SQLite's", ratio("64/p99")),
            .atMost(2, "99 % latency, 512 submitters: times SQLite's", ratio("512/p99")),
            .atMost(10, "purchase decided, µs", samples.summary("purchase/deciding").median),
            .atLeast(200_000, "recovery, records/s", samples.summary("recovery").median),
            .atLeast(
                1.8,
                "requests checked, 2 threads of 1",
                samples.ratio("verify/2", to: "verify/1")
            ),
        ]
        return targets.filter { $0.value > 0 }
    }

    func print() {
        Swift.print("\n| measured | median | range | unit |\n| --- | ---: | ---: | --- |")
        for (name, title, unit) in Self.figures where samples.has(name) {
            let (median, least, greatest) = samples.summary(name)
            let range = "\(readable(least))–\(readable(greatest))"
            Swift.print("| \(title) | \(readable(median)) | \(range) | \(unit) |")
        }
        Swift.print("\n| target | is | wanted | |\n| --- | ---: | ---: | --- |")
        for target in targets {
            let wanted = (target.isUpper ? "≤ " : "≥ ") + readable(target.limit)
            let verdict = target.isMet ? "met" : "missed"
            Swift.print("| \(target.text) | \(readable(target.value)) | \(wanted) | \(verdict) |")
        }
    }
}
