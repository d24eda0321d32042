import Crypto
public import Wire

extension Digest {
    /// The SHA-256 of a value's canonical form.
    public init(of value: some WireValue) {
        self.init(hashing: value.wire)
    }

    /// The SHA-256 of some bytes.
    public init(hashing bytes: [UInt8]) {
        guard let digest = Digest(bytes: Array(SHA256.hash(data: bytes))) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        self = digest
    }
}
