import Clearing
import Contracts
import DataNode
import DataQuality
import Exchange
@testable import Gateway
import Kernel
import Rails
import Registry
import Signatures
import Units
import Wire

extension Decoder {
    /// Messages and texts that have one form: whatever type accepts an input writes it again.
    static let messages: [Decoder] = [
        forms("units", [Money.self, Title.self, Instant.self, WorkingCalendar.self]),
        forms("genesis", [Genesis.self]),
        forms(
            "node",
            [
                NodeSettings.self, PresentedReceipt.self, UsageAcknowledgement.self, RowPage.self,
                UsageFile.self, UsageReceipt.self, UsageStatement.self, UsedCall.self,
            ]
        ),
        forms("bank", [BankInstruction.self, BankReceipt.self]),
        forms("quality", [Profile.self, RowProof.self, DataQuality.Fingerprint.self]),
        forms("answers", [CommandReply.self, ProblemDocument.self]),
        texts(
            "identifiers",
            [
                ID<Member>.self, ID<DataResource>.self, ID<PaymentInstruction>.self,
                CertificateNumber.self, CommandID.self, KeyID.self, Actor.self, Cursor.self,
            ]
        ),
        texts(
            "scalars",
            [
                USCC.self, Day.self, Currency.self, Digest.self, PublicKeyText.self,
                SignatureText.self,
            ]
        ),
    ]

    /// Reads an input as each of some types.
    private static func forms(_ name: String, _ types: [any WireValue.Type]) -> Decoder {
        Decoder(name, seeds: { types.map { $0.schema.example.bytes } }) { bytes in
            for type in types { check(type, bytes) }
        }
    }

    private static func check<Value: WireValue>(_: Value.Type, _ bytes: [UInt8]) {
        guard let value = try? Value(wire: bytes) else { return }
        precondition(value.wire == bytes, "another form of \(Value.self) was accepted")
    }

    /// Reads an input as the text of each of some types.
    private static func texts(_ name: String, _ types: [any WireString.Type]) -> Decoder {
        Decoder(name, seeds: { types.map { Array($0.format.example.utf8) } }) { bytes in
            guard let text = String(validating: bytes, as: UTF8.self) else { return }
            for type in types { check(type, text) }
        }
    }

    private static func check<Value: WireString>(_: Value.Type, _ text: String) {
        guard let value = Value(text: text) else { return }
        let isSame = value.text.utf8.elementsEqual(text.utf8)
        precondition(isSame, "another text of \(Value.self) was accepted")
        check(Value.self, value.wire)
    }
}
