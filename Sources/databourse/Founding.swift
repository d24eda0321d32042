import Exchange
import Kernel
import Sequencer

extension Genesis {
    /// Founds the venue, whole or not at all.
    ///
    /// Every command is decided on a copy first; then all of them are one transaction of the
    /// journal, so that neither a mistake nor a crash leaves half a venue behind.
    func found(_ sequencer: Sequencer) async throws {
        var rehearsal = sequencer.state
        var calls: [Call] = []
        for (position, command) in commands.enumerated() {
            let place = position == 0 ? "charter" : "founder \(position)"
            let call: Call
            do throws(CallError) {
                call = try rehearsal.call(command.path, body: command.body)
            } catch {
                throw fail("genesis.json: the \(place) can't be read\(error.place)")
            }
            let applied = rehearsal.apply(call, now: SystemSource.now(), salt: SystemSource.salt())
            if let report = applied.refusal {
                let sentence = report.sentence(in: rehearsal)
                throw fail("genesis.json: the \(place) is refused: \(sentence)", Exit.refused)
            }
            calls.append(call)
        }
        for reply in await sequencer.submit(contentsOf: calls) {
            guard case .recorded(let record, _, _) = reply, case .accepted = record.outcome else {
                throw fail("the venue couldn't be founded; see the log")
            }
        }
    }
}

extension CallError {
    /// Where the body is wrong.
    fileprivate var place: String {
        switch self {
        case .unknownPath(let path): ": nothing is posted at \(path)"
        case .malformed(let error): ": \(error)"
        }
    }
}

extension StateMachine.Applied {
    /// Why the call wasn't accepted, if it wasn't.
    fileprivate var refusal: RejectionReport? {
        switch self {
        case .refused(let report): report
        case .recorded(let record, _):
            if case .rejected(let report) = record.outcome { report } else { nil }
        }
    }
}
