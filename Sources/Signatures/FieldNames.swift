public import HTTPTypes

extension HTTPField.Name {
    /// `Content-Digest` (RFC 9530 §2).
    public static let contentDigest = literal("Content-Digest")

    /// `Signature-Input` (RFC 9421 §4.1).
    public static let signatureInput = literal("Signature-Input")

    /// `Signature` (RFC 9421 §4.2).
    public static let signature = literal("Signature")

    private static func literal(_ name: StaticString) -> HTTPField.Name {
        guard let name = HTTPField.Name(name.description) else {
            preconditionFailure("\(name) is no field name")
        }
        return name
    }
}
