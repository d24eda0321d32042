import Foundation
public import Signatures

extension PrivateKey {
    /// The Ed25519 key of 32 equal bytes: the same in every run, and nobody's secret.
    public static func sample(_ byte: UInt8) -> PrivateKey {
        // What comes before the 32 bytes in PKCS#8 (RFC 8410 §7).
        let header: [UInt8] = [
            0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
            0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
        ]
        let body = Data(header + [UInt8](repeating: byte, count: 32)).base64EncodedString()
        let pem = "-----BEGIN PRIVATE KEY-----\n\(body)\n-----END PRIVATE KEY-----\n"
        guard let key = try? PrivateKey(pem: pem) else { fatalError("any 32 bytes are a key") }
        return key
    }
}
