import Foundation

/// An open directory whose files are written whole and durably, or not at all.
///
/// A file is written under a temporary name, synced, renamed, and the directory synced, with the
/// directory held open all the while: after an error of that last sync, a directory opened anew
/// might not report it again.
final class Directory: Sendable {
    let path: String
    private let descriptor: Int32

    private static let temporaryPrefix = "."

    /// Opens the directory at `path`, and creates it if it's absent.
    init(_ path: String) throws(FileError) {
        self.path = path
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw .last(.makeDirectory, path)
        }
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last(.open, path) }
    }

    deinit {
        close(descriptor)
    }

    /// The directory `name` in this one, created if it's absent, and made durable unless it's known
    /// to be `durable` already.
    func subdirectory(_ name: String, durable: Bool = false) throws(FileError) -> Directory {
        let child = try Directory("\(path)/\(name)")
        if !durable { try sync() }
        return child
    }

    /// The file `name` here, opened with these flags, created if it's absent.
    func file(_ name: String, _ flags: Int32 = O_RDWR | O_CREAT) throws(FileError) -> File {
        try File(in: descriptor, name, path: "\(path)/\(name)", flags)
    }

    /// Makes `name` a file of these parts, in place of any other of that name.
    ///
    /// Without `durably` the content is durable but the name isn't, until this directory is synced.
    func replace(
        _ name: String,
        with parts: [[UInt8]],
        durably: Bool = true
    ) throws(FileError) {
        let temporary = Self.temporaryPrefix + name
        let file = try file(temporary, O_WRONLY | O_CREAT | O_TRUNC)
        for part in parts { try file.write(part) }
        try file.sync()
        guard renameat(descriptor, temporary, descriptor, name) == 0 else {
            throw .last(.rename, "\(path)/\(name)")
        }
        if durably { try sync() }
    }

    /// The content of the file `name`, or `nil` when there's none.
    func read(_ name: String) throws(FileError) -> [UInt8]? {
        do throws(FileError) {
            return try file(name, O_RDONLY).read()
        } catch .failed(_, _, let error) where [ENOENT, ENOTDIR, EISDIR].contains(error.code) {
            return nil
        } catch {
            throw error
        }
    }

    /// Makes a file's content durable that exists already.
    func sync(_ name: String) throws(FileError) {
        try file(name, O_RDONLY).sync()
    }

    /// Removes the file `name`; that it's gone need not survive a power cut.
    func remove(_ name: String) throws(FileError) {
        guard unlinkat(descriptor, name, 0) == 0 else { throw .last(.remove, "\(path)/\(name)") }
    }

    /// Removes the directory `name`, of files only, and makes that durable.
    func removeDirectory(_ name: String) throws(FileError) {
        let path = "\(path)/\(name)"
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw .last(.list, path)
        }
        for file in files where unlinkat(descriptor, "\(name)/\(file)", 0) != 0 {
            throw .last(.remove, "\(path)/\(file)")
        }
        guard unlinkat(descriptor, name, AT_REMOVEDIR) == 0 else { throw .last(.remove, path) }
        try sync()
    }

    /// The names of the complete files and of the directories here, sorted.
    func names() throws(FileError) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw .last(.list, path)
        }
        return names.filter { !$0.hasPrefix(Self.temporaryPrefix) }.sorted()
    }

    /// Makes the names here durable.
    func sync() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw .last(.sync, path) }
    }
}

/// An open file.
final class File: Sendable {
    private let path: String
    private let descriptor: Int32

    /// Opens `name` in the directory that `directory` describes.
    init(
        in directory: Int32,
        _ name: String,
        path: String,
        _ flags: Int32
    ) throws(FileError) {
        self.path = path
        descriptor = openat(directory, name, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last(.open, path) }
    }

    deinit {
        close(descriptor)
    }

    /// Locks the file for this process; false when another holds it.
    func lock() throws(FileError) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw .last(.lock, path) }
        return false
    }

    func truncate() throws(FileError) {
        guard ftruncate(descriptor, 0) == 0 else { throw .last(.write, path) }
    }

    func write(_ bytes: [UInt8]) throws(FileError) {
        try bytes.withUnsafeBufferPointer { bytes throws(FileError) in
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = UnsafeBufferPointer(rebasing: rest)
                let count = Foundation.write(descriptor, part.baseAddress, part.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw .last(.write, path) }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// The whole content from here on.
    func read() throws(FileError) -> [UInt8] {
        var content: [UInt8] = []
        var status = stat()
        if fstat(descriptor, &status) == 0 { content.reserveCapacity(Int(status.st_size)) }
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Foundation.read(descriptor, &part, part.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last(.read, path) }
            if count == 0 { return content }
            content += part[..<count]
        }
    }

    func sync() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw .last(.sync, path) }
    }
}
