public import Gateway
public import Kernel
import Membership
import Tables
public import Units

/// Everything that may be asked of the exchange besides what every gateway answers.
///
/// Each query declares who may ask it; what a viewer may not know of is as if it weren't there.
public let exchangeQueries: [Query] =
    memberQueries + registryQueries + productQueries + moneyQueries + contractQueries

/// The public key that a signature names: a live one of a member's, or the one that an application
/// brings.
public func publicKey(_ key: KeyID, _ world: World, _ call: Call?) -> PublicKeyText? {
    if let known = world[Admission.self].liveKey(key) { return known }
    guard case .apply(let application) = call?.command as? Admission.Command,
        application.key.keyID == key
    else { return nil }
    return application.key
}

extension World {
    /// The title of a member; its number when it has none.
    func title(of member: ID<Member>) -> String {
        self[Admission.self].file(of: member)?.application.title.zh ?? member.text
    }
}

extension Viewer {
    /// Whether the viewer is one of some members.
    func isOne(of members: ID<Member>...) -> Bool {
        member.map(members.contains) ?? false
    }
}
