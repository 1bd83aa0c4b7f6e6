internal import Access
internal import AnnotationModel
internal import Octets
internal import SQLite

struct ServerRow: StoredRow {
    static let table = "server"
    static let all: StaticString = "SELECT epoch, seed, sum FROM server"

    var epoch: Octets16
    let seed: [UInt8]

    var values: [Value] { [.octets(epoch), .blob(seed)] }
}

extension ServerRow {
    init(_ row: borrowing Row) throws {
        epoch = try row.octets16(0)
        seed = try row.blob(1)
    }
}

extension Account: StoredRow {
    static let table = "account"
    static let all: StaticString = """
        SELECT id, name, is_admin, is_disabled, created, sum FROM account ORDER BY name
        """

    var values: [Value] {
        [
            .octets(id.octets), .text(name), .flag(isAdmin), .flag(isDisabled), .unsigned(created),
        ]
    }

    init(_ row: borrowing Row) throws {
        self.init(
            id: AccountID(try row.octets16(0)), name: try row.text(1), isAdmin: try row.flag(2),
            isDisabled: try row.flag(3), created: try row.unsigned(4))
    }
}

/// A device with its token's hash, which nobody else has to know.
struct DeviceRow: StoredRow {
    static let table = "device"
    static let all: StaticString = """
        SELECT id, account, key, name, token, created, last_seen, is_revoked, sum FROM device
        """

    var device: Device
    let tokenHash: Octets32

    var values: [Value] {
        [
            .octets(device.id), .octets(device.account.octets), .octets(device.key),
            .text(device.name), .octets(tokenHash), .unsigned(device.created),
            .unsigned(device.lastSeen), .flag(device.isRevoked),
        ]
    }
}

extension DeviceRow {
    init(_ row: borrowing Row) throws {
        tokenHash = try row.octets32(4)
        device = Device(
            id: try row.octets16(0), account: AccountID(try row.octets16(1)),
            key: try row.octets32(2), name: try row.text(3), created: try row.unsigned(5),
            lastSeen: try row.unsigned(6), isRevoked: try row.flag(7))
    }
}

extension Invite: StoredRow {
    static let table = "invite"
    static let all: StaticString = """
        SELECT code, purpose, subject, grant_level, giver, expires, uses_left, sum FROM invite
        ORDER BY expires, code
        """

    var values: [Value] {
        let what: [Value] =
            switch purpose {
            case .account(let isAdmin): [1, .blob([]), .flag(isAdmin), .blob([])]
            case .device(let account): [2, .octets(account.octets), 0, .blob([])]
            case .set(let set, let role, let giver):
                [
                    3, .octets(set.octets), .integer(Int64(role.rawValue)), .octets(giver.octets),
                ]
            }
        return [.octets(codeHash)] + what + [.unsigned(expires), .count(usesLeft)]
    }

    init(_ row: borrowing Row) throws {
        let purpose: Purpose
        switch try row.integer(1) {
        case 1: purpose = .account(isAdmin: try row.flag(3))
        case 2: purpose = .device(AccountID(try row.octets16(2)))
        case 3:
            guard let role = UInt8(exactly: try row.integer(3)).flatMap(Role.init(rawValue:)) else {
                throw RowDamage()
            }
            purpose = .set(
                SetID(try row.octets16(2)), role, by: AccountID(try row.octets16(4)))
        default: throw RowDamage()
        }
        self.init(
            codeHash: try row.octets32(0), purpose: purpose, expires: try row.unsigned(5),
            usesLeft: try row.count(6))
    }
}

struct PersonalRow: StoredRow {
    static let table = "personal"
    static let all: StaticString = "SELECT account, set_id, sum FROM personal"

    let account: AccountID
    let set: SetID

    var values: [Value] { [.octets(account.octets), .octets(set.octets)] }
}

extension PersonalRow {
    init(_ row: borrowing Row) throws {
        account = AccountID(try row.octets16(0))
        set = SetID(try row.octets16(1))
    }
}

/// What a set's membership log says of an account, kept to find an account's sets by.
struct RoleRow: StoredRow {
    static let table = "role"
    static let all: StaticString = "SELECT account, set_id, role, sum FROM role"

    let account: AccountID
    let set: SetID
    let role: Role

    var values: [Value] {
        [.octets(account.octets), .octets(set.octets), .integer(Int64(role.rawValue))]
    }
}

extension RoleRow {
    init(_ row: borrowing Row) throws {
        account = AccountID(try row.octets16(0))
        set = SetID(try row.octets16(1))
        guard let role = UInt8(exactly: try row.integer(2)).flatMap(Role.init(rawValue:)) else {
            throw RowDamage()
        }
        self.role = role
    }
}

struct AuditRow: StoredRow {
    static let table = "audit"
    static let all: StaticString = "SELECT time, action, doer, detail, sum FROM audit"

    let line: AuditLine

    var values: [Value] {
        [
            .unsigned(line.time), .text(line.action), .octets(line.by.octets), .text(line.detail),
        ]
    }
}

extension AuditRow {
    init(_ row: borrowing Row) throws {
        line = AuditLine(
            time: try row.unsigned(0), action: try row.text(1), by: AccountID(try row.octets16(2)),
            detail: try row.text(3))
    }
}
