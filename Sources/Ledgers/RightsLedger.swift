import Tables
public import Units
public import Wire

/// The three rights in data (数据产权), independent and non-exclusive (`domain.md` §0.1, §3.2).
public enum RightType: String, CaseIterable, Comparable, WireValue {
    /// 持有权: to hold lawfully obtained data, or to have it held.
    case holding
    /// 使用权: to process, aggregate and analyse it for one's own work or derived data.
    case usage
    /// 经营权: to provide it to others, for money or free.
    case operation

    public static func < (a: Self, b: Self) -> Bool {
        a.rawValue.utf8.lexicographicallyPrecedes(b.rawValue.utf8)
    }
}

/// How far a right reaches (权利范围).
@Wire
public struct RightScope: Hashable, Sendable {
    /// What the data may be used for; empty means any lawful purpose.
    public let purposes: [String]
    /// Where the data may be used; absent means mainland China.
    public let territory: String?
    /// Whether the holder may let others use it.
    public let isSublicensable: Bool
    /// Whether the holder may create derived data from it.
    public let isDerivable: Bool
}

/// One holder's right in one resource: where it comes from, how far and how long it reaches.
@Wire
public struct RightGrant: Hashable, Sendable {
    /// The data.
    public let resource: ID<DataResource>
    /// Who has the right.
    public let holder: ID<Member>
    /// Distinguishes the grants of one holder on one resource, from 1 upwards.
    public let number: Int64
    /// Which of the three rights.
    public let right: RightType
    /// How far it reaches.
    public let scope: RightScope
    /// When the right ends; absent means with the registration.
    public let expires: Instant?
    /// The certificate number or contract that the right rests on.
    public let basis: String
}

/// A block on a resource's rights (权利限制).
@Wire
public struct Restriction: Hashable, Sendable {
    /// The data whose rights are blocked.
    public let resource: ID<DataResource>
    /// Distinguishes the restrictions on one resource, from 1 upwards.
    public let number: Int64
    /// What blocks.
    public let kind: Kind
    /// The order, pledge or objection it rests on.
    public let basis: String

    /// What blocks.
    public enum Kind: String, CaseIterable, WireValue {
        /// 冻结: by a court or the supervisor.
        case freeze
        /// 质押: a pledge; new grants need the pledgee's consent.
        case lien
        /// 异议: a registered objection.
        case objection
        /// 停牌: trading is halted.
        case halt
    }
}

/// One change of the rights ledger.
@Wire
public enum RightsPosting: Hashable, Sendable {
    case grant(RightGrant)
    case revoke(RightKey)
    case restrict(Restriction)
    case lift(RestrictionKey)
}

/// The identity of a grant.
@Wire
public struct RightKey: Hashable, Comparable, Sendable {
    /// The data.
    public let resource: ID<DataResource>
    /// Who has the right.
    public let holder: ID<Member>
    /// Which of the holder's grants.
    public let number: Int64

    public static func < (a: Self, b: Self) -> Bool {
        (a.resource, a.holder, a.number) < (b.resource, b.holder, b.number)
    }
}

/// The identity of a restriction.
@Wire
public struct RestrictionKey: Hashable, Comparable, Sendable {
    /// The data.
    public let resource: ID<DataResource>
    /// Which of the restrictions.
    public let number: Int64

    public static func < (a: Self, b: Self) -> Bool {
        (a.resource, a.number) < (b.resource, b.number)
    }
}

/// Why rights can't be posted, in order of precedence.
public enum RightsError: String, Error, CaseIterable, Sendable {
    /// A restriction blocks new grants on the resource.
    case restricted
    /// There is, or was, a grant of this identity, or there is such a restriction.
    case alreadyPosted
    /// There is no grant or restriction of this identity.
    case notPosted
}

/// Who has which right in which data, and what blocks it.
///
/// Grants are non-exclusive: several holders may have the same right in the same data. What blocks
/// a right stands in the same ledger and is checked in the same step that would move it.
@Wire
public struct RightsLedger: Equatable, Sendable {
    private var grants: Table<RightKey, RightGrant> = Table()
    private var restrictions: Table<RestrictionKey, Restriction> = Table()
    /// The greatest number that was revoked: none is ever given to another grant.
    private var revoked: Table<Holding, Int64> = Table()

    /// All that one holder has in one resource.
    @Wire
    struct Holding: Hashable, Comparable {
        let resource: ID<DataResource>
        let holder: ID<Member>

        static func < (a: Self, b: Self) -> Bool {
            (a.resource, a.holder) < (b.resource, b.holder)
        }
    }

    /// The grants of one holder on one resource.
    public func grants(
        on resource: ID<DataResource>,
        to holder: ID<Member>
    ) -> [RightGrant] {
        let start = RightKey(resource: resource, holder: holder, number: 0)
        return grants.ascending(from: start).lazy
            .prefix { $0.key.resource == resource && $0.key.holder == holder }
            .map(\.value)
    }

    /// All grants on one resource, by holder.
    public func grants(on resource: ID<DataResource>) -> [RightGrant] {
        let start = RightKey(resource: resource, holder: ID(0), number: 0)
        return grants.ascending(from: start).lazy
            .prefix { $0.key.resource == resource }
            .map(\.value)
    }

    /// Whether `holder` has `right` in `resource` at `now`, and by the same grant until `end`.
    public func holds(
        _ right: RightType,
        in resource: ID<DataResource>,
        _ holder: ID<Member>,
        at now: Instant,
        until end: Instant? = nil
    ) -> Bool {
        grants(on: resource, to: holder).contains { grant in
            guard grant.right == right else { return false }
            guard let expires = grant.expires else { return true }
            return now < expires && end.map { $0 <= expires } ?? true
        }
    }

    /// What blocks new grants on the resource.
    public func restrictions(on resource: ID<DataResource>) -> [Restriction] {
        restrictions.ascending(from: RestrictionKey(resource: resource, number: 0)).lazy
            .prefix { $0.key.resource == resource }
            .map(\.value)
    }

    /// The number of the holder's next grant on the resource, which no grant ever had.
    public func nextNumber(on resource: ID<DataResource>, to holder: ID<Member>) -> Int64 {
        let last = grants(on: resource, to: holder).last?.number ?? 0
        return max(last, lastRevoked(resource, holder)) + 1
    }

    private func lastRevoked(_ resource: ID<DataResource>, _ holder: ID<Member>) -> Int64 {
        revoked[Holding(resource: resource, holder: holder)] ?? 0
    }

    /// Whether all postings can be made, in this order and together.
    public func check(_ postings: [RightsPosting]) throws(RightsError) {
        guard !postings.isEmpty else { return }
        var draft = self
        for posting in postings {
            try draft.check(posting)
            draft.post([posting])
        }
    }

    private func check(_ posting: RightsPosting) throws(RightsError) {
        switch posting {
        case .grant(let grant):
            guard restrictions(on: grant.resource).isEmpty else { throw .restricted }
            guard grants[grant.key] == nil,
                grant.number > lastRevoked(grant.resource, grant.holder)
            else { throw .alreadyPosted }
        case .revoke(let key):
            guard grants[key] != nil else { throw .notPosted }
        case .restrict(let restriction):
            guard restrictions[restriction.key] == nil else { throw .alreadyPosted }
        case .lift(let key):
            guard restrictions[key] != nil else { throw .notPosted }
        }
    }

    /// Makes postings that were checked.
    public mutating func post(_ postings: [RightsPosting]) {
        for posting in postings {
            switch posting {
            case .grant(let grant): grants[grant.key] = grant
            case .revoke(let key):
                let last = lastRevoked(key.resource, key.holder)
                revoked[Holding(resource: key.resource, holder: key.holder)] = max(last, key.number)
                grants[key] = nil
            case .restrict(let restriction): restrictions[restriction.key] = restriction
            case .lift(let key): restrictions[key] = nil
            }
        }
    }
}

extension RightGrant {
    /// Its identity.
    public var key: RightKey { RightKey(resource: resource, holder: holder, number: number) }
}

extension Restriction {
    /// Its identity.
    public var key: RestrictionKey { RestrictionKey(resource: resource, number: number) }
}
