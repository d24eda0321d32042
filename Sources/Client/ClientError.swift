import Foundation

/// Why a request has no result.
public enum ClientError: Error, Sendable {
    /// The server refuses, and says why.
    case refused(Problem)
    /// There is no answer from this address.
    case unreachable(String, String)
    /// A command needs a key.
    case noKey
    /// The request can't be signed.
    case unsignable(String)
    /// The answer isn't what was expected.
    case malformed(String)
}

/// A server's problem document (RFC 9457).
public struct Problem: Sendable {
    /// The HTTP status.
    public let status: Int
    /// Stable: `trading.listing.notListed`.
    public let code: String
    /// The sentence in Chinese.
    public let zh: String
    /// The sentence in English.
    public let en: String
    /// What a person needs to know to do better.
    public let facts: [(name: String, value: String)]
    /// The document as it came.
    public let body: [UInt8]

    /// Reads what it can: a proxy's page still has its status.
    public init(status: Int, body: [UInt8]) {
        let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        let messages = object?["messages"] as? [String: String]
        let facts = object?["facts"] as? [[String: Any]] ?? []
        self.status = status
        self.body = body
        code = object?["code"] as? String ?? "http.\(status)"
        zh = messages?["zh"] ?? object?["title"] as? String ?? ""
        en = messages?["en"] ?? object?["title"] as? String ?? ""
        self.facts = facts.compactMap { fact in
            guard let name = fact["name"] as? String else { return nil }
            return (name, "\(fact["value"] ?? "")")
        }
    }
}

extension ClientError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .refused(let problem):
            "refused (\(problem.status) \(problem.code)): \(problem.en) \(problem.zh)"
                + problem.facts.map { "\n  \($0.name): \($0.value)" }.joined()
        case .unreachable(let address, let reason): "no answer from \(address): \(reason)"
        case .noKey: "a command must be signed: name a key"
        case .unsignable(let reason): "the request can't be signed: \(reason)"
        case .malformed(let what): "unexpected answer: \(what)"
        }
    }
}
