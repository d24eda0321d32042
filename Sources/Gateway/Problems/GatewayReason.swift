/// Why the gateway itself refuses a request: the one table of its codes.
///
/// The reasons of commands are the capabilities' own; these are about transport, signatures, the
/// form of bodies and parameters, and the right to read. The code on the wire is `gateway.` and the
/// case; a shipped case is never renamed or reused.
public enum GatewayReason: String, CaseIterable, Sendable {
    // The request as a whole.
    case unknownPath
    case methodNotAllowed
    case rateLimited
    // The body.
    case wrongMediaType
    case bodyTooLarge
    case notJSON
    case notCanonical
    case notNFC
    case tooDeep
    case unknownMember
    case missingMember
    case wrongValue
    // The signature.
    case notSigned
    case signatureMalformed
    case wrongDestination
    case digestMismatch
    case signatureLate
    case unknownKey
    case signatureInvalid
    case attestationInvalid
    // Commands.
    case commandIDReused
    case busy
    case stopped
    // Queries.
    case unknownParameter
    case missingParameter
    case invalidParameter
    case notPermitted
    case notFound
    case notYetProven
    // Ours.
    case internalError

    /// The stable code: `gateway.notSigned`.
    public var code: String { "gateway.\(rawValue)" }

    /// The HTTP status (RFC 9110 §15, RFC 6585 §4).
    public var status: Int { row.status }

    /// The sentence for a person in Chinese.
    public var zh: String { row.zh }

    /// The sentence for a person in English.
    public var en: String { row.en }

    /// Whether the same request may succeed later.
    public var isRetryable: Bool { [429, 500, 503].contains(status) }

    private typealias Row = (status: Int, zh: String, en: String)

    private var row: Row {
        switch self {
        case .unknownPath: (404, "路径不存在", "There is nothing at this path")
        case .methodNotAllowed: (405, "该路径不支持此方法", "This path doesn't take this method")
        case .rateLimited: (429, "请求过于频繁", "Too many requests")
        case .wrongMediaType: (415, "请求体须为 application/json", "The body must be application/json")
        case .bodyTooLarge: (413, "请求体过大", "The body is too large")
        case .notJSON:
            (
                400, "请求体不是由对象、数组、字符串、整数和布尔值组成的 JSON",
                "The body isn't JSON made of objects, arrays, strings, integers and booleans"
            )
        case .notCanonical:
            (
                400, "请求体不是规范 JSON（RFC 8785）：成员按字节序排列，无空白，仅用整数",
                "The body isn't canonical JSON (RFC 8785): members in byte order, no white space,"
                    + " integers only"
            )
        case .notNFC:
            (
                400, "文本未按 Unicode NFC 规范化",
                "A text isn't in Unicode normalization form C"
            )
        case .tooDeep: (400, "嵌套层数过多", "Values are nested too deeply")
        case .unknownMember: (400, "存在未知成员", "The body has a member that isn't known")
        case .missingMember: (400, "缺少必需成员", "The body lacks a member")
        case .wrongValue: (400, "成员取值不符合要求", "A value isn't of the form it must have")
        case .notSigned: (401, "请求未签名", "The request isn't signed")
        case .signatureMalformed:
            (
                401, "签名字段不符合 RFC 9421 签名规则",
                "The signature's fields don't follow the profile of RFC 9421"
            )
        case .wrongDestination:
            (401, "签名所指交易所不是本所", "The signature is for another exchange")
        case .digestMismatch: (401, "请求体与摘要不符", "The body isn't what its digest says")
        case .signatureLate:
            (401, "签名时间与本所时间相差超过300秒", "The signature's time is over 300 seconds off")
        case .unknownKey: (401, "密钥未登记或已撤销", "The key isn't known or was revoked")
        case .signatureInvalid: (401, "签名无效", "The signature is wrong")
        case .attestationInvalid:
            (422, "指令中所附签名无效", "A signature inside the command is wrong")
        case .commandIDReused:
            (
                409, "该指令编号已用于其他指令",
                "Another command already has this command's ID"
            )
        case .busy: (503, "系统繁忙，请稍后重试", "The exchange is busy; try again shortly")
        case .stopped: (503, "系统正在停止", "The exchange is stopping")
        case .unknownParameter: (400, "存在未知查询参数", "The query has a parameter that isn't known")
        case .missingParameter: (400, "缺少必需查询参数", "The query lacks a parameter")
        case .invalidParameter: (400, "查询参数取值不符合要求", "A parameter isn't of the form it must have")
        case .notPermitted: (403, "无权查看", "You may not read this")
        case .notFound: (404, "未找到", "There is no such thing")
        case .notYetProven:
            (404, "该记录尚未进入已签名的检查点", "No signed checkpoint covers the record yet")
        case .internalError: (500, "系统内部错误", "Something went wrong on our side")
        }
    }
}
