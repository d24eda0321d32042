import Gateway
import Journal
import Kernel
import Sequencer
import Transparency
import Units
import Wire

/// The running exchange, as the gateway sees it.
struct RunningExchange: ExchangeService {
    private let sequencer: Sequencer
    private let tiles: TileStore

    init(_ sequencer: Sequencer, tiles: TileStore) {
        self.sequencer = sequencer
        self.tiles = tiles
    }

    var state: StateMachine { sequencer.state }

    func submit(_ call: Call) async -> Submission {
        switch await sequencer.submit(call) {
        case .recorded(let record, _, let isRepeat): .recorded(record, isRepeat: isRepeat)
        case .refused(let report): .refused(report)
        case .reusedID(let sequence): .reusedID(sequence: sequence)
        case .busy: .busy
        case .stopped: .stopped
        }
    }

    func records(from sequence: Int64, limit: Int) async throws -> [StoredRecord] {
        try sequencer.records(from: sequence, limit: limit).map { bytes in
            StoredRecord(try Record(wire: bytes), bytes: bytes)
        }
    }

    func growth() -> AsyncStream<Int64> {
        let tail = sequencer.tail(after: sequencer.state.world.sequence - 1)
        return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { stream in
            let task = Task {
                do {
                    for try await record in tail { stream.yield(record.sequence + 1) }
                } catch {
                    // A follower that fell behind reads on from the journal by itself.
                    stream.yield(sequencer.state.world.sequence)
                }
                stream.finish()
            }
            stream.onTermination = { _ in task.cancel() }
        }
    }

    func receipt(for sequence: Int64) async throws -> String? {
        try sequencer.receipt(for: sequence)
    }

    var checkpoint: PublishedCheckpoint? {
        sequencer.checkpoint.map { PublishedCheckpoint(size: $0.size, note: Array($0.note.utf8)) }
    }

    func finality(of sequence: Int64) -> Finality {
        sequencer.finality(of: sequence) ?? .durable
    }

    func tile(_ tile: TileCoordinate) async throws -> [UInt8]? {
        try tiles.read(tile.path)
    }
}
