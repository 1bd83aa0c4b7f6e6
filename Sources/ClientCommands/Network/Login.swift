import AnnotationModel
import CommandLine
import JSON
import Octets

/// What a server gives a device that it lets in.
struct Login {
    let account: AccountID
    let name: String
    /// What the server calls the device.
    let device: String
    let token: String
    let serverKey: Octets32
    let isAdmin: Bool

    /// Reads the answer; nil if something lacks.
    init?(_ value: JSONValue) {
        guard
            let account = value["account"]?.string.flatMap({ Alphabet.hex.octets($0) })
                .flatMap({ Octets16($0) }),
            let name = value["name"]?.string, name.utf8.count <= 256,
            let token = value["token"]?.string, !token.isEmpty, token.utf8.count <= 512,
            token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            let key = value["serverKey"]?.string.flatMap({ Alphabet.hex.octets($0) })
                .flatMap({ Octets32($0) })
        else { return nil }
        self.account = AccountID(account)
        self.name = name
        device = value["device"]?.string ?? value["device"]?["id"]?.string ?? ""
        self.token = token
        serverKey = key
        isAdmin = value["isAdmin"]?.bool ?? false
    }
}
