public import Access
public import AnnotationModel
public import CRDT
public import Octets
public import Replication

/// One line of a set's membership log, in the server's order (Protocol/07-access.md, 3).
public struct MemberEntry: Hashable, Sendable {
    /// What changes.
    public enum Change: Hashable, Sendable {
        /// The set is founded; `by` is its first owner. The set's id is derived from key and nonce.
        case found(key: Octets32, nonce: Octets16, isPersonal: Bool, name: String)
        /// An account gets a role; nil removes it from the set.
        case role(account: AccountID, name: String, role: Role?)
        /// A replica pushes for the first time: its device's key and its account.
        case replica(ReplicaID, key: Octets32, account: AccountID)
        /// Bundles signed with the key are refused from here on.
        case revoke(key: Octets32)
    }

    /// Random: tells an entry that was brought back from a second one that says the same.
    public let id: Octets16
    /// The account that gave the command.
    public let by: AccountID
    /// What changes.
    public let change: Change

    /// Takes the parts.
    public init(id: Octets16, by: AccountID, change: Change) {
        self.id = id
        self.by = by
        self.change = change
    }

    /// The hash of a log that ends with this entry, over the hash of the log before it (zero at the
    /// start).
    public func hash(after previous: Octets32, _ hashing: any Hashing) -> Octets32 {
        var writer = CBORWriter()
        write(to: &writer)
        var input = CBORWriter(label: "postil member 1", capacity: 32 + writer.octets.count).octets
        previous.append(to: &input)
        input += writer.octets
        return hashing.hash(input)
    }

    /// The entry's octets.
    public func encoded() -> [UInt8] {
        var writer = CBORWriter()
        write(to: &writer)
        return writer.octets
    }

    /// Reads an entry's octets.
    public static func decode(_ octets: [UInt8]) throws(DecodingFailure) -> MemberEntry {
        var reader = CBORReader(octets)
        let entry = try MemberEntry(&reader)
        try reader.finish()
        return entry
    }

    func write(to writer: inout CBORWriter) {
        switch change {
        case .found(let key, let nonce, let isPersonal, let name):
            writeHead(1, count: 4, to: &writer)
            writer.write(key)
            writer.write(nonce)
            writer.write(isPersonal)
            writer.write(name)
        case .role(let account, let name, let role):
            writeHead(2, count: 3, to: &writer)
            writer.write(account.octets)
            writer.write(name)
            writer.write(UInt64(role?.rawValue ?? 0))
        case .replica(let replica, let key, let account):
            writeHead(3, count: 3, to: &writer)
            writer.write(replica.octets)
            writer.write(key)
            writer.write(account.octets)
        case .revoke(let key):
            writeHead(4, count: 1, to: &writer)
            writer.write(key)
        }
    }

    private func writeHead(_ number: UInt64, count: Int, to writer: inout CBORWriter) {
        writer.writeArray(count: 3 + count)
        writer.write(number)
        writer.write(id)
        writer.write(by.octets)
    }

    init(_ reader: inout CBORReader) throws(DecodingFailure) {
        let count = try reader.array(limit: 7)
        let number = try reader.unsigned(limit: 255)
        id = try reader.octets16()
        by = AccountID(try reader.octets16())
        switch (number, count) {
        case (1, 7):
            change = .found(
                key: try reader.octets32(), nonce: try reader.octets16(),
                isPersonal: try reader.bool(),
                name: try reader.text(limit: WireLimits.nameOctetsMax))
        case (2, 6):
            let account = AccountID(try reader.octets16())
            let name = try reader.text(limit: WireLimits.nameOctetsMax)
            let number = UInt8(try reader.count(limit: 255))
            let role = Role(rawValue: number)
            guard number == 0 || role != nil else { throw .unknownValue }
            change = .role(account: account, name: name, role: role)
        case (3, 6):
            change = .replica(
                ReplicaID(try reader.octets16()), key: try reader.octets32(),
                account: AccountID(try reader.octets16()))
        case (4, 4): change = .revoke(key: try reader.octets32())
        default: throw .unknownValue
        }
    }
}
