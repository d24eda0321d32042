extension String {
    /// Every text that is one slip of the hand away: a character dropped, doubled, changed to one
    /// of `alphabet`, one of `alphabet` put in between, or two neighbours swapped.
    ///
    /// For tests of strict readers: each is refused, or is the one text of another value.
    public func nearMisses(_ alphabet: String = "0179aAfGzMZ:-+ .é") -> Set<String> {
        let old = Array(self)
        var misses: Set<String> = []
        func add(_ change: (inout [Character]) -> Void) {
            var new = old
            change(&new)
            misses.insert(String(new))
        }
        for index in old.indices {
            add { $0.remove(at: index) }
            add { $0.insert(old[index], at: index) }
            for character in alphabet { add { $0[index] = character } }
            if index > 0 { add { $0.swapAt(index - 1, index) } }
        }
        for index in 0...old.count {
            for character in alphabet { add { $0.insert(character, at: index) } }
        }
        misses.remove(self)
        return misses
    }
}
