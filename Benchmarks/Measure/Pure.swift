import Contracts
import DataQuality
import Foundation
import HTTPTypes
import Kernel
import Ledgers
import SampleMarket
import Signatures
import Synchronization
import Trading
import Transparency
import Units
import Wire

/// What is computed without a disk.
struct Pure {
    let market: Market

    /// A purchase: what is decided and what that changes, apart from the record.
    func decisions(_ count: Int, into samples: inout Samples) throws {
        let world = market.machine.world
        let context = Context(actor: .member(market.buyerID), now: world.time, sequence: 0)
        let system = Context(actor: .system, now: world.time, sequence: 0)
        var (listings, contracts) = (world[Listing.self], world[Contract.self])
        var money = world.money
        var concluded = 0
        let time = try seconds {
            for _ in 0..<count {
                let taken = try Listing.decide(.take(Market.order), context, in: world)
                for event in taken.events { Listing.evolve(&listings, on: event) }
                for next in taken.then {
                    guard let command = next.command as? Contract.Command else { continue }
                    let signed = try Contract.decide(command, system, in: world)
                    try money.check(signed.moving)
                    money.post(signed.moving)
                    for event in signed.events { Contract.evolve(&contracts, on: event) }
                    concluded += 1
                }
            }
        }
        guard concluded == count else { throw NotAccepted() }
        samples.note("purchase/deciding", time * 1e6 / Double(count))
    }

    /// A purchase with all that the journal needs of it: the call applied, and the record's form.
    func purchases(_ count: Int, into samples: inout Samples) throws {
        var machine = market.machine
        let calls = market.purchases(count)
        var (accepted, bytes) = (0, 0)
        let time = seconds {
            for call in calls {
                let now = machine.world.time
                let salt = Salt(high: 1, low: 2)
                let applied = machine.apply(call, now: now, salt: salt)
                guard case .recorded(let record, let form) = applied,
                    case .accepted = record.outcome
                else { continue }
                accepted += 1
                bytes += form.count
            }
        }
        guard accepted == count else { throw NotAccepted() }
        samples.note("purchase/whole", time * 1e6 / Double(count))
        samples.note("purchase/bytes", Double(bytes / count))
    }

    /// Signed requests a second that the door's check lets in, on `threads` threads: the fields
    /// read, the digest computed, the signature base built, Ed25519 verified.
    func verifications(_ count: Int, threads: Int) throws -> Double {
        let key = PrivateKey.generate()
        guard let tag = ExchangeName(text: "exchange.example/2026") else { throw NotAccepted() }
        let body = [UInt8](repeating: 97, count: 320)
        let now = Day(20_700).start
        let message = try Message(method: .post, target: "/v1/trading/take", body: body)
        let signed = try SignedMessage(signing: message, for: tag, at: now, with: key)
        var request = HTTPRequest(
            method: .post,
            scheme: "https",
            authority: "exchange.example",
            path: "/v1/trading/take"
        )
        request.headerFields = signed.fields
        let verifier = Verifier(tag: tag)
        let good = Mutex(0)
        let time = seconds {
            DispatchQueue.concurrentPerform(iterations: threads) { [request] _ in
                let verified = (0..<count).count { _ in
                    let checked = try? verifier.verify(request, body: body, now: now) { _ in
                        key.publicKey
                    }
                    return checked != nil
                }
                good.withLock { $0 += verified }
            }
        }
        guard good.withLock({ $0 }) == count * threads else { throw NotAccepted() }
        return Double(count * threads) / time
    }

    /// Leaves a second into the tree that a log keeps, 300 bytes a leaf.
    func leaves(_ count: Int) throws -> Double {
        var entry = [UInt8](repeating: 97, count: 300)
        var tree = Frontier()
        let time = seconds {
            for index in 0..<count {
                entry[index % 300] &+= 1
                tree.append(entry)
            }
        }
        guard tree.size == count else { throw NotAccepted() }
        return Double(count) / time
    }

    /// Megabytes of CSV a second, profiled and fingerprinted.
    func scanned(_ bytes: [UInt8]) throws -> Double {
        guard let key = DataSetKey(bytes: [UInt8](repeating: 7, count: 32)) else {
            throw NotAccepted()
        }
        let time = try seconds {
            var scan = DataScan(key: key)
            for start in stride(from: 0, to: bytes.count, by: 65_536) {
                try scan.append(Array(bytes[start..<min(start + 65_536, bytes.count)]))
            }
            _ = try scan.finish()
        }
        return Double(bytes.count) / 1e6 / time
    }

    /// Hourly readings, as a monitoring station writes them.
    static func readings(rows: Int) -> [UInt8] {
        var text = "No,year,month,day,hour,PM2.5,PM10,SO2,NO2,CO,O3,TEMP,wd,station\n"
        for row in 0..<rows {
            let value = row * 7_919 % 500
            text += "\(row + 1),2017,\(row % 12 + 1),\(row % 28 + 1),\(row % 24),\(value),"
            text += "\(value + 9),\(value % 40),\(value % 90),\(value * 10),NA,"
            text += "-\(value % 30).\(row % 10),NNW,Guanyuan\n"
        }
        return Array(text.utf8)
    }
}
