import Ledgers
import Portal
import Products
import Registry
import Testing

@testable import PublicPages

@Suite("Words")
struct WordTests {
    @Test("The portal has a word for each term of the exchange, and no other")
    func words() {
        #expect(agree(Portal.ProductKind.self, Products.ProductKind.self))
        #expect(agree(Portal.DeliveryMode.self, Products.DeliveryMode.self))
        #expect(agree(ProductPage.Opinion.Conclusion.self, Products.Opinion.Conclusion.self))
        #expect(agree(Portal.DataLevel.self, Registry.DataLevel.self))
        #expect(agree(Portal.UpdateFrequency.self, Registry.UpdateFrequency.self))
        #expect(agree(Portal.Acquisition.self, Registry.Acquisition.self))
        #expect(agree(Portal.Coverage.self, Registry.Coverage.self))
        #expect(agree(Portal.PersonalInformation.self, Registry.PersonalInformation.self))
        #expect(agree(Portal.RightType.self, Ledgers.RightType.self))
        #expect(agree(Portal.Restriction.self, Ledgers.Restriction.Kind.self))
        #expect(!agree(Portal.ProductKind.self, Registry.DataLevel.self))
    }

    @Test("A term without a word is refused, not replaced")
    func unknown() {
        #expect(throws: UnknownTerm("national")) {
            try Portal.RightType(Registry.Coverage.national)
        }
    }

    private func agree<Word: Term, Other: CaseIterable & RawRepresentable<String>>(
        _: Word.Type,
        _: Other.Type
    ) -> Bool {
        Set(Word.allCases.map(\.rawValue)) == Set(Other.allCases.map(\.rawValue))
    }
}
