/// What went wrong, what was kept, and how to go on.
public struct ErrorPage: Page {
    /// The problems that have a page.
    public enum Problem: Sendable, Hashable {
        /// 404: there is nothing at the address.
        case notFound
        /// 429: too many requests; try again after this many seconds.
        case tooManyRequests(retryAfter: Int64)
        /// 500: a fault of the exchange.
        case serverError

        /// The HTTP status to send the page with.
        public var status: Int {
            switch self {
            case .notFound: 404
            case .tooManyRequests: 429
            case .serverError: 500
            }
        }
    }

    /// What went wrong.
    public let problem: Problem
    /// The address that was asked for, after the language.
    public let address: String
    /// The request's number, by which support finds it in the log.
    public let request: String

    /// The page for a failed request.
    public init(problem: Problem, address: String, request: String) {
        self.problem = problem
        self.address = address
        self.request = request
    }

    public func title(_ t: Language) -> String { heading(t) }

    public func content(_ t: Language) -> [Node] {
        [
            div(.class("oops")) {
                p(.class("oops-n"), .aria("hidden", "true")) { "\(problem.status)" }
                h1 { heading(t) }
                p(.class("lead")) { advice(t) }
                div(.class("acts")) {
                    if problem != .notFound {
                        a(.class("btn pri big-btn"), .href("/\(t.rawValue)\(address)")) {
                            t("再试一次", "Try again")
                        }
                    }
                    a(.class("btn big-btn"), .href("/\(t.rawValue)")) { t("回到首页", "Home") }
                    a(.class("btn big-btn"), .href("/\(t.rawValue)/market")) {
                        t("进入市场", "Market")
                    }
                }
                p(.class("fine")) {
                    t("请求编号 ", "Request ")
                    mono(request)
                }
            }
        ]
    }

    private func heading(_ t: Language) -> String {
        switch problem {
        case .notFound: t("这里没有内容", "Nothing here")
        case .tooManyRequests: t("请求太频繁", "Too many requests")
        case .serverError: t("系统出错了", "Something broke on our side")
        }
    }

    private func advice(_ t: Language) -> String {
        switch problem {
        case .notFound:
            t(
                "地址可能输错，或者产品已经摘牌。已存证的记录永远不会消失，可按编号查询。",
                "The address may be mistyped, or the product delisted. Recorded facts never vanish: look them up by number."
            )
        case .tooManyRequests(let seconds):
            t(
                "请在 \(Numbers.grouped(max(seconds, 1))) 秒后再试。您提交过的内容没有丢失。",
                "Try again in \(Numbers.grouped(max(seconds, 1))) s. Nothing you submitted was lost."
            )
        case .serverError:
            t(
                "已落盘的记录不受影响；未收到回执的操作请按命令编号查询后再重试。",
                "Durable records are unaffected. If you got no receipt, look your command up by its number before repeating it."
            )
        }
    }
}
