import ArgumentParser
import Client
import Foundation

/// Prints to standard error: messages for people; data goes to standard output.
func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// Prints bytes and a line feed to standard output.
func output(_ bytes: [UInt8]) {
    FileHandle.standardOutput.write(Data(bytes + [UInt8(ascii: "\n")]))
}

/// Why a command ends, as its exit code says (`sysexits.h`, and 3 for a rule of the market).
enum Exit {
    static let failed: Int32 = 1
    static let refused: Int32 = 3
    static let usage: Int32 = 64
    static let notVerified: Int32 = 65
    static let unavailable: Int32 = 69
    static let tryAgain: Int32 = 75
    static let notPermitted: Int32 = 77
}

/// Says what went wrong and ends with the code for it.
func fail(_ text: String, _ code: Int32 = Exit.failed) -> ExitCode {
    note("databourse: \(text)")
    return ExitCode(code)
}

extension ClientError {
    /// The exit code, after saying what went wrong; with `--json`, the problem document as it came.
    func exit(json: Bool) -> ExitCode {
        if json, case .refused(let problem) = self { output(problem.body) }
        switch self {
        case .refused(let problem):
            let code =
                switch problem.status {
                case 401, 403: Exit.notPermitted
                case 429, 503: Exit.tryAgain
                case 400..<500: Exit.refused
                default: Exit.failed
                }
            return fail(description, code)
        case .unreachable: return fail(description, Exit.unavailable)
        case .noKey, .unsignable, .malformed: return fail(description)
        }
    }
}
