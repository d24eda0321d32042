import Portal

extension Term {
    /// The portal's word for a term of the exchange, which has the same identifier.
    init(_ term: some RawRepresentable<String>) throws(UnknownTerm) {
        guard let word = Self(rawValue: term.rawValue) else { throw UnknownTerm(term.rawValue) }
        self = word
    }
}

/// A term of the exchange that the portal has no word for.
struct UnknownTerm: Error, Equatable {
    let identifier: String

    init(_ identifier: String) { self.identifier = identifier }
}
