import Kernel
import Registry
import Units

extension Specification {
    /// PL-1 and PL-7, in the order of the reasons.
    func check(
        _ registry: Registration.State
    ) throws(Rejection<ProductLibrary.Reason>) {
        guard hasTextsInRange else { throw .because(.textOutOfRange) }
        guard hasListsInRange else { throw .because(.listOutOfRange) }
        for resource in resources {
            guard registry.file(of: resource) != nil else {
                throw .because(.unknownResource, Fact("resource", resource))
            }
        }
        for plan in plans {
            guard plan.isInRange else {
                throw .because(.planOutOfRange, Fact("plan", plan.code))
            }
        }
        for plan in plans {
            guard plan.pricing.total?.currency == .cny else {
                throw .because(.wrongCurrency, Fact("plan", plan.code))
            }
        }
        guard delivery.isAddressWellFormed else { throw .because(.addressMalformed) }
        let levels = resources.compactMap { registry.file(of: $0)?.disclosure.level }
        guard levels.allSatisfy({ $0.rank <= level.rank }) else { throw .because(.levelTooLow) }
        guard level != .core else { throw .because(.coreData) }
        // Files and calls both carry rows out of the owner's premises.
        guard level == .general else { throw .because(.deliveryNotAllowed) }
    }

    private var hasTextsInRange: Bool {
        title.isWithin(60) && summary.isWithin(500) && 1...100 ~= contact.count
            && (scenarios + prohibitedUses).allSatisfy { 1...100 ~= $0.count }
            && fields.allSatisfy { field in
                1...60 ~= field.name.count && 1...20 ~= field.type.count
                    && field.note.isWithin(200) && (field.unit.map { 1...20 ~= $0.count } ?? true)
            }
            && 1...100 ~= delivery.dataset.count && plans.allSatisfy { $0.title.isWithin(60) }
    }

    private var hasListsInRange: Bool {
        func isUnique(_ values: [some Comparable]) -> Bool {
            let sorted = values.sorted()
            return zip(sorted, sorted.dropFirst()).allSatisfy { $0 != $1 }
        }
        return 1...20 ~= resources.count && 1...200 ~= fields.count && 1...10 ~= plans.count
            && scenarios.count <= 20 && prohibitedUses.count <= 20 && isUnique(resources)
            && isUnique(fields.map(\.name)) && isUnique(plans.map(\.code)) && records >= 0
            && fields.flatMap { [$0.missing, $0.distinct] }.allSatisfy { $0 ?? 0 >= 0 }
            && sample.count <= 5
            && sample.allSatisfy {
                $0.index >= 0 && $0.path.count <= 63 && 1...200 ~= $0.row.count
                    && $0.row.allSatisfy { $0.count <= 200 }
            }
            && 0...1_000_000 ~= completeness
    }
}

extension Plan {
    var isInRange: Bool {
        let code = Array(code.utf8)
        guard 1...20 ~= code.count, 1...1_830 ~= termDays,
            code.allSatisfy({ 97...122 ~= $0 || 48...57 ~= $0 || $0 == 45 })
        else { return false }
        switch pricing {
        case .oneOff(let price): return price.isPositive && delivery == .file
        case .perCall(let unit, let quota):
            return unit.microYuan > 0 && 1...1_000_000_000 ~= quota && delivery == .api
                && (pricing.total?.isPositive ?? false)
        }
    }
}

extension DeliveryPoint {
    /// An http or https address of at most 200 ASCII characters without user, query or fragment.
    var isAddressWellFormed: Bool {
        let rest =
            address.hasPrefix("https://")
            ? address.dropFirst(8) : address.hasPrefix("http://") ? address.dropFirst(7) : ""
        return !rest.isEmpty && address.utf8.count <= 200
            && rest.utf8.allSatisfy { byte in
                switch byte {
                case 97...122, 65...90, 48...58, 45, 46, 47, 91, 93, 95: true
                default: false
                }
            }
    }
}

extension DataLevel {
    var rank: Int {
        switch self {
        case .general: 0
        case .important: 1
        case .core: 2
        }
    }
}
