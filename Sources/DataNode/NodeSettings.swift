public import Wire

/// How a data owner's node is set up: the file `node.json` in its folder.
@Wire
public struct NodeSettings: Equatable, Sendable {
    /// The exchange's address, where usage is settled.
    public let exchange: String
    /// The exchange's origin, which signatures must name.
    public let origin: String
    /// The verifier keys of the logs whose receipts count: entitlements are checked with nothing
    /// else.
    public let logKeys: [String]
    /// What the node serves.
    public let datasets: [DataSetSettings]
    /// Seconds between two settlements of calls; a delivered file is settled at once.
    public let settleSeconds: Int64
}

/// A data set that the node serves.
@Wire
public struct DataSetSettings: Equatable, Sendable {
    /// What products call it: lowercase letters, digits, hyphens and dots.
    public let name: String
    /// The CSV file.
    public let file: String
}
