import Journal
import Transparency
import Units

extension Recovery {
    /// Checks that what was signed and served belongs to this key and this journal.
    ///
    /// A log that went on under another key, or that signed one size twice, would be worth nothing
    /// to whoever holds its receipts: so nothing is taken that would end in that.
    ///
    /// - Throws: `foreignCheckpoint` when the last checkpoint isn't signed by `key`; `logAhead`
    ///   when a larger one was served than the journal knows of; `rootMismatch` when another one of
    ///   the same size was; `files`.
    func checkLog(_ tiles: TileStore, key: VerifierKey) throws(SequencerError) {
        if let checkpoint {
            let signed = try failing(as: SequencerError.note) { () throws(NoteError) in
                try Transparency.SignedCheckpoint(parsing: checkpoint.note)
            }
            guard let verified = try? signed.note.verify(by: [key]), !verified.isEmpty else {
                throw .foreignCheckpoint(size: checkpoint.size, key: key.vkey)
            }
        }
        let file = try failing(as: SequencerError.files) { () throws(FileError) in
            try tiles.checkpoint()
        }
        // A file that can't be read is written again from the journal.
        guard let file, let served = try? Transparency.SignedCheckpoint(parsing: file).checkpoint
        else { return }
        let size = Int64(served.size)
        guard let checkpoint, size <= checkpoint.size else {
            throw .logAhead(served: size, journal: checkpoint?.size ?? 0)
        }
        if size == checkpoint.size, file != checkpoint.note { throw .rootMismatch(size: size) }
    }
}
