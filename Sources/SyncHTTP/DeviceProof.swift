public import Octets

/// What a device signs to show that a key is its own (Protocol/06-http.md, 4).
public enum DeviceProof {
    /// The message: over the key, and over the code as it is sent, which works once.
    public static func message(key: Octets32, invite: String) -> [UInt8] {
        Array("postil device 1".utf8) + key.octets + Array(invite.utf8)
    }
}
