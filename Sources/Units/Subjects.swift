/// The subject of a data resource's ID (数据资源).
public enum DataResource: Subject {
    public static let prefix = "DR"
}

/// The subject of a registration case's ID (登记申请).
public enum RegistrationCase: Subject {
    public static let prefix = "RC"
}

/// The subject of a data product's ID (数据产品).
public enum DataProduct: Subject {
    public static let prefix = "DP"
}

/// The subject of a contract's ID (数字交易合约).
public enum TradeContract: Subject {
    public static let prefix = "TC"
}

/// The subject of an entitlement's ID (访问权限).
public enum AccessEntitlement: Subject {
    public static let prefix = "AE"
}

/// The subject of a payment instruction's ID (支付指令).
public enum PaymentInstruction: Subject {
    public static let prefix = "PAY"
}
