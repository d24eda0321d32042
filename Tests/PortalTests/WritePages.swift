import Foundation
import Portal
import Testing

/// Writes the sample pages, their assets and headers where `PORTAL_PAGES` says, for the browser
/// checks in `Tests/Browser/check_pages.py`.
@Suite("Sample pages")
struct WritePages {
    static let folder = ProcessInfo.processInfo.environment["PORTAL_PAGES"].map {
        URL(filePath: $0)
    }

    @Test("The sample pages are written for the browser", .enabled(if: folder != nil))
    func write() throws {
        let folder = try #require(Self.folder)
        let samples = SamplePages.chinese
        for language in Language.allCases {
            for (name, page) in samples.all {
                try put(
                    page.render(language, site: samples.site),
                    folder.appending(path: "\(language.rawValue)/\(name)/index.html")
                )
            }
        }
        for file in Assets.files { try put(file.bytes, folder.appending(path: file.path)) }
        let headers = SecurityHeaders.all.map { "\($0.name): \($0.value)\n" }.joined()
        try put(Array(headers.utf8), folder.appending(path: "headers"))
        let log = SamplePages.log
        for (name, hasRecord) in [("receipt", true), ("proof", false)] {
            let proof = log.proof(1290, withRecord: hasRecord)
            try put(Array(proof.utf8), folder.appending(path: name))
        }
        try put(log.records[1290], folder.appending(path: "record"))
        try put(log.lastTile.bytes, folder.appending(path: "log/\(log.lastTile.path)"))
    }

    private func put(_ bytes: [UInt8], _ file: URL) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: file)
    }
}
