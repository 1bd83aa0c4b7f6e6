import Access
import WireFormat

/// A membership entry as vectors write it.
struct MemberParts: Decodable {
    let id: String
    let by: String
    let change: String
    let key: String?
    let nonce: String?
    let isPersonal: Bool?
    let name: String?
    let account: String?
    let role: UInt8?
    let replica: String?

    func entry() throws -> MemberEntry {
        MemberEntry(id: try id.octets16(), by: try by.account(), change: try memberChange())
    }

    private func memberChange() throws -> MemberEntry.Change {
        switch (change, key, account, name) {
        case ("found", let key?, _, let name?):
            guard let nonce, let isPersonal else { break }
            return .found(
                key: try key.octets32(), nonce: try nonce.octets16(), isPersonal: isPersonal,
                name: name)
        case ("role", _, let account?, let name?):
            guard let role, role == 0 || Role(rawValue: role) != nil else { break }
            return .role(account: try account.account(), name: name, role: Role(rawValue: role))
        case ("replica", let key?, let account?, _):
            guard let replica else { break }
            return .replica(
                try replica.replica(), key: try key.octets32(), account: try account.account())
        case ("revoke", let key?, _, _): return .revoke(key: try key.octets32())
        default: break
        }
        throw VectorFault(what: "a membership entry: \(change)")
    }
}
