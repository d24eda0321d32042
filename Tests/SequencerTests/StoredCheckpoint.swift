// As in the target: a file that sees only the one `SignedCheckpoint`.
import Journal

typealias StoredCheckpoint = SignedCheckpoint
