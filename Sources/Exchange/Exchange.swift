import Clearing
import Contracts
public import Kernel
import Membership
import Products
import Registry
import Trading

/// Everything this exchange can do.
///
/// A new capability is one new line here.
public func makeExchange() -> StateMachine {
    var machine = StateMachine(directory: Admission.self)
    machine.register(Registration.self)
    machine.register(ProductLibrary.self)
    machine.register(Payments.self)
    machine.register(Contract.self)
    machine.register(Listing.self)
    return machine
}
