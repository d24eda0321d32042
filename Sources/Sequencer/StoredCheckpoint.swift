// Both Journal and Transparency know a `SignedCheckpoint`. This file sees only the one, and gives
// it a name for those that see both.
import Journal

/// The last signed checkpoint as the journal keeps it.
typealias StoredCheckpoint = SignedCheckpoint
