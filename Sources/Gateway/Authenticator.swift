import HTTPTypes
public import Kernel
import Signatures
public import Units
import Wire

/// Finds the public key with an ID.
///
/// The call is the command that the key is to have signed: a newcomer's key is named in the body of
/// the application itself. It is `nil` for a query.
public typealias KeyLookup = @Sendable (KeyID, World, Call?) -> PublicKeyText?

/// Tells who a request is from, by its signature (RFC 9421).
struct Authenticator: Sendable {
    let verifier: Verifier
    let keys: KeyLookup
    let now: @Sendable () -> Instant

    /// The command in a signed request.
    ///
    /// The signature's form, destination, digest and time are checked first, then the body, then
    /// the key and the signature itself: so what was damaged on its way is called damaged.
    func call(
        _ request: HTTPRequest,
        body: [UInt8],
        path: String,
        in machine: StateMachine
    ) throws(Problem) -> Call {
        var unreadable: Problem?
        let signed: SignedMessage
        do throws(SignatureRejection) {
            signed = try verifier.verify(request, body: body, now: now()) { id in
                do throws(Problem) {
                    let draft = try CommandBody.read(body, for: path, in: machine)
                    return publicKey(id, machine.world, draft)
                } catch {
                    unreadable = error
                    return nil
                }
            }
        } catch {
            throw unreadable ?? Problem(error, exchange: verifier.tag, components: Self.command)
        }
        let call = try CommandBody.read(
            body,
            for: path,
            in: machine,
            id: signed.input.nonce,
            signature: MessageSignature(
                input: signed.input.text,
                key: signed.input.keyID,
                value: signed.signature.hex
            )
        )
        try checkAttestations(of: call)
        return call
    }

    /// Who asks: whoever signed the query; a stranger when nobody did.
    func viewer(_ request: HTTPRequest, in machine: StateMachine) throws(Problem) -> Viewer {
        let fields = request.headerFields
        guard fields[.signature] != nil || fields[.signatureInput] != nil else { return .stranger }
        do throws(SignatureRejection) {
            let signed = try verifier.verify(request, body: [], now: now()) { id in
                publicKey(id, machine.world, nil)
            }
            return Viewer(key: signed.input.keyID, in: machine)
        } catch {
            throw Problem(error, exchange: verifier.tag, components: Self.query)
        }
    }

    /// The challenge to whoever should have signed a query.
    var challenge: Problem {
        Problem(.missingSignature, exchange: verifier.tag, components: Self.query)
    }

    private func checkAttestations(of call: Call) throws(Problem) {
        for attested in call.attestations {
            guard let key = try? PublicKey(text: attested.key.text),
                let purpose = Attestation.Purpose(text: attested.purpose),
                let signature = Signature(hex: attested.signature.text),
                Attestation(keyID: key.keyID, signature: signature)
                    .verify(attested.bytes, for: purpose, by: key)
            else {
                throw Problem(
                    .attestationInvalid,
                    .init("key", attested.key.text),
                    .init("purpose", attested.purpose)
                )
            }
        }
    }

    private func publicKey(_ id: KeyID, _ world: World, _ call: Call?) -> PublicKey? {
        keys(id, world, call).flatMap { try? PublicKey(text: $0.text) }
    }

    private static let command = #"("@method" "@path" "content-digest")"#
    private static let query = #"("@method" "@path" "@query")"#
}

extension Problem {
    /// What a rejected signature means, with the one that would be accepted (RFC 9421 §5.1).
    fileprivate init(
        _ rejection: SignatureRejection,
        exchange: ExchangeName,
        components: String
    ) {
        let reason: GatewayReason =
            switch rejection {
            case .missingSignature: .notSigned
            case .wrongTag: .wrongDestination
            case .digestMismatch: .digestMismatch
            case .createdOutOfWindow: .signatureLate
            case .unknownKey: .unknownKey
            case .badSignature, .wrongAlgorithm: .signatureInvalid
            case .unsupportedMethod, .malformedTarget, .uncoveredPart, .malformedInput,
                .unsupportedComponents, .unsupportedParameters, .malformedParameter,
                .malformedSignature, .missingDigest, .malformedDigest:
                .signatureMalformed
            }
        let isDetailed = [.signatureMalformed, .signatureInvalid].contains(reason)
        self.init(reason)
        facts = isDetailed ? [.init("reason", rejection.rawValue)] : []
        let wanted = "sig1=\(components);created;keyid;nonce;tag=\"\(exchange)\""
        fields[.acceptSignature] = wanted
        fields[.wwwAuthenticate] = "Signature realm=\"\(exchange)\""
    }
}
