import Foundation

/// Why a file of the data directory can't be written or read.
///
/// All of them are fatal: the process exits, and the next one finds either the old file or the new.
public enum FileError: Error, Hashable, Sendable {
    /// Another process uses the data directory.
    case held(byProcess: Int32?)
    /// A file that never changes exists with other content.
    case otherContent(path: String)
    /// A file name is absolute, leaves its directory, or is otherwise not one we write.
    case invalidPath(String)
    /// The disk has no room.
    case diskFull(path: String)
    /// The operating system refused a call.
    case failed(SystemCall, path: String, SystemError)

    /// The failure of `call`, by the system's error number of this thread.
    static func last(_ call: SystemCall, _ path: String) -> FileError {
        let error = SystemError(code: errno)
        return error.meansNoRoom ? .diskFull(path: path) : .failed(call, path: path, error)
    }
}

/// The calls of the operating system whose failure is reported.
public enum SystemCall: String, Hashable, Sendable {
    case open, lock, read, write, sync, rename, remove, list, makeDirectory, space
}

/// An error number of the operating system.
public struct SystemError: Hashable, Sendable, CustomStringConvertible {
    /// The number, as `errno` has it.
    public let code: Int32

    init(code: Int32) {
        self.code = code
    }

    /// Whether the disk, or the user's share of it, is full.
    public var meansNoRoom: Bool { code == ENOSPC || code == EDQUOT }

    public var description: String {
        "system error \(code) (\(String(cString: strerror(code))))"
    }
}
