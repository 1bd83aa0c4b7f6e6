import SQLite

extension ClientTransaction {
    /// The octets kept for a setting; nil if there are none.
    public func setting(_ key: ClientSetting) throws -> [UInt8]? {
        try requireOpen()
        return settings[key.rawValue]
    }

    /// Keeps octets for a setting; nil forgets it.
    public func putSetting(_ key: ClientSetting, _ value: [UInt8]?) throws {
        try putSetting(named: key.rawValue, value)
    }

    func putSetting(named key: String, _ value: [UInt8]?) throws {
        try requireWriting()
        settings[key] = value
        if let value {
            try insert(
                ClientTable.setting, "INSERT OR REPLACE INTO setting VALUES (?, ?, ?)",
                .text(key), .blob(value))
        } else {
            try change("DELETE FROM setting WHERE key = ?", .text(key))
        }
    }
}
