public import Units

/// A page of the portal: a value that holds all it shows, and nothing else.
///
/// Rendering is a pure function of the page, the language and the site.
public protocol Page: Sendable {
    /// The address after the language, with its query: `/market?kind=dataService`.
    var address: String { get }
    /// The heading for the window and for search engines.
    func title(_ t: Language) -> String
    /// What stands between the top bar and the foot.
    func content(_ t: Language) -> [Node]
    /// Whether the page has a search box of its own, so that the top bar shows none.
    var hasOwnSearch: Bool { get }
}

extension Page {
    /// Most pages leave searching to the top bar.
    public var hasOwnSearch: Bool { false }

    /// The whole document as UTF-8.
    public func render(_ language: Language, site: Site) -> [UInt8] {
        var output = Array("<!doctype html>\n".utf8)
        output.reserveCapacity(32 * 1024)
        Layout(page: self, site: site, t: language).document.write(to: &output)
        return output
    }
}

/// What all pages share: the exchange's name, the head of its journal, and the foot's links.
public struct Site: Sendable {
    /// The name of the exchange.
    public let name: Pair
    /// The newest signed checkpoint, or `nil` before the first.
    public let checkpoint: CheckpointSummary?
    /// Links in the foot, in order.
    public let links: [Link]

    /// A site with this name, journal head and links.
    public init(name: Pair, checkpoint: CheckpointSummary?, links: [Link] = []) {
        self.name = name
        self.checkpoint = checkpoint
        self.links = links
    }

    /// The newest checkpoint in a line.
    public struct CheckpointSummary: Sendable {
        /// How many records it covers.
        public let size: Int64
        /// When it was signed.
        public let signedAt: Instant
        /// How many witnesses cosigned it.
        public let cosigned: Int
        /// How many witnesses the policy names.
        public let witnesses: Int

        /// A checkpoint over `size` records.
        public init(size: Int64, signedAt: Instant, cosigned: Int, witnesses: Int) {
            self.size = size
            self.signedAt = signedAt
            self.cosigned = cosigned
            self.witnesses = witnesses
        }
    }

    /// A link of the foot.
    public struct Link: Sendable {
        /// What it's called.
        public let label: Pair
        /// Where it leads, without a language: `/openapi.json`.
        public let address: String

        /// A link called `label`.
        public init(_ label: Pair, address: String) {
            self.label = label
            self.address = address
        }
    }
}
