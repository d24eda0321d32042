#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A private key on disk: a PEM block of PKCS#8 in a file that only its owner may read or write.
///
/// `openssl genpkey -algorithm ed25519 -out key.pem && chmod 600 key.pem` makes one.
public enum KeyFile {
    /// More than any key needs.
    private static let limit = 4096

    /// Reads the key at `path`.
    ///
    /// Throws `unreadable`, `notAFile`, `tooOpen`, or what `PrivateKey.init(pem:)` throws.
    public static func read(_ path: String) throws(KeyFailure) -> PrivateKey {
        // Without O_NONBLOCK, opening a pipe that nobody writes would wait for ever.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw .unreadable }
        defer { close(file) }

        // The open file is asked, not the path, which may lead elsewhere a moment later.
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .unreadable }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        guard status.st_mode & 0o077 == 0 else { throw .tooOpen }

        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: limit)
        while text.count <= limit {
            let count = readSome(file, into: &buffer)
            guard count >= 0 else { throw .unreadable }
            guard count > 0 else { break }
            text += buffer.prefix(count)
        }
        guard text.count <= limit else { throw .malformedPEM }
        return try PrivateKey(pem: String(decoding: text, as: UTF8.self))
    }

    /// Writes `key` to a new file at `path`, with mode 0600, and waits until it is on disk.
    ///
    /// Throws `alreadyExists` or `unwritable`; what can't be written whole is removed again.
    public static func create(_ key: PrivateKey, at path: String) throws(KeyFailure) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw errno == EEXIST ? .alreadyExists : .unwritable }
        let synced = writeAll(Array(key.exportPEM().utf8), to: file) && fsync(file) == 0
        let closed = close(file) == 0
        guard synced, closed else {
            unlink(path)
            throw .unwritable
        }
    }
}

/// One `read`, begun again when a signal interrupts it; negative on failure, zero at the end.
private func readSome(_ file: CInt, into buffer: inout [UInt8]) -> Int {
    while true {
        let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
        if count >= 0 || errno != EINTR { return count }
    }
}

/// Writes all of `bytes`; whether that worked.
private func writeAll(_ bytes: [UInt8], to file: CInt) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
    }
    return true
}
