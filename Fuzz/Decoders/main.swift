import Foundation
import FuzzDriver

// databourse-fuzz DECODER [libFuzzer's arguments]: gives inputs to one decoder.
// databourse-fuzz --write-seeds DIRECTORY: writes each decoder's first inputs, a folder each.
// databourse-fuzz --list: names the decoders.

/// Writes `directory/<decoder>/<number>` for every seed.
func writeSeeds(to directory: URL) throws {
    for decoder in Decoder.all + [.planted] {
        let folder = directory.appending(path: decoder.name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (number, seed) in decoder.seeds().enumerated() {
            try Data(seed).write(to: folder.appending(path: "\(number)"))
        }
    }
}

/// Who takes libFuzzer's inputs: a C function can't carry it along.
let chosen = (Decoder.all + [.planted]).first { $0.name == CommandLine.arguments.dropFirst().first }

if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "--write-seeds" {
    try writeSeeds(to: URL(filePath: CommandLine.arguments[2]))
} else if CommandLine.arguments.dropFirst() == ["--list"] {
    for decoder in Decoder.all { print(decoder.name) }
} else if chosen != nil {
    // libFuzzer's own arguments begin at the decoder's name, which stands for the program's.
    var count = CommandLine.argc - 1
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
        CommandLine.unsafeArgv + 1
    exit(LLVMFuzzerRunDriver(&count, &arguments) { takeOneInput($0, $1) })
} else {
    print("usage: databourse-fuzz DECODER [libFuzzer's arguments] | --list | --write-seeds DIR")
    exit(2)
}

/// Gives one input to the chosen decoder; libFuzzer's library wants a function of this name.
@_cdecl("LLVMFuzzerTestOneInput")
public func takeOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    chosen?.take(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}
