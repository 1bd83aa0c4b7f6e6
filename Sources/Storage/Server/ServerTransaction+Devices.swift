public import AnnotationModel
public import Octets
internal import SQLite
internal import SyncEngine
internal import WireFormat

extension ServerTransaction {
    /// Adds a device, whose token is known by its hash only.
    ///
    /// - Parameter now: milliseconds since 1970.
    /// - Throws: `noAccount`; `deviceTaken` if a device, revoked or not, has the key or the token.
    public func addDevice(
        _ account: AccountID, key: Octets32, name: String, tokenHash: Octets32, now: UInt64
    ) throws -> Device {
        guard try self.account(account) != nil else { throw ServerRefusal.noAccount }
        let taken = try connection.database.firstInteger(
            "SELECT 1 FROM device WHERE key = ? OR token = ?", .octets(key), .octets(tokenHash))
        guard taken == nil else { throw ServerRefusal.deviceTaken }
        let device = Device(
            id: randomness.octets16(), account: account, key: key, name: name, created: now,
            lastSeen: now, isRevoked: false)
        try connection.put(
            DeviceRow(device: device, tokenHash: tokenHash),
            """
            INSERT INTO device
                (id, account, key, name, token, created, last_seen, is_revoked, sum)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        return device
    }

    /// The device with this token, revoked or not.
    public func device(tokenHash: Octets32) throws -> Device? {
        let row: DeviceRow? = try connection.first(
            """
            SELECT id, account, key, name, token, created, last_seen, is_revoked, sum FROM device
            WHERE token = ?
            """, .octets(tokenHash))
        return row?.device
    }

    /// The device with this token and its account, if neither is shut out: what a request asks.
    public func caller(
        tokenHash: Octets32
    ) throws -> (device: Device, account: Account)? {
        if let caller = connection.cache.callers[tokenHash] { return caller }
        guard let device = try device(tokenHash: tokenHash), !device.isRevoked,
            let account = try account(device.account), !account.isDisabled
        else { return nil }
        connection.cache.keep((device, account), token: tokenHash)
        return (device, account)
    }

    /// The account's devices, oldest first, revoked ones included.
    public func devices(of account: AccountID) throws -> [Device] {
        let rows: [DeviceRow] = try connection.rows(
            """
            SELECT id, account, key, name, token, created, last_seen, is_revoked, sum FROM device
            WHERE account = ? ORDER BY created, id
            """, .octets(account.octets))
        return rows.map(\.device)
    }

    /// Refuses a device for ever, and its key in the sets of its account, as `account` told.
    ///
    /// - Throws: `noDevice`.
    public func revokeDevice(_ id: Octets16, by account: AccountID) throws {
        let device = try change(id) { $0.isRevoked = true }
        for id in try sets(of: device.account) {
            guard let set = try set(id), !set.membership.isRevoked(device.key),
                set.membership.replicas.values.contains(where: { $0.key == device.key })
            else { continue }
            try set.append(
                MemberEntry(
                    id: randomness.octets16(), by: account, change: .revoke(key: device.key)))
        }
    }

    /// Notes when a device last asked for something, in milliseconds since 1970.
    ///
    /// - Throws: `noDevice`.
    public func noteSeen(_ id: Octets16, now: UInt64) throws {
        _ = try change(id) { $0.lastSeen = max($0.lastSeen, now) }
    }

    private func change(_ id: Octets16, _ change: (inout Device) -> Void) throws -> Device {
        let found: DeviceRow? = try connection.first(
            """
            SELECT id, account, key, name, token, created, last_seen, is_revoked, sum FROM device
            WHERE id = ?
            """, .octets(id))
        guard var row = found else { throw ServerRefusal.noDevice }
        change(&row.device)
        try connection.put(
            row,
            """
            INSERT INTO device
                (id, account, key, name, token, created, last_seen, is_revoked, sum)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET last_seen = excluded.last_seen,
                is_revoked = excluded.is_revoked, sum = excluded.sum
            """)
        connection.cache.callers[row.tokenHash] = nil
        return row.device
    }
}
