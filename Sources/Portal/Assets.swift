import Crypto
import Units

/// The style sheet, scripts and pictures of the portal, held in the binary.
///
/// Their addresses hold a digest of all of them together, so a browser may keep them for ever, and
/// the modules and the style sheet can name each other by plain relative names.
public enum Assets {
    /// A file as it's served.
    public struct File: Sendable {
        /// The absolute path: `/assets/<digest>/app.css`.
        public let path: String
        /// The media type for `Content-Type`.
        public let contentType: String
        /// The contents.
        public let bytes: [UInt8]
    }

    /// What to say in `Cache-Control`: the contents at an address never change.
    public static let cacheControl = "public, max-age=31536000, immutable"

    /// All files, by name.
    public static let files: [File] = named.map { name, bytes in
        File(path: path(name), contentType: contentType(name), bytes: bytes)
    }

    /// The file at an absolute path, or `nil`.
    public static func file(at path: String) -> File? { byPath[path] }

    /// The address of the file with this name.
    static func path(_ name: String) -> String { "/assets/\(digest)/\(name)" }

    private static let byPath = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }

    private static let named: [(name: String, bytes: [UInt8])] = [
        ("app.css", PackageResources.app_css),
        ("app.js", PackageResources.app_js),
        ("chart.js", PackageResources.chart_js),
        ("icons.svg", PackageResources.icons_svg),
        ("logo.svg", PackageResources.logo_svg),
        ("proof.js", PackageResources.proof_js),
        ("theme.js", PackageResources.theme_js),
        ("verify.js", PackageResources.verify_js),
    ]

    /// The first 16 hex digits of the SHA-256 over every name, length and content.
    private static let digest: String = {
        var hash = SHA256()
        for (name, bytes) in named {
            hash.update(data: Array("\(name) \(bytes.count)\n".utf8))
            hash.update(data: bytes)
        }
        return String(Hex.encode(hash.finalize()).prefix(16))
    }()

    private static func contentType(_ name: String) -> String {
        if name.hasSuffix(".css") { return "text/css; charset=utf-8" }
        if name.hasSuffix(".js") { return "text/javascript; charset=utf-8" }
        return "image/svg+xml"
    }
}
