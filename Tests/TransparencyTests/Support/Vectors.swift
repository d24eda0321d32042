import Foundation
import Units

/// The published test vectors, one JSON file a topic, where a checkout has them beside it.
enum Vectors {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "shared/design/vectors")

    static func exist(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "\(name).json").path)
    }

    /// The file's content; nothing where there is no such file, as test arguments are made even
    /// for tests that are skipped.
    static func read<Content: Decodable>(_ name: String, _: Content.Type) throws -> Content? {
        guard exist(name) else { return nil }
        let data = try Data(contentsOf: folder.appending(path: "\(name).json"))
        return try JSONDecoder().decode(Content.self, from: data)
    }

    /// The bytes of standard base64, canonical or not.
    static func base64(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map(Array.init) }

    /// The hash in base64; `nil` if it isn't 32 bytes.
    static func hash(_ base64: String) -> Digest? { Self.base64(base64).flatMap(Digest.init) }

    /// The hashes in base64; `nil` if one isn't 32 bytes.
    static func hashes(_ base64: [String]?) -> [Digest]? {
        let hashes = (base64 ?? []).map(hash)
        return hashes.contains(nil) ? nil : hashes.compactMap(\.self)
    }
}
