public import Units
public import Wire

/// What a buyer presents to a node: the receipt of the record that issued its entitlement.
@Wire
public struct PresentedReceipt: Equatable, Sendable {
    /// A C2SP tlog-proof whose `extra` line is the record.
    public let receipt: String
}

/// The buyer's signature under the last usage statement.
@Wire
public struct UsageAcknowledgement: Equatable, Sendable {
    /// Made with the key that the entitlement names.
    public let signature: SignatureText
}

/// A page of rows.
@Wire
public struct RowPage: Equatable, Sendable {
    /// The names of the columns.
    public let columns: [String]
    /// Where the next page starts; absent on the last one.
    public let next: Int64?
    /// The rows, in order.
    public let rows: [Row]

    /// One row of the data set.
    @Wire
    public struct Row: Equatable, Sendable {
        /// Its values as text, one a column.
        public let fields: [String]
        /// Which row of the data set it is, from 1: its leaf in the fingerprint.
        public let index: Int64
    }
}
