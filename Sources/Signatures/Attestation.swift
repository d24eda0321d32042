public import Units

/// A signature over a document rather than a request: a delivery receipt, a job's result, an
/// opinion.
///
/// The signed bytes are `databourse/attestation/v1`, newline, the purpose, newline, and the
/// document's canonical bytes. They can't be taken for the base of a signed request, which begins
/// with `"`, nor can an attestation for one purpose be taken for another.
public struct Attestation: Hashable, Sendable {
    /// What an attestation is for: 1 to 64 of `a`–`z`, `0`–`9`, `.`, `-`, such as
    /// `delivery-receipt`.
    public struct Purpose: Hashable, Sendable, CustomStringConvertible {
        /// The purpose as it is signed.
        public let text: String

        /// The purpose written so, or `nil` unless it is one.
        public init?(text: String) {
            guard Self.isPurpose(text) else { return nil }
            self.text = text
        }

        public var description: String { text }

        private static func isPurpose(_ name: String) -> Bool {
            1...64 ~= name.utf8.count
                && name.utf8.allSatisfy {
                    0x61...0x7a ~= $0 || 0x30...0x39 ~= $0 || 0x2d...0x2e ~= $0
                }
        }
    }

    /// The key it was made with.
    public let keyID: KeyID

    /// The signature over `signedBytes(_:for:)`.
    public let signature: Signature

    /// Puts together what was received; `verify(_:for:by:)` tells whether it is good.
    public init(keyID: KeyID, signature: Signature) {
        self.keyID = keyID
        self.signature = signature
    }

    /// Signs a document's canonical bytes.
    ///
    /// Throws `signingFailed`.
    public init(
        signing document: [UInt8],
        for purpose: Purpose,
        with key: PrivateKey
    ) throws(KeyFailure) {
        keyID = key.publicKey.keyID
        signature = try key.sign(Self.signedBytes(document, for: purpose))
    }

    /// Whether `key` made this attestation of these bytes for this purpose.
    public func verify(_ document: [UInt8], for purpose: Purpose, by key: PublicKey) -> Bool {
        key.keyID == keyID && key.verify(signature, of: Self.signedBytes(document, for: purpose))
    }

    /// The bytes that are signed.
    public static func signedBytes(_ document: [UInt8], for purpose: Purpose) -> [UInt8] {
        Array("databourse/attestation/v1\n\(purpose)\n".utf8) + document
    }
}

extension Attestation.Purpose: ExpressibleByStringLiteral {
    /// A purpose written in the source; one that breaks the rule is a mistake of the programmer.
    public init(stringLiteral name: StaticString) {
        text = name.description
        precondition(Self.isPurpose(text), "\(name) is no purpose")
    }
}
