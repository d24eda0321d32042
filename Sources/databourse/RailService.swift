import FoundationEssentials
import Exchange
import Client
import Kernel
import Logging
import Rails
import Sequencer
import ServiceLifecycle
import Signatures

/// The service that sends payment instructions to the bank's address.
func rail(
    _ venue: VenueFolder,
    to bank: String,
    _ sequencer: Sequencer,
    _ logger: Logger
) throws -> BankRail {
    let genesis = try venue.readGenesis()
    guard let origin = ExchangeName(text: genesis.charter.origin) else {
        throw fail("the origin isn't a name")
    }
    let key = try readKey(venue.railKey.path)
    return BankRail(
        bank: ExchangeClient(address: bank, origin: origin, key: key),
        state: { sequencer.state },
        logger: logger
    )
}
