import Foundation
import Signatures
import Testing

@Suite("Key files")
struct KeyFileTests {
    /// A directory of this test's own, removed after it.
    private func inDirectory(_ body: (URL) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "key-file-tests-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory)
    }

    private func setMode(_ mode: Int, of file: URL) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path())
    }

    @Test("A key written to a file is read back, and the file is its owner's alone")
    func roundTrip() throws {
        try inDirectory { directory in
            let file = directory.appending(path: "key.pem")
            let key = PrivateKey.generate()
            try KeyFile.create(key, at: file.path())
            #expect(try KeyFile.read(file.path()).publicKey == key.publicKey)
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path())
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test(
        "A file that group or others may read or write is refused",
        arguments: [0o640, 0o620, 0o604, 0o602, 0o610, 0o601, 0o644, 0o666]
    )
    func tooOpen(mode: Int) throws {
        try inDirectory { directory in
            let file = directory.appending(path: "key.pem")
            try KeyFile.create(.generate(), at: file.path())
            try setMode(mode, of: file)
            #expect(throws: KeyFailure.tooOpen) { try KeyFile.read(file.path()) }
            try setMode(0o400, of: file)
            #expect(throws: Never.self) { try KeyFile.read(file.path()) }
        }
    }

    @Test("A key file is never overwritten")
    func exclusive() throws {
        try inDirectory { directory in
            let file = directory.appending(path: "key.pem")
            let first = PrivateKey.generate()
            try KeyFile.create(first, at: file.path())
            #expect(throws: KeyFailure.alreadyExists) {
                try KeyFile.create(.generate(), at: file.path())
            }
            #expect(try KeyFile.read(file.path()).publicKey == first.publicKey)
        }
    }

    @Test("What isn't a readable key file is refused, and a pipe doesn't make us wait")
    func notAKeyFile() throws {
        try inDirectory { directory in
            #expect(throws: KeyFailure.unreadable) {
                try KeyFile.read(directory.appending(path: "none").path())
            }
            #expect(throws: KeyFailure.notAFile) { try KeyFile.read(directory.path()) }
            let pipe = directory.appending(path: "pipe").path()
            #expect(mkfifo(pipe, 0o600) == 0)
            #expect(throws: KeyFailure.notAFile) { try KeyFile.read(pipe) }
            #expect(throws: KeyFailure.unwritable) {
                try KeyFile.create(.generate(), at: directory.path() + "/no/such/key.pem")
            }
            let long = directory.appending(path: "long.pem")
            let pem = PrivateKey.generate().exportPEM()
            try Data((pem + String(repeating: "\n", count: 5000)).utf8).write(to: long)
            try setMode(0o600, of: long)
            #expect(throws: KeyFailure.malformedPEM) { try KeyFile.read(long.path()) }
        }
    }
}
