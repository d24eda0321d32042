import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Units
import Wire

/// A refusal on its way to the client.
struct Problem: Error, Sendable {
    let code: String
    let status: Int
    let zh: String
    let en: String
    let isRetryable: Bool
    var facts: [Fact] = []
    var offset: Int?
    var pointer: String?
    var isRepeat: Bool?
    var sequence: Int64?
    /// Further fields of the response, such as `Retry-After`.
    var fields = HTTPFields()

    init(_ reason: GatewayReason, _ facts: Fact...) {
        code = reason.code
        status = reason.status
        zh = reason.zh
        en = reason.en
        isRetryable = reason.isRetryable
        self.facts = facts
    }

    /// What the exchange itself said; `machine` knows the sentences.
    init(_ report: RejectionReport, in machine: StateMachine) {
        let refusal = machine.refusal(report.code)
        code = report.code
        status = report.kind.status
        zh = refusal?.zh ?? report.code
        en = refusal?.en ?? report.code
        isRetryable = false
        facts = report.facts
    }

    func with(_ name: HTTPField.Name, _ value: String) -> Problem {
        var problem = self
        problem.fields[name] = value
        return problem
    }
}

extension RejectionKind {
    /// The HTTP status of a rejection.
    var status: Int {
        switch self {
        case .invalid: 422
        case .forbidden: 403
        case .notFound: 404
        case .conflict: 409
        case .insufficientFunds: 402
        }
    }
}

extension Problem {
    func document(request: String, language: Language) -> ProblemDocument {
        ProblemDocument(
            code: code,
            facts: facts,
            messages: .init(en: en, zh: zh),
            offset: offset.map(Int64.init),
            pointer: pointer,
            repeat: isRepeat,
            request: request,
            retryable: isRetryable,
            sequence: sequence,
            status: Int64(status),
            title: language == .zh ? zh : en,
            type: "/v1/problems/\(code)"
        )
    }

    func document(for request: Request, _ context: GatewayContext) -> ProblemDocument {
        let language = Language(accepting: request.headers[.acceptLanguage])
        return document(request: context.request, language: language)
    }

    func response(_ document: ProblemDocument) -> Response {
        var headers = fields
        headers[.contentType] = "application/problem+json"
        headers[.contentLanguage] = document.language
        headers[.vary] = "Accept-Language"
        headers[.cacheControl] = "no-store"
        return Response(
            status: .init(code: status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: document.wire))
        )
    }
}

/// The languages of the exchange's sentences.
enum Language: String {
    case zh, en

    /// The one that an `Accept-Language` field (RFC 9110 §12.5.4) prefers; Chinese when it prefers
    /// neither.
    init(accepting field: String?) {
        var best: [Language: Int] = [:]
        for range in (field ?? "").split(separator: ",").prefix(20) {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let name = parts.first?.split(separator: "-").first?.lowercased(),
                let language = Language(rawValue: name)
            else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Self.weight($0) }
            best[language] = max(best[language] ?? 0, weight ?? 1000)
        }
        self = (best[.en] ?? 0) > (best[.zh] ?? 0) ? .en : .zh
    }

    /// Thousandths: `q=0.85` is 850; malformed is 0.
    private static func weight(_ parameter: String) -> Int {
        let digits = parameter.dropFirst(2)
        if digits.hasPrefix("1") { return 1000 }
        guard digits.hasPrefix("0.") else { return 0 }
        return Int((digits.dropFirst(2) + "000").prefix(3)) ?? 0
    }
}
