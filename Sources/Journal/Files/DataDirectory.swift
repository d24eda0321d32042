import Foundation

/// The directory that holds all an exchange stores, locked for this process.
///
/// Every store is opened with one, so nothing is written without the lock. Two processes on one
/// journal would fork it, and with it the log they sign.
public final class DataDirectory: Sendable {
    /// The directory's path.
    public let path: String
    let directory: Directory
    private let lock: File

    private static let lockName = "lock"

    /// Opens the directory at `path`, creating it if it's absent (its parent isn't created).
    ///
    /// - Throws: `held` naming the process that uses the directory; `diskFull`, `failed`.
    public init(_ path: String) throws(FileError) {
        self.path = path
        directory = try Directory(path)
        lock = try directory.file(Self.lockName)
        guard try lock.lock() else {
            let holder = String(decoding: try lock.read(), as: UTF8.self)
            throw .held(byProcess: Int32(holder.prefix { $0 != "\n" }))
        }
        try lock.truncate()
        try lock.write(Array("\(getpid())\n".utf8))
    }

    /// The bytes that may still be written to the disk the directory is on.
    ///
    /// A process that stops taking commands while some are left never meets a full disk.
    public func freeBytes() throws(FileError) -> UInt64 {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw .last(.space, path) }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }
}
